#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "kili/labels/ontology_builder.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The kinds of job that OntologyBuilder adds.
enum class JobKind : std::uint8_t {
  classification,
  comparison,
  entity_recognition,
  entity_relation,
  file,
  object_detection,
  object_relation,
  other,
  pose_estimation,
  transcription
};

/// A job as it stands in the interface, but for "isChild", which is false.
struct DefinedJob {
  std::string key;
  nlohmann::ordered_json json;
  JobKind kind = JobKind::other;
};

/// Checks a job by itself and writes it. @param ml_task of a job of the kind other.
/// @throws OntologyError see OntologyBuilder.
[[nodiscard]] DefinedJob define_job(JobKind kind, std::string_view ml_task, const JobDefinition& definition,
                                    InputType input_type);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
