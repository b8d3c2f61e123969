#include "use_cases/assets/changing/asset_update.hpp"

namespace kili::use_cases {

std::vector<api::AssetChange> AssetUpdate::changes_at(const engine::ItemIndexes& positions) const {
  std::vector<api::AssetChange> changes;
  changes.reserve(positions.size());
  for (const std::size_t position : positions) changes.push_back(change_of_(position));
  return changes;
}

std::size_t AssetUpdate::bytes_of(std::size_t position) {
  std::size_t& bytes = bytes_[position];
  if (bytes == 0) bytes = api::update_bytes(assets_.ids()[position], change_of_(position));
  return bytes;
}

engine::ItemIndexes AssetUpdate::send(const engine::ItemIndexes& positions,
                                      const support::CallContext& context) {
  const auto updated = resources_.api->assets.update_properties_in_assets(assets_.ids_at(positions),
                                                                          changes_at(positions), context);
  return assets_.missing_from(updated, positions);
}

engine::ItemIndexes AssetUpdate::not_yet_done(const engine::ItemIndexes& positions,
                                              const support::CallContext& context) {
  const auto done = resources_.api->assets.assets_as_asked(project_id_, assets_.ids_at(positions),
                                                           changes_at(positions), context);
  return assets_.missing_from(done, positions);
}

}  // namespace kili::use_cases
