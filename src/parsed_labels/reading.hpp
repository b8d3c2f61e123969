#pragma once

#include <memory>
#include <string_view>

#include <nlohmann/json.hpp>

#include "kili/labels/annotation.hpp"
#include "kili/labels/bounding_poly.hpp"
#include "kili/labels/category.hpp"
#include "kili/labels/parsed_jobs.hpp"
#include "parsed_labels/label_path.hpp"
#include "parsed_labels/ontology_data.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

// Reading from JSON values. Malformed values are a LabelError that names the place.

/// Reads the answers of a label.
[[nodiscard]] std::unique_ptr<ParsedJobs> read_answers(const nlohmann::json& json_response,
                                                       const detail::OntologyData& ontology,
                                                       const LabelPath& place = LabelPath());
/// The same from JSON text.
[[nodiscard]] std::unique_ptr<ParsedJobs> read_answers(std::string_view json_response,
                                                       const detail::OntologyData& ontology);
/// Reads the answers below a class, annotation or answer of the job.
[[nodiscard]] std::unique_ptr<ParsedJobs> read_children(const nlohmann::json& children,
                                                        const JobInterface& job, const LabelPath& place);
[[nodiscard]] Annotation read_annotation(const nlohmann::json& annotation, const JobInterface& job,
                                         const LabelPath& place);
[[nodiscard]] AnnotationList read_annotations(const nlohmann::json& annotations, const JobInterface& job,
                                              const LabelPath& place);
[[nodiscard]] BoundingPoly read_outline(const nlohmann::json& outline, const JobInterface& job,
                                        AnnotationTool tool, const LabelPath& place);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
