#include "graphql/variables.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace kili::graphql {
namespace {

constexpr std::array<std::string_view, 6> cleaned_keys{"data", "where", "project", "asset", "label", "issue"};

void remove_nulls(nlohmann::json& object) {
  for (auto item = object.begin(); item != object.end();) {
    if (item->is_null()) {
      item = object.erase(item);
      continue;
    }
    const std::string_view key = item.key();
    if (item->is_object() && std::find(cleaned_keys.begin(), cleaned_keys.end(), key) != cleaned_keys.end()) {
      remove_nulls(*item);
    }
    ++item;
  }
}

}  // namespace

nlohmann::json without_nulls(nlohmann::json variables) {
  if (variables.is_object()) remove_nulls(variables);
  return variables;
}

nlohmann::json text_list(std::span<const std::string> texts) {
  nlohmann::json list = nlohmann::json::array();
  for (const auto& text : texts) list.push_back(text);
  return list;
}

}  // namespace kili::graphql
