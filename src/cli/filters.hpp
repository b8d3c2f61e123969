#pragma once

#include "cli/cli_fwd.hpp"
#include "kili/assets/asset_filters.hpp"
#include "kili/labels/label_filters.hpp"
#include "kili/projects/project_filters.hpp"

namespace kili::cli {

/// Adds an option for each filter of the library, named as there with dashes ("--external-id-strictly-in").
/// The filters must live until the command line was read. Options of lists take one value and may be
/// repeated.
void add_filters(CLI::App& app, AssetFilters& filters);
void add_filters(CLI::App& app, LabelFilters& filters);
void add_filters(CLI::App& app, ProjectFilters& filters);

/// Whether any filter is given.
[[nodiscard]] bool has_filters(const AssetFilters& filters);

}  // namespace kili::cli
