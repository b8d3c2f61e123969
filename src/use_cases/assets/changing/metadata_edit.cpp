#include "use_cases/assets/changing/metadata_edit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <numeric>
#include <optional>
#include <stdexcept>

#include "engine/chunks.hpp"
#include "kili/errors.hpp"
#include "support/immortal.hpp"
#include "support/json_members.hpp"
#include "support/json_text.hpp"
#include "support/shown_text.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/assets/changing/asset_batches.hpp"

namespace kili::use_cases {
namespace {

using nlohmann::json;
using support::JsonMembers;

/// What the service keeps for itself in the metadata.
const std::vector<std::string_view>& keys_of_the_service() {
  static const auto& keys =
      support::immortal(std::vector<std::string_view>{"text", "imageUrl", "url", "processingParameters"});
  return keys;
}

/// The metadata of an asset; nothing when they are not a JSON object.
std::optional<JsonMembers> members_of(const std::string& text) {
  return text.empty() ? JsonMembers() : JsonMembers::read(text);
}

bool same_text_value(const std::string* actual, const std::string& wanted) {
  return actual != nullptr && support::is_same_json(*actual, wanted);
}

void check_metadata(const List<Json>& given) {
  for (std::size_t i = 0; i < given.size(); ++i) {
    const json& value = (*given)[i].get();
    if (!value.is_object()) {
      refuse_element("json_metadata", i,
                     fmt::format("is {}; give a JSON object",
                                 value.is_null() ? "absent" : fmt::format("a {}", value.type_name())));
    }
    try {
      static_cast<void>(support::spaced_ascii_json(value));
    } catch (const std::invalid_argument& error) {
      refuse_element("json_metadata", i, fmt::format("cannot be written as JSON: {}", error.what()));
    }
  }
}

/// @throws NotFoundError naming the assets that the project does not have.
void check_existence(const Resources& resources, const SelectedAssets& assets, std::string_view project_id,
                     const support::CallContext& context) {
  std::mutex mutex;
  engine::ItemIndexes missing;
  engine::for_each_chunk(resources, context, assets.size(), {.size = api::AssetsApi::asset_ids_per_request},
                         [&](const engine::Chunk& chunk, const support::CallContext& inner) {
                           engine::ItemIndexes positions(chunk.end - chunk.begin);
                           std::iota(positions.begin(), positions.end(), chunk.begin);
                           const auto existing = resources.api->assets.existing_asset_ids(
                               project_id, assets.ids_at(positions), inner);
                           const auto absent = assets.missing_from(existing, positions);
                           const std::scoped_lock lock(mutex);
                           missing.insert(missing.end(), absent.begin(), absent.end());
                         });
  if (missing.empty()) return;
  std::sort(missing.begin(), missing.end());
  const std::vector<std::string> names = assets.ids_at(missing);
  throw NotFoundError(
      fmt::format("asset_ids: project {} does not have these assets: {}; check them, nothing was changed",
                  project_id, named_in_message(names)));
}

}  // namespace

MetadataMutation::MetadataById MetadataMutation::read(const engine::ItemIndexes& positions,
                                                      const support::CallContext& context) const {
  return resources_.api->assets.metadata_texts(project_id_, assets_.ids_at(positions), context);
}

MetadataMembers MetadataMutation::wanted(std::size_t position) const {
  const auto mentions = assets_.mentions(position);
  // Adding twice adds both, replacing twice leaves the last.
  const auto counted = edit_ == MetadataEdit::add ? mentions : mentions.last(1);
  MetadataMembers members;
  const auto append = [&members](const auto& metadata) {
    for (const auto& [key, value] : metadata.items()) {
      members.emplace_back(key, support::spaced_ascii_json(value));
    }
  };
  for (const std::size_t mention : counted) {
    const Json& metadata = given_[mention];
    // In the order in which they were given, where the value keeps it.
    if (metadata.ordered() != nullptr) {
      append(*metadata.ordered());
    } else {
      append(metadata.get());
    }
  }
  return members;
}

std::size_t MetadataMutation::bytes_of(std::size_t position) const {
  const auto mentions = assets_.mentions(position);
  const auto counted = edit_ == MetadataEdit::add ? mentions : mentions.last(1);
  std::size_t bytes = 0;
  for (const std::size_t mention : counted) bytes += support::spaced_ascii_size(given_[mention].get());
  return bytes;
}

std::string MetadataMutation::edited(std::size_t position, const std::string& metadata) const {
  auto members = members_of(metadata);
  if (!members && edit_ == MetadataEdit::add) {
    throw MutationError(
        fmt::format("the metadata of asset {} are not a JSON object, so that nothing can be added to them; "
                    "replace them with set_metadata()",
                    support::shown_text(assets_.ids()[position])));
  }
  if (!members) members.emplace();
  if (edit_ == MetadataEdit::replace) members->keep_only(keys_of_the_service());
  for (auto& [key, value] : wanted(position)) members->set(key, std::move(value));
  return members->text();
}

engine::ItemIndexes MetadataMutation::send(const engine::ItemIndexes& positions,
                                           const support::CallContext& context) {
  // What is added to must have what was added a moment ago.
  resources_.changes->wait_until_shown(assets_.ids_at(positions), *resources_.clock, context);
  const auto records = read(positions, context);
  const auto now = resources_.clock->now();
  std::vector<std::string> ids;
  std::vector<std::string> texts;
  std::vector<api::AssetChange> changes;
  for (const std::size_t position : positions) {
    const std::string& id = assets_.ids()[position];
    const auto record = records.find(id);
    if (record == records.end()) {
      throw MutationError(fmt::format("asset {} is not in project {} any more", support::shown_text(id),
                                      support::shown_text(project_id_)));
    }
    ids.push_back(id);
    texts.push_back(edited(position, resources_.metadata->current(id, record->second, now)));
    changes.push_back({.json_metadata = texts.back()});
  }
  auto unconfirmed = assets_.missing_from(update(ids, changes, context), positions);
  for (std::size_t i = 0; i < positions.size(); ++i) {
    if (std::binary_search(unconfirmed.begin(), unconfirmed.end(), positions[i])) continue;
    resources_.metadata->note(ids[i], records.at(ids[i]), texts[i], resources_.clock->now());
  }
  return unconfirmed;
}

std::vector<std::string> MetadataMutation::update(const std::vector<std::string>& ids,
                                                  const std::vector<api::AssetChange>& changes,
                                                  const support::CallContext& context) const {
  try {
    return resources_.api->assets.update_properties_in_assets(ids, changes, context);
  } catch (const Error& error) {
    // It may have been done: until a read must show it, the next edit would add to the metadata of before.
    if (error.context().outcome_unknown) resources_.changes->note_unread_change(resources_.clock->now());
    throw;
  }
}

engine::ItemIndexes MetadataMutation::not_yet_done(const engine::ItemIndexes& positions,
                                                   const support::CallContext& context) {
  const auto records = read(positions, context);
  engine::ItemIndexes left;
  for (const std::size_t position : positions) {
    const auto record = records.find(assets_.ids()[position]);
    const auto members = record == records.end() ? std::nullopt : members_of(record->second);
    const auto given = wanted(position);
    const auto is_there = [&](const auto& member) {
      return same_text_value(members->find(member.first), member.second);
    };
    bool done = members && std::all_of(given.begin(), given.end(), is_there);
    if (done && edit_ == MetadataEdit::replace) {
      done = support::is_same_json(edited(position, record->second), members->text());
    }
    if (!done) left.push_back(position);
  }
  return left;
}

std::vector<std::string> edit_metadata(const Resources& resources, const AssetIdentifiers& identifiers,
                                       const List<Json>& json_metadata, MetadataEdit edit,
                                       const support::CallContext& context) {
  if (!json_metadata) {
    throw MissingArgumentError("json_metadata is not given; give a JSON object for each asset");
  }
  if (json_metadata->empty()) {
    warn_did_nothing(context.method_name, "json_metadata", resources.log);
    return {};
  }
  if (identifiers.both_given() || identifiers.none_given()) {
    throw MissingArgumentError("name the assets either by asset_ids or by external_ids");
  }
  check_given("project_id", identifiers.project_id);
  if (names_no_assets(context.method_name, identifiers, resources.log)) return {};
  check_identifiers(identifiers);
  check_length("json_metadata", json_metadata.size(), identifiers.size());
  check_metadata(json_metadata);
  const SelectedAssets assets = select_assets(resources, identifiers, context);
  if (identifiers.asset_ids) check_existence(resources, assets, identifiers.project_id, context);
  MetadataMutation mutation(resources, assets, identifiers.project_id, *json_metadata, edit);
  support::CallProgress progress(context, resources.clock, "Changing assets", assets.size(),
                                 support::TerminalBar::hidden);
  AssetBatches batches(resources, assets, context);
  batches.run(mutation, {.bytes_of = [&](std::size_t position) { return mutation.bytes_of(position); },
                         .progress = &progress});
  batches.wait_until_shown(mutation);
  return assets.as_given();
}

}  // namespace kili::use_cases
