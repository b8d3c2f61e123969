#include "use_cases/assets/changing/selected_assets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <mutex>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "engine/chunks.hpp"
#include "kili/errors.hpp"
#include "support/shown_text.hpp"
#include "use_cases/argument_checks.hpp"

namespace kili::use_cases {
namespace {

void check_ids(const List<std::string>& ids, std::string_view argument) {
  check_texts(argument, ids);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if ((*ids)[i].empty()) refuse_element(argument, i, "is empty; give the id of an asset");
  }
}

using IdsByExternalId = std::unordered_map<std::string, std::vector<std::string>>;

IdsByExternalId look_up(const Resources& resources, std::string_view project_id,
                        const std::vector<std::string>& external_ids, const support::CallContext& context) {
  IdsByExternalId found;
  std::mutex mutex;
  engine::for_each_chunk(
      resources, context, external_ids.size(), {.size = api::AssetsApi::external_ids_per_request},
      [&](const engine::Chunk& chunk, const support::CallContext& inner) {
        const auto assets = resources.api->assets.assets_by_external_id(
            project_id, std::span(external_ids).subspan(chunk.begin, chunk.end - chunk.begin), inner);
        const std::scoped_lock lock(mutex);
        for (const auto& asset : assets) {
          auto& ids = found[asset.external_id];
          // Pages may overlap when assets are added or deleted meanwhile.
          if (std::find(ids.begin(), ids.end(), asset.id) == ids.end()) ids.push_back(asset.id);
        }
      });
  return found;
}

std::vector<std::string> resolve(const Resources& resources, const AssetIdentifiers& identifiers,
                                 const support::CallContext& context) {
  const auto& external_ids = *identifiers.external_ids;
  std::vector<std::string> distinct;
  std::unordered_set<std::string_view> seen;
  for (const auto& external_id : external_ids) {
    if (seen.insert(external_id).second) distinct.push_back(external_id);
  }
  const auto found = look_up(resources, identifiers.project_id, distinct, context);
  std::vector<std::string> unknown;
  std::vector<std::string> ambiguous;
  for (const auto& external_id : distinct) {
    const auto ids = found.find(external_id);
    if (ids == found.end()) {
      unknown.push_back(external_id);
    } else if (ids->second.size() > 1) {
      ambiguous.push_back(external_id);
    }
  }
  if (!unknown.empty()) {
    throw NotFoundError(fmt::format(
        "external_ids: project {} has no assets with these external ids: {}; check them, nothing was changed",
        identifiers.project_id, named_in_message(unknown)));
  }
  if (!ambiguous.empty()) {
    throw NotFoundError(fmt::format(
        "external_ids: project {} has several assets with each of these external ids: {}; name the assets by "
        "asset_ids, nothing was changed",
        identifiers.project_id, named_in_message(ambiguous)));
  }
  std::vector<std::string> ids;
  ids.reserve(external_ids.size());
  for (const auto& external_id : external_ids) ids.push_back(found.at(external_id).front());
  return ids;
}

}  // namespace

SelectedAssets::SelectedAssets(std::vector<std::string> given) {
  std::unordered_map<std::string_view, std::size_t> positions;
  std::vector<std::size_t> position_of(given.size());
  std::vector<std::size_t> firsts;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const auto [entry, added] = positions.try_emplace(given[i], firsts.size());
    if (added) firsts.push_back(i);
    position_of[i] = entry->second;
  }
  begins_.assign(firsts.size() + 1, 0);
  for (const std::size_t position : position_of) ++begins_[position + 1];
  for (std::size_t i = 1; i < begins_.size(); ++i) begins_[i] += begins_[i - 1];
  mentions_.resize(given.size());
  auto next = begins_;
  for (std::size_t i = 0; i < given.size(); ++i) mentions_[next[position_of[i]]++] = i;
  positions.clear();  // its keys point into what moves now
  ids_.reserve(firsts.size());
  for (const std::size_t first : firsts) ids_.push_back(std::move(given[first]));
}

void SelectedAssets::reorder(std::span<const std::size_t> order) {
  std::vector<std::size_t> begins{0};
  begins.reserve(begins_.size());
  std::vector<std::string> ids;
  ids.reserve(ids_.size());
  std::vector<std::size_t> all_mentions;
  all_mentions.reserve(mentions_.size());
  for (const std::size_t position : order) {
    ids.push_back(std::move(ids_[position]));
    const auto named = mentions(position);
    all_mentions.insert(all_mentions.end(), named.begin(), named.end());
    begins.push_back(all_mentions.size());
  }
  begins_ = std::move(begins);
  ids_ = std::move(ids);
  mentions_ = std::move(all_mentions);
}

std::span<const std::size_t> SelectedAssets::mentions(std::size_t position) const noexcept {
  return std::span(mentions_).subspan(begins_[position], begins_[position + 1] - begins_[position]);
}

std::vector<std::string> SelectedAssets::ids_at(const engine::ItemIndexes& positions) const {
  std::vector<std::string> ids;
  ids.reserve(positions.size());
  for (const std::size_t position : positions) ids.push_back(ids_[position]);
  return ids;
}

engine::ItemIndexes SelectedAssets::missing_from(const std::vector<std::string>& ids,
                                                 const engine::ItemIndexes& positions) const {
  return missing_from(std::unordered_set<std::string>(ids.begin(), ids.end()), positions);
}

engine::ItemIndexes SelectedAssets::present_in(const std::vector<std::string>& ids,
                                               const engine::ItemIndexes& positions) const {
  const std::unordered_set<std::string_view> present(ids.begin(), ids.end());
  engine::ItemIndexes found;
  std::copy_if(positions.begin(), positions.end(), std::back_inserter(found),
               [&](std::size_t position) { return present.contains(ids_[position]); });
  return found;
}

std::vector<std::string> SelectedAssets::as_given() const {
  std::vector<std::string> given(mentions_.size());
  for (std::size_t position = 0; position < ids_.size(); ++position) {
    for (const std::size_t index : mentions(position)) given[index] = ids_[position];
  }
  return given;
}

void warn_did_nothing(std::string_view method, std::string_view argument, const support::MessageLog& log) {
  log.warn(
      fmt::format("Method '{}' did nothing because the following argument is empty: {}.", method, argument));
}

bool names_no_assets(std::string_view method, const AssetIdentifiers& identifiers,
                     const support::MessageLog& log) {
  bool names_none = false;
  for (const auto& [argument, list] : {std::pair("asset_ids", &identifiers.asset_ids),
                                       std::pair("external_ids", &identifiers.external_ids)}) {
    if (!list->has_value() || list->has_elements()) continue;
    warn_did_nothing(method, argument, log);
    names_none = true;
  }
  return names_none;
}

void check_identifiers(const AssetIdentifiers& identifiers) {
  if (identifiers.both_given()) {
    throw IncompatibleArgumentsError(
        "asset_ids and external_ids are given together; name the assets by one of them");
  }
  if (identifiers.none_given() || (identifiers.external_ids && identifiers.project_id.empty())) {
    throw MissingArgumentError(
        "The assets are not named; give asset_ids, or external_ids together with project_id");
  }
  check_ids(identifiers.asset_ids, "asset_ids");
  check_ids(identifiers.external_ids, "external_ids");
}

SelectedAssets select_assets(const Resources& resources, const AssetIdentifiers& identifiers,
                             const support::CallContext& context) {
  return SelectedAssets(identifiers.asset_ids ? *identifiers.asset_ids
                                              : resolve(resources, identifiers, context));
}

std::string named_in_message(std::span<const std::string> names) { return support::shown_list(names); }

}  // namespace kili::use_cases
