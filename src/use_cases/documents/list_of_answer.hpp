#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace kili::use_cases {

/// Where the list of a paged query is in its answer: names with dots between them.
/// @return the path of the one list in `data` that is not in another one.
/// @throws ValidationError there is none, or there are several.
[[nodiscard]] std::string path_of_only_list(const nlohmann::json& data);
/// The list at this path. @throws ValidationError naming the part that leads nowhere.
[[nodiscard]] const nlohmann::json& list_at(const nlohmann::json& data, const std::string& path);

}  // namespace kili::use_cases
