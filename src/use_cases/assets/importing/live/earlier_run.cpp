#include "use_cases/assets/importing/live/earlier_run.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <vector>

#include "use_cases/assets/importing/check/existing_assets.hpp"

namespace kili::use_cases {

void settle_what_was_sent_earlier(const Resources& resources, const std::string& project_id,
                                  ImportJournal& journal, const support::CallContext& context) {
  const auto sent = journal.sent();
  if (sent.empty()) return;
  std::vector<std::string> asset_ids;
  asset_ids.reserve(sent.size());
  for (const auto& [index, asset_id] : sent) asset_ids.push_back(asset_id);
  const auto existing = existing_asset_ids(resources, project_id, asset_ids, context);
  std::vector<std::size_t> created;
  for (const auto& [index, asset_id] : sent) {
    if (existing.contains(asset_id)) created.push_back(index);
  }
  journal.settle(created, ImportJournal::State::created);
  const std::size_t missing = sent.size() - created.size();
  if (missing == 0) return;
  resources.log.warn(fmt::format(
      "journal: an earlier run was about to send {} assets that are not in the project; push them "
      "again, under the same external ids, to import them",
      missing));
}

}  // namespace kili::use_cases
