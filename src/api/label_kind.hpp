#pragma once

#include "api/record_queries.hpp"

namespace kili::api {

/// Labels, as they are counted and listed.
inline constexpr ListedKind labels_kind{
    .count_field = "countLabels", .list_field = "labels", .where_type = "LabelWhere!"};

}  // namespace kili::api
