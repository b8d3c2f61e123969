#pragma once

#include "api/labels/label_query.hpp"
#include "kili/enums.hpp"
#include "kili/labels/label.hpp"
#include "use_cases/record_listing.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// Where the labels of a listing come from: the project's workflow, type and interface are asked first where
/// the listing depends on them, and responses that are given by URL are fetched side by side.
/// @param query checked already.
[[nodiscard]] RecordSource<Label> label_source(const Resources& resources, api::LabelQuery query,
                                               LabelOutputFormat format);

}  // namespace kili::use_cases
