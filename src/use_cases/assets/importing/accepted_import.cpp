#include "use_cases/assets/importing/accepted_import.hpp"

#include <algorithm>

#include "api/service_api.hpp"
#include "use_cases/assets/importing/notification_wait.hpp"

namespace kili::use_cases {

std::unordered_set<std::string> existing_of(const Services& services, const std::string& project_id,
                                            std::span<const std::string> asset_ids,
                                            const support::CallContext& context) {
  constexpr std::size_t most = api::AssetsApi::asset_ids_per_request;
  std::unordered_set<std::string> existing;
  for (std::size_t begin = 0; begin < asset_ids.size(); begin += most) {
    const auto found = services.api->assets.existing_asset_ids(
        project_id, asset_ids.subspan(begin, std::min(most, asset_ids.size() - begin)), context);
    existing.insert(found.begin(), found.end());
  }
  return existing;
}

void settle_accepted_imports(const Services& services, const std::string& project_id, ImportJournal& journal,
                             const support::CallContext& context) {
  for (const auto& [notification_id, accepted] : journal.accepted()) {
    const auto notification = wait_for_notification(services, notification_id, context);
    std::vector<std::size_t> created;
    std::vector<std::size_t> failed;
    if (notification.status == "SUCCESS") {
      for (const auto& [index, asset_id] : accepted) created.push_back(index);
    } else {
      std::vector<std::string> asset_ids;
      for (const auto& [index, asset_id] : accepted) asset_ids.push_back(asset_id);
      const auto existing = existing_of(services, project_id, asset_ids, context);
      for (const auto& [index, asset_id] : accepted) {
        (existing.contains(asset_id) ? created : failed).push_back(index);
      }
    }
    journal.settle(created, ImportJournal::State::created);
    journal.settle(failed, ImportJournal::State::failed);
  }
}

}  // namespace kili::use_cases
