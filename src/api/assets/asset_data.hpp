#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace kili::use_cases {

// AssetData of the schema: the properties of one asset that a mutation sets. A property that is null stays as
// it is.

/// Adds what is set later to what is set before.
void merge_asset_data(nlohmann::json& data, const nlohmann::json& later);
/// The fields of an asset that show whether this was set.
[[nodiscard]] std::vector<std::string> fields_showing(const nlohmann::json& data);
/// Whether a record with those fields is as `data` asks.
[[nodiscard]] bool shows(const nlohmann::json& record, const nlohmann::json& data);

/// Whether two JSON documents, each given as text or as a value, mean the same.
[[nodiscard]] bool same_document(const nlohmann::json& left, const nlohmann::json& right);
/// Whether a list of User records is exactly these people, who are given by id or email.
[[nodiscard]] bool are_users(const nlohmann::json& records, const std::vector<std::string>& people);

}  // namespace kili::use_cases
