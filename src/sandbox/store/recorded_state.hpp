#pragma once

#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "sandbox/store/store.hpp"

namespace kili::sandbox {

// The state of a store in the format of recorded final states. Both lock the store.

/// See Sandbox::state(). @throws std::invalid_argument when there is no such project.
[[nodiscard]] nlohmann::json project_state(const Store& store, std::string_view project_id);
/// See Sandbox::modules_state().
[[nodiscard]] nlohmann::json modules_state(const Store& store, std::string_view project_id);

}  // namespace kili::sandbox
