#pragma once

#include <nlohmann/json.hpp>

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Calls with each label of the record of an asset, in whatever fields they are.
template <typename Use>
void for_each_label(nlohmann::json& record, const Use& use) {
  for (const char* field : {"latestLabel", "latestLabels", "labels"}) {
    const auto found = record.find(field);
    if (found == record.end()) continue;
    if (found->is_object()) use(*found);
    if (!found->is_array()) continue;
    for (auto& label : *found) {
      if (label.is_object()) use(label);
    }
  }
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
