#pragma once

#include <string_view>

#include "kili/assets/asset_filters.hpp"
#include "support/message_log.hpp"

namespace kili::use_cases {

/// Checks the filters of a listing before anything is sent, and warns of deprecated ones. Filters on steps
/// need the project: resolve_steps() checks these.
/// @throws ValidationError naming the argument: a date that is none or does not exist, a mark that is not a
/// number, metadata_where that is not an object, a category search that cannot be parsed.
/// @throws MissingArgumentError for an empty project_id, IncompatibleArgumentsError for a filter together
/// with the deprecated one of the same meaning.
void check_filters(std::string_view project_id, const AssetFilters& filters, const support::MessageLog& log);

}  // namespace kili::use_cases
