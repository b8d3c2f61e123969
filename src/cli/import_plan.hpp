#pragma once

#include <string>

#include "cli/asset_source.hpp"
#include "cli/session.hpp"

namespace kili::cli {

/// Says what the import of the source would do: what is there already, which assets the library or the
/// service would refuse, how many calls it takes and how long at least. Sends queries only.
/// @return an exit code: `incomplete` when assets would be refused.
int write_import_plan(Session& session, const std::string& project_id, AssetSource& source);

}  // namespace kili::cli
