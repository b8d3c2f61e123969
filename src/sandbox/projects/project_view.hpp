#pragma once

#include <cstdint>

#include <nlohmann/json.hpp>

#include "sandbox/store/store.hpp"

namespace kili::sandbox {

/// Whether the assets of a project are counted by their status, which reads all of them.
enum class AssetCounts : std::uint8_t {
  none,
  all
};

/// A project as the schema's type Project.
[[nodiscard]] nlohmann::json project_view(const Project& project, const Store& store,
                                          AssetCounts counts = AssetCounts::none);

}  // namespace kili::sandbox
