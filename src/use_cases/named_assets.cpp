#include "use_cases/named_assets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <unordered_set>

#include "api/service_api.hpp"
#include "engine/chunks.hpp"
#include "kili/errors.hpp"
#include "support/shown_text.hpp"

namespace kili::use_cases {

AssetsByExternalId find_assets(const Resources& resources, const std::string& project_id,
                               std::span<const std::string> external_ids,
                               const support::CallContext& context) {
  std::vector<std::string> distinct;
  std::unordered_set<std::string_view> seen;
  for (const auto& external_id : external_ids) {
    if (seen.insert(external_id).second) distinct.push_back(external_id);
  }
  AssetsByExternalId found;
  std::mutex mutex;
  engine::for_each_chunk(
      resources, context, distinct.size(), {.size = api::AssetsApi::external_ids_per_request},
      [&](const engine::Chunk& chunk, const support::CallContext& inner) {
        const auto assets = resources.api->assets.assets_by_external_id(
            project_id, std::span(distinct).subspan(chunk.begin, chunk.end - chunk.begin), inner);
        const std::scoped_lock lock(mutex);
        for (const auto& asset : assets) {
          auto& ids = found[asset.external_id];
          // Pages may overlap when assets are added or deleted meanwhile.
          if (std::find(ids.begin(), ids.end(), asset.id) == ids.end()) ids.push_back(asset.id);
        }
      });
  return found;
}

const std::string& only_asset(const AssetsByExternalId& found, const std::string& external_id,
                              const std::string& project_id) {
  const auto ids = found.find(external_id);
  if (ids == found.end()) {
    throw NotFoundError(fmt::format("project {} has no asset with the external id '{}'; check it",
                                    support::shown_text(project_id), support::shown_text(external_id)));
  }
  if (ids->second.size() > 1) {
    throw NotFoundError(
        fmt::format("project {} has {} assets with the external id '{}'; name the asset by its id",
                    support::shown_text(project_id), ids->second.size(), support::shown_text(external_id)));
  }
  return ids->second.front();
}

std::vector<std::string> resolve_assets(const Resources& resources, const std::string& project_id,
                                        std::span<const std::string> external_ids,
                                        const support::CallContext& context) {
  const AssetsByExternalId found = find_assets(resources, project_id, external_ids, context);
  std::vector<std::string> ids;
  std::vector<std::string> unknown;
  std::vector<std::string> ambiguous;
  for (const auto& external_id : external_ids) {
    const auto entry = found.find(external_id);
    if (entry == found.end()) {
      unknown.push_back(external_id);
    } else if (entry->second.size() > 1) {
      ambiguous.push_back(external_id);
    } else {
      ids.push_back(entry->second.front());
    }
  }
  if (!unknown.empty()) {
    throw NotFoundError(
        fmt::format("project {} has no assets with these external ids: {}; check them, nothing was sent",
                    support::shown_text(project_id), support::shown_list(unknown)));
  }
  if (!ambiguous.empty()) {
    throw NotFoundError(fmt::format(
        "project {} has several assets with each of these external ids: {}; name the assets by their ids, "
        "nothing was sent",
        support::shown_text(project_id), support::shown_list(ambiguous)));
  }
  return ids;
}

}  // namespace kili::use_cases
