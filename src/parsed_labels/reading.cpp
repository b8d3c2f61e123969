#include "parsed_labels/reading.hpp"

#include "parsed_labels/json_source.hpp"
#include "parsed_labels/read_label.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {
using Reader = LabelReader<JsonSource>;
}

std::unique_ptr<ParsedJobs> read_answers(const nlohmann::json& json_response,
                                         const detail::OntologyData& ontology, const LabelPath& place) {
  return Reader::read_answers(JsonSource(json_response), ontology, place);
}
std::unique_ptr<ParsedJobs> read_children(const nlohmann::json& children, const JobInterface& job,
                                          const LabelPath& place) {
  return Reader::read_children(JsonSource(children), job, place);
}
Annotation read_annotation(const nlohmann::json& annotation, const JobInterface& job,
                           const LabelPath& place) {
  return Reader::read_annotation(JsonSource(annotation), job, place);
}
AnnotationList read_annotations(const nlohmann::json& annotations, const JobInterface& job,
                                const LabelPath& place) {
  return Reader::read_annotations(JsonSource(annotations), job, place);
}
BoundingPoly read_outline(const nlohmann::json& outline, const JobInterface& job, AnnotationTool tool,
                          const LabelPath& place) {
  return read_bounding_poly(JsonSource(outline), job, tool, place);
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
