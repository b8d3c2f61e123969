#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <string_view>

#include "kili/labels/errors.hpp"
#include "parsed_labels/place.hpp"

namespace kili::labels {

/// items[index]. @throws LabelIndexError there is none.
template <typename Items>
[[nodiscard]] auto& element_at(Items& items, std::size_t index, const JobInterface& job,
                               std::string_view what) {
  if (index >= items.size()) {
    const Place list = Place(job);
    throw LabelIndexError(list.where(),
                          fmt::format("there are {} {}, none at {}", items.size(), what, index));
  }
  return items[index];
}

}  // namespace kili::labels
