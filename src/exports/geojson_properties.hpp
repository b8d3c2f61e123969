#pragma once

#include <nlohmann/json.hpp>

#include "kili/labels/ontology.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// An annotation or answer as flat properties for map programs: "class", the display name of the job,
/// and nested answers as "job.class.job" and so on.
/// @param said an object with "categories" and "children" as labels have them.
[[nodiscard]] nlohmann::json flattened_properties(const nlohmann::json& said, const JobInterface& job,
                                                  const Ontology& ontology);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
