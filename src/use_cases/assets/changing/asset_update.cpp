#include "use_cases/assets/changing/asset_update.hpp"

#include <set>
#include <unordered_set>
#include <utility>

#include "api/assets/asset_data.hpp"

namespace kili::use_cases {
namespace {

using nlohmann::json;

std::vector<std::string> ids_at(const SelectedAssets& assets, const Positions& positions) {
  std::vector<std::string> ids;
  ids.reserve(positions.size());
  for (const std::size_t position : positions) ids.push_back(assets.ids()[position]);
  return ids;
}

}  // namespace

std::unordered_map<std::string, json> records_of(const Services& services, const SelectedAssets& assets,
                                                 const Positions& positions, std::string_view project_id,
                                                 std::span<const std::string> fields,
                                                 const support::CallContext& context) {
  std::unordered_map<std::string, json> by_id;
  json records = services.gateway->assets_by_id(project_id, ids_at(assets, positions), fields, context);
  for (auto& record : records) {
    auto id = record["id"].get<std::string>();
    by_id.insert_or_assign(std::move(id), std::move(record));
  }
  return by_id;
}

Positions missing_from(const std::vector<std::string>& ids, const SelectedAssets& assets,
                       const Positions& positions) {
  const std::unordered_set<std::string_view> present(ids.begin(), ids.end());
  Positions missing;
  for (const std::size_t position : positions) {
    if (!present.contains(assets.ids()[position])) missing.push_back(position);
  }
  return missing;
}

Positions AssetUpdate::send(const Positions& positions, const support::CallContext& context) {
  json data = json::array();
  for (const std::size_t position : positions) data.push_back(data_of_(position));
  const auto updated =
      services_.gateway->update_properties_in_assets(ids_at(assets_, positions), std::move(data), context);
  return missing_from(updated, assets_, positions);
}

Positions AssetUpdate::not_yet_done(const Positions& positions, const support::CallContext& context) {
  std::set<std::string> fields;
  for (const std::size_t position : positions) {
    for (auto& field : fields_showing(data_of_(position))) fields.insert(std::move(field));
  }
  const std::vector<std::string> asked(fields.begin(), fields.end());
  const auto records = records_of(services_, assets_, positions, project_id_, asked, context);
  Positions left;
  for (const std::size_t position : positions) {
    const auto record = records.find(assets_.ids()[position]);
    if (record == records.end() || !shows(record->second, data_of_(position))) left.push_back(position);
  }
  return left;
}

}  // namespace kili::use_cases
