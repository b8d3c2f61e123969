#pragma once

#include <nlohmann/json.hpp>

#include "labels/annotation_data.hpp"

namespace kili::labels {

/// The one category of a list. @throws MalformedLabelError the list has not exactly one.
[[nodiscard]] const Category& only_category(const CategoryList& categories, const JobInterface& job);

/// What the annotation says as JSON, an object.
[[nodiscard]] nlohmann::json to_json(const detail::AnnotationData& annotation);

}  // namespace kili::labels
