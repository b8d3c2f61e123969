#pragma once

#include <nlohmann/json.hpp>

#include "api/labels/label_query.hpp"

namespace kili::api {

/// The query as LabelWhere of the service.
[[nodiscard]] nlohmann::json label_where(const LabelQuery& query);

}  // namespace kili::api
