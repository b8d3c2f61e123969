#pragma once

#include <nlohmann/json.hpp>

#include "parsed_labels/annotation_data.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The only category of a list. @throws MalformedLabelError the list does not have exactly one.
[[nodiscard]] const Category& only_category(const CategoryList& categories, const JobInterface& job);

/// The annotation as a JSON object.
/// @throws MalformedLabelError a part that must be a list is not a list.
[[nodiscard]] nlohmann::json to_json(const detail::AnnotationData& annotation, const JobInterface& job);
/// The places of an annotation in a PDF as an array, which has parts that must be lists as they are. Null
/// when an answer below a place cannot be written.
[[nodiscard]] nlohmann::json places_as_written(const AnnotationList& places);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
