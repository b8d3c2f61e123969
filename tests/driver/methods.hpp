#pragma once

#include <functional>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "arguments.hpp"
#include "kili/kili.hpp"
#include "sdk_shapes.hpp"

namespace kili::driver {

/// Makes the call with Python-shaped arguments. @return the result in the shape of the version.
using Method = nlohmann::json (*)(const Client& client, Arguments& arguments, const SdkShapes& shapes);
/// Methods by the name that they have in the official client.
using Methods = std::map<std::string, Method, std::less<>>;

void asset_methods(Methods& methods);
/// The methods that write labels.
void label_change_methods(Methods& methods);
/// The methods that change assets; part of asset_methods().
void asset_mutation_methods(Methods& methods);
void export_methods(Methods& methods);
void project_methods(Methods& methods);
void tag_methods(Methods& methods);

void label_methods(Methods& methods);
void issue_methods(Methods& methods);
void member_methods(Methods& methods);
void user_methods(Methods& methods);

/// `[{"id": ...}, ...]`.
[[nodiscard]] nlohmann::json list_of_ids(const std::vector<std::string>& ids);

}  // namespace kili::driver
