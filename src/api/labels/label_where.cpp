#include "api/labels/label_where.hpp"

#include <optional>
#include <string>
#include <utility>

#include "api/assets/asset_where.hpp"

namespace kili::api {
namespace {

using nlohmann::json;

void put_criterion(json& where, const char* key, const std::optional<double>& value) {
  if (value) where[key] = *value;
}
void put_criterion(json& where, const char* key, const std::optional<Date>& value) {
  if (value) where[key] = value->text();
}
/// An empty text does not filter.
void put_criterion(json& where, const char* key, const std::optional<std::string>& value) {
  if (value && !value->empty()) where[key] = *value;
}

}  // namespace

json label_where(const LabelQuery& query) {
  const LabelFilters& filters = query.filters;
  json where{{"asset", asset_where(query.asset)}, {"project", {{"id", query.asset.project_id}}}};
  put_criterion(where, "id", filters.label_id);
  if (filters.id_contains.has_elements()) where["idIn"] = *filters.id_contains;
  if (filters.author_in) where["authorIn"] = *filters.author_in;
  put_criterion(where, "createdAt", filters.created_at);
  put_criterion(where, "createdAtGte", filters.created_at_gte);
  put_criterion(where, "createdAtLte", filters.created_at_lte);
  put_criterion(where, "honeypotMarkGte", filters.honeypot_mark_gte);
  put_criterion(where, "honeypotMarkLte", filters.honeypot_mark_lte);
  put_criterion(where, "search", filters.category_search);
  if (filters.user_id && !filters.user_id->empty()) where["user"] = {{"id", *filters.user_id}};
  if (filters.type_in) {
    json types = json::array();
    for (const LabelType type : *filters.type_in) types.push_back(to_string(type));
    where["typeIn"] = std::move(types);
  }
  return where;
}

}  // namespace kili::api
