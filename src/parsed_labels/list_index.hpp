#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <string_view>

#include "kili/labels/errors.hpp"
#include "parsed_labels/label_path.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// items[index]. @throws LabelIndexError there is none.
template <typename Items>
[[nodiscard]] auto& element_at(Items& items, std::size_t index, const JobInterface& job,
                               std::string_view what) {
  if (index >= items.size()) {
    const LabelPath list = LabelPath(job);
    throw LabelIndexError(list.where(),
                          fmt::format("there are {} {}, none at {}", items.size(), what, index));
  }
  return items[index];
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
