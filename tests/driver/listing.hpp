#pragma once

#include <nlohmann/json.hpp>

#include "arguments.hpp"

namespace kili::driver {

/// A listing with the arguments of all listings. @param list makes the range.
template <typename MakeRange>
[[nodiscard]] nlohmann::json listing(Arguments& arguments, const MakeRange& list) {
  ListingArguments how;
  how.disable_tqdm = arguments.flag("disable_tqdm");
  how.fields = arguments.texts("fields");
  how.first = arguments.count("first");
  how.skip = arguments.count("skip").value_or(0);
  const bool as_generator = arguments.flag("as_generator").value_or(false);
  arguments.check_all_known();
  auto range = list(how);
  nlohmann::json result = nlohmann::json::array();
  if (as_generator) {
    for (const auto& record : range) result.push_back(record.json());
  } else {
    for (const auto& record : range.to_vector()) result.push_back(record.json());
  }
  return result;
}

}  // namespace kili::driver
