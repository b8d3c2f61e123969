#include "use_cases/assets/importing/check/existing_assets.hpp"

#include <algorithm>
#include <vector>

#include "api/service_api.hpp"

namespace kili::use_cases {
namespace {

/// Asks for some ids at a time.
/// @param ask gives back those that exist.
template <typename Ask>
std::unordered_set<std::string> collect(std::span<const std::string> ids, std::size_t most, const Ask& ask) {
  std::unordered_set<std::string> existing;
  for (std::size_t begin = 0; begin < ids.size(); begin += most) {
    const std::vector<std::string> found = ask(ids.subspan(begin, std::min(most, ids.size() - begin)));
    existing.insert(found.begin(), found.end());
  }
  return existing;
}

}  // namespace

std::unordered_set<std::string> existing_asset_ids(const Resources& resources, const std::string& project_id,
                                                   std::span<const std::string> asset_ids,
                                                   const support::CallContext& context) {
  return collect(asset_ids, api::AssetsApi::asset_ids_per_request, [&](std::span<const std::string> some) {
    return resources.api->assets.existing_asset_ids(project_id, some, context);
  });
}

std::unordered_set<std::string> existing_external_ids(const Resources& resources,
                                                      const std::string& project_id,
                                                      std::span<const std::string> external_ids,
                                                      const support::CallContext& context) {
  return collect(external_ids, api::AssetsApi::external_ids_per_request,
                 [&](std::span<const std::string> some) {
                   return resources.api->assets.filter_existing_assets(project_id, some, context);
                 });
}

}  // namespace kili::use_cases
