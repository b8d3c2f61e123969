#pragma once

#include <nlohmann/json.hpp>

#include "sandbox/store/store.hpp"

namespace kili::sandbox {

/// A member as the schema's type ProjectUser; of the project, its id.
[[nodiscard]] nlohmann::json member_view(const Member& member, const Store& store);

}  // namespace kili::sandbox
