#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

#include "sandbox/store/store.hpp"

namespace kili::sandbox {

/// An issue as the schema's type Issue.
[[nodiscard]] nlohmann::json issue_view(const Issue& issue, std::string_view asset_id, const Store& store);

}  // namespace kili::sandbox
