#pragma once

#include <nlohmann/json.hpp>

#include "parsed_labels/annotation_data.hpp"

namespace kili::labels {

/// The one category of a list. @throws MalformedLabelError the list has not exactly one.
[[nodiscard]] const Category& only_category(const CategoryList& categories, const JobInterface& job);

/// What the annotation says as JSON, an object.
/// @throws MalformedLabelError a part that must be a list of things is something else.
[[nodiscard]] nlohmann::json to_json(const detail::AnnotationData& annotation, const JobInterface& job);

}  // namespace kili::labels
