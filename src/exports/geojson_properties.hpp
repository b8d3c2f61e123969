#pragma once

#include <nlohmann/json.hpp>

#include "kili/labels/ontology.hpp"

namespace kili::labels {

/// What an annotation or answer says, as flat properties for programs that show maps: "class", the job by the
/// name that people read, and what was answered below as "job.class.job" and so on.
/// @param said an object with "categories" and "children" as labels have them.
[[nodiscard]] nlohmann::json flattened_properties(const nlohmann::json& said, const JobInterface& job,
                                                  const Ontology& ontology);

}  // namespace kili::labels
