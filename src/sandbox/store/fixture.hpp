#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/sandbox.hpp"
#include "sandbox/store/store.hpp"

namespace kili::sandbox {

/// Functions that bring state into a store without going through the API. Each locks the store.
/// All throw std::invalid_argument for values that the service would not accept.

std::string create_project(Store& store, const SandboxProject& project);
std::string create_user(Store& store, std::string_view email, std::string_view firstname,
                        std::string_view lastname);
std::vector<std::string> create_assets(Store& store, std::string_view project_id,
                                       const nlohmann::json& assets);
void create_plain_assets(Store& store, std::string_view project_id, std::size_t count);
std::string create_label(Store& store, std::string_view asset_id, const nlohmann::json& label);
/// What a fixture became.
struct LoadedFixture {
  nlohmann::json bucket;   ///< Its files (see load_open_files()), placeholders filled.
  std::string project_id;  ///< Empty: it has no project.
};

/// Loads `project` with `assets`, `users`, `organization`, `projects`, `roles` and `tags` of a fixture; each
/// of them may be absent. Placeholders (`<project>`, `<asset:0>`, `<endpoint>`) get their values.
LoadedFixture load_fixture(Store& store, const nlohmann::json& fixture, const std::string& endpoint);

}  // namespace kili::sandbox
