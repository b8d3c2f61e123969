#include "operations.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <utility>

#include <fmt/format.h>

namespace kili::test {
namespace {

using nlohmann::json;
using sandbox::ServiceVersion;

/// Changes the state of an asset as one mention of it in a call asks for.
using ChangeByMention = std::function<void(json& asset, std::size_t mention)>;

/// Which assets a call names, possibly some of them more than once.
struct Mentions {
  std::vector<json> assets;         ///< Each once, in the order in which they are named first.
  std::vector<std::size_t> places;  ///< By mention: which of the assets.
  bool by_external_id = false;
  bool names_project = false;
  std::string project_id;

  [[nodiscard]] std::size_t size() const { return places.size(); }
  [[nodiscard]] std::vector<std::string> member(const char* key) const {
    std::vector<std::string> values;
    for (const auto place : places) values.push_back(assets[place].at(key).get<std::string>());
    return values;
  }
  [[nodiscard]] std::vector<std::string> ids() const {
    std::vector<std::string> values;
    for (const auto& asset : assets) values.push_back(asset.at("id").get<std::string>());
    return values;
  }
  /// The last mention of an asset, whose values count.
  [[nodiscard]] std::size_t last_mention(std::size_t place) const {
    std::size_t last = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (places[i] == place) last = i;
    }
    return last;
  }
};

Mentions draw_mentions(Dice& dice, const OperationTargets& targets, std::size_t most = 6) {
  const json& assets = targets.assets;
  Mentions mentions{.assets = {},
                    .places = {},
                    .by_external_id = dice.one_in(2),
                    .names_project = dice.one_in(2),
                    .project_id = targets.project_id};
  const bool all = most > 1 && dice.one_in(5);
  const std::size_t count = all ? assets.size() : 1 + dice.below(std::min(assets.size(), most));
  std::map<std::size_t, std::size_t> place_of;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t index = all ? i : dice.below(assets.size());
    const auto [found, is_new] = place_of.try_emplace(index, mentions.assets.size());
    if (is_new) mentions.assets.push_back(assets[index]);
    mentions.places.push_back(found->second);
  }
  return mentions;
}

/// Names the assets of a call in one of the two ways.
template <typename Arguments>
Arguments naming(const Mentions& mentions, bool needs_project = false) {
  Arguments arguments;
  if (mentions.by_external_id) {
    arguments.external_ids = mentions.member("externalId");
  } else {
    arguments.asset_ids = mentions.member("id");
  }
  if (mentions.by_external_id || mentions.names_project || needs_project) {
    arguments.project_id = mentions.project_id;
  }
  return arguments;
}

std::vector<Told> all_told(std::size_t count, Told told) { return std::vector<Told>(count, told); }

Told told_by_outcome(MutationOutcome outcome) {
  switch (outcome) {
    case MutationOutcome::done:
      return Told::done;
    case MutationOutcome::declined:
      return Told::declined;
    case MutationOutcome::unknown:
      return Told::unknown;
    case MutationOutcome::failed:
    case MutationOutcome::not_sent:
      break;
  }
  return Told::not_done;
}

Told told_by_outcome(ImportOutcome outcome) {
  switch (outcome) {
    case ImportOutcome::accepted:
    case ImportOutcome::created:
      return Told::done;
    case ImportOutcome::skipped:
      return Told::skipped;
    case ImportOutcome::unknown:
      return Told::unknown;
    case ImportOutcome::failed:
    case ImportOutcome::not_sent:
      break;
  }
  return Told::not_done;
}

/// What the error of a call of many assets tells: nothing was done, unless it has an outcome for each.
std::vector<Told> told_of_mutation(const Error& error, const std::vector<std::string>& ids) {
  const auto* const mutation = dynamic_cast<const MutationError*>(&error);
  if (mutation == nullptr || mutation->assets().empty()) return all_told(ids.size(), Told::not_done);
  std::vector<Told> told(ids.size(), Told::nothing);
  for (const MutatedAsset& asset : mutation->assets()) {
    const auto found = std::find(ids.begin(), ids.end(), asset.asset_id);
    if (found != ids.end())
      told[static_cast<std::size_t>(found - ids.begin())] = told_by_outcome(asset.outcome);
  }
  return told;
}

/// The same of a call of one asset, which has no outcome for each.
std::vector<Told> told_of_single(const Error& error) {
  const bool stopped = error.code() == ErrorCode::cancelled || error.code() == ErrorCode::deadline_exceeded;
  return {stopped || error.context().outcome_unknown ? Told::unknown : Told::not_done};
}

std::vector<Told> told_of_action(const AssetActionOutcome& outcome, const std::vector<std::string>& ids) {
  std::vector<Told> told(ids.size(), Told::nothing);
  const auto note = [&](const std::string& id, Told what) {
    const auto found = std::find(ids.begin(), ids.end(), id);
    if (found != ids.end()) told[static_cast<std::size_t>(found - ids.begin())] = what;
  };
  for (const auto& asset : outcome.succeeded) note(asset.asset_id, Told::done);
  for (const auto& asset : outcome.declined) note(asset.asset_id, Told::declined);
  for (const auto& failure : outcome.failed) note(failure.asset.asset_id, Told::not_done);
  return told;
}

/// What all calls of many assets have in common.
OperationCall call_of(const Mentions& mentions, std::string text, ChangeByMention change) {
  OperationCall call;
  call.names = mentions.ids();
  call.told_by = [ids = call.names](const Error& error) { return told_of_mutation(error, ids); };
  call.applies = [](const json&, std::size_t) { return true; };
  call.asked = [mentions, change = std::move(change)](const json& before, std::size_t place) {
    json asset = before;
    for (std::size_t mention = 0; mention < mentions.size(); ++mention) {
      if (mentions.places[mention] == place) change(asset, mention);
    }
    return asset;
  };
  call.text = fmt::format("{} of {}", text,
                          json(mentions.member(mentions.by_external_id ? "externalId" : "id")).dump());
  return call;
}

/// A call that returns the ids of its assets when all was done.
template <typename Method, typename Arguments>
void performs(OperationCall& call, Method method, Arguments arguments) {
  call.perform = [method, arguments = std::move(arguments), count = call.names.size()](
                     const Client& client, const CallOptions& options) {
    static_cast<void>((client.*method)(arguments, options));
    return CallReport{.told = all_told(count, Told::done)};
  };
}

/// A call that returns what became of each asset.
template <typename Method, typename Arguments>
void performs_action(OperationCall& call, Method method, Arguments arguments) {
  call.perform = [method, arguments = std::move(arguments), ids = call.names](const Client& client,
                                                                              const CallOptions& options) {
    return CallReport{.told = told_of_action((client.*method)(arguments, options), ids)};
  };
}

/// For each mention a value, or none.
template <typename Value, typename Make>
std::vector<Value> values_of(Dice& dice, std::size_t count, const Make& make) {
  std::vector<Value> values(count);
  for (auto& value : values) {
    if (dice.one_in(2)) value = make();
  }
  return values;
}

std::int32_t draw_priority(Dice& dice) { return 1 + static_cast<std::int32_t>(dice.below(1'000'000)); }

OperationCall draw_update(Dice& dice, const OperationTargets& targets) {
  const Mentions mentions = draw_mentions(dice, targets);
  const std::size_t count = mentions.size();
  auto what = naming<UpdatePropertiesInAssets>(mentions);
  const auto fraction = [&] { return static_cast<double>(dice.below(101)) / 100; };
  const auto text = [&] { return fmt::format("text {} {}", targets.mark, dice.below(1'000'000)); };
  what.priorities = values_of<std::optional<std::int32_t>>(dice, count, [&] { return draw_priority(dice); });
  if (dice.one_in(2)) what.consensus_marks = values_of<std::optional<double>>(dice, count, fraction);
  if (dice.one_in(3)) what.honeypot_marks = values_of<std::optional<double>>(dice, count, fraction);
  if (dice.one_in(3)) {
    what.is_honeypot_array = values_of<std::optional<bool>>(dice, count, [&] { return dice.one_in(2); });
  }
  if (dice.one_in(3)) what.contents = values_of<std::optional<std::string>>(dice, count, text);
  if (dice.one_in(3)) what.json_contents = values_of<std::optional<std::string>>(dice, count, text);
  if (dice.one_in(3)) {
    what.json_metadatas = values_of<Json>(dice, count, [&] {
      return Json(json{{"m", dice.below(1'000'000)}});
    });
  }
  if (dice.one_in(4)) {
    what.resolution_array = values_of<std::optional<Resolution>>(dice, count, [&] {
      return Resolution{.height = static_cast<double>(1 + dice.below(999)), .width = 640};
    });
  }
  if (dice.one_in(4)) {
    what.to_be_labeled_by_array =
        values_of<List<std::string>>(dice, count, [] { return List<std::string>{"owner@example.com"}; });
  }
  OperationCall call = call_of(mentions, "update_properties_in_assets", [what](json& asset, std::size_t i) {
    const auto set = [&](const char* key, const auto& list) {
      if (list && (*list)[i]) asset[key] = *(*list)[i];
    };
    set("priority", what.priorities);
    set("consensusMark", what.consensus_marks);
    set("honeypotMark", what.honeypot_marks);
    set("isHoneypot", what.is_honeypot_array);
    set("content", what.contents);
    set("jsonContent", what.json_contents);
    if (what.json_metadatas && !(*what.json_metadatas)[i].is_null()) {
      asset["jsonMetadata"] = (*what.json_metadatas)[i].dump();
    }
    if (what.resolution_array && (*what.resolution_array)[i]) {
      const Resolution& size = *(*what.resolution_array)[i];
      asset["resolution"] = {{"height", size.height}, {"width", size.width}};
    }
    if (what.to_be_labeled_by_array) {
      const auto& people = (*what.to_be_labeled_by_array)[i];
      asset["toBeLabeledBy"] = people ? json(*people) : json::array();
    }
  });
  performs(call, &Client::update_properties_in_assets, std::move(what));
  return call;
}

OperationCall draw_rename(Dice& dice, const OperationTargets& targets) {
  const Mentions mentions = draw_mentions(dice, targets);
  auto what = naming<ChangeAssetExternalIds>(mentions);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    names.push_back(fmt::format("name {} {} {}", targets.mark, dice.below(1'000'000), i));
  }
  what.new_external_ids = names;
  OperationCall call = call_of(mentions, "change_asset_external_ids",
                               [names](json& asset, std::size_t i) { asset["externalId"] = names[i]; });
  performs(call, &Client::change_asset_external_ids, std::move(what));
  return call;
}

/// @param adds add_metadata, else set_metadata.
template <typename Arguments>
OperationCall draw_metadata(Dice& dice, const OperationTargets& targets, bool adds,
                            std::vector<std::string> (Client::*method)(const Arguments&, const CallOptions&)
                                const) {
  const Mentions mentions = draw_mentions(dice, targets);
  auto what = naming<Arguments>(mentions, true);
  std::vector<Json> given;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    given.emplace_back(json{{"k" + std::to_string(dice.below(3)), dice.below(1'000'000)}});
  }
  what.json_metadata = given;
  OperationCall call =
      call_of(mentions, adds ? "add_metadata" : "set_metadata", [given, adds](json& asset, std::size_t i) {
        const json old = json::parse(asset.at("jsonMetadata").get<std::string>());
        json metadata = adds ? old : json::object();
        for (const char* kept : {"imageUrl", "processingParameters", "text", "url"}) {
          if (old.contains(kept)) metadata[kept] = old[kept];
        }
        metadata.update(given[i].get());
        asset["jsonMetadata"] = metadata.dump();
      });
  performs(call, method, std::move(what));
  return call;
}

OperationCall draw_deletion(Dice& dice, const OperationTargets& targets) {
  const Mentions mentions = draw_mentions(dice, targets, 3);
  OperationCall call =
      call_of(mentions, "delete_many_from_dataset", [](json& asset, std::size_t) { asset = nullptr; });
  performs_action(call, &Client::delete_many_from_dataset, naming<DeleteManyFromDataset>(mentions));
  return call;
}

bool is_one_of(const json& value, std::initializer_list<const char*> texts) {
  return std::any_of(texts.begin(), texts.end(), [&](const char* text) { return value == text; });
}

OperationCall draw_review(Dice& dice, const OperationTargets& targets) {
  const Mentions mentions = draw_mentions(dice, targets);
  OperationCall call = call_of(mentions, "add_to_review", [](json& asset, std::size_t) {
    if (asset.at("status") == "TO_REVIEW") return;
    asset["status"] = "TO_REVIEW";
    asset["stepStatus"] = "TO_DO";
  });
  call.applies = [version = targets.version](const json& before, std::size_t) {
    const json& status = before.at("status");
    return is_one_of(status, {"LABELED", "TO_REVIEW"}) ||
           (status == "REVIEWED" && version >= ServiceVersion::v26_2);
  };
  performs_action(call, &Client::add_to_review, naming<AddToReview>(mentions));
  return call;
}

OperationCall draw_requeue(Dice& dice, const OperationTargets& targets) {
  const Mentions mentions = draw_mentions(dice, targets);
  OperationCall call = call_of(mentions, "send_back_to_queue", [](json& asset, std::size_t) {
    if (asset.at("status") == "ONGOING") return;
    asset["status"] = "ONGOING";
    asset["stepStatus"] = "TO_DO";
  });
  call.applies = [](const json& before, std::size_t) { return before.at("status") != "TODO"; };
  performs_action(call, &Client::send_back_to_queue, naming<SendBackToQueue>(mentions));
  return call;
}

OperationCall draw_priorities(Dice& dice, const OperationTargets& targets) {
  const Mentions mentions = draw_mentions(dice, targets);
  auto what = naming<SetAssetsPriority>(mentions);
  what.priority = draw_priority(dice);
  OperationCall call =
      call_of(mentions, fmt::format("set_assets_priority to {}", what.priority),
              [priority = what.priority](json& asset, std::size_t) { asset["priority"] = priority; });
  call.applies = [version = targets.version](const json& before, std::size_t) {
    if (version < ServiceVersion::v26_2) return true;
    return is_one_of(before.at("status"), {"TODO", "TO_REVIEW"}) && before.at("skipped") == false &&
           before.at("stepStatus") != "SKIPPED";
  };
  performs_action(call, &Client::set_assets_priority, std::move(what));
  return call;
}

OperationCall draw_assignment(Dice& dice, const OperationTargets& targets) {
  const Mentions mentions = draw_mentions(dice, targets);
  auto what = naming<AssignAssetsToLabelers>(mentions);
  // The users that every sandbox has.
  const std::array<List<std::string>, 4> choices{{{}, {"user-1"}, {"user-2"}, {"user-1", "user-2"}}};
  std::vector<List<std::string>> people;
  for (std::size_t i = 0; i < mentions.size(); ++i) people.push_back(dice.of(choices));
  what.to_be_labeled_by_array = people;
  OperationCall call = call_of(mentions, "assign_assets_to_labelers", [people](json& asset, std::size_t i) {
    asset["assignees"] = people[i] ? json(*people[i]) : json::array();
  });
  performs_action(call, &Client::assign_assets_to_labelers, std::move(what));
  return call;
}

OperationCall draw_skip(Dice& dice, const OperationTargets& targets, SkipAction action) {
  const Mentions mentions = draw_mentions(dice, targets, 1);
  const bool skips = action == SkipAction::skip;
  SkipOrUnskip what{.action = action,
                    .asset_id = mentions.ids().front(),
                    .project_id = targets.project_id,
                    .reason = "reason " + targets.mark};
  OperationCall call = call_of(mentions, skips ? "skip" : "unskip", [skips](json& asset, std::size_t) {
    // A skipped asset that was sent back to the queue shows as skipped already, in another step.
    const bool was_skipped = asset.value("skipped", false);
    asset["skipped"] = skips;
    if (skips && was_skipped) {
      asset.erase("stepStatus");
    } else {
      asset["stepStatus"] = skips ? "SKIPPED" : "TO_DO";
    }
  });
  call.told_by = told_of_single;
  performs(call, &Client::skip_or_unskip, std::move(what));
  return call;
}

OperationCall draw_consensus(Dice& dice, const OperationTargets& targets) {
  const Mentions mentions = draw_mentions(dice, targets, 1);
  UpdateAssetConsensus what{.is_consensus = dice.one_in(2), .project_id = targets.project_id};
  if (mentions.by_external_id) {
    what.external_id = mentions.member("externalId").front();
  } else {
    what.asset_id = mentions.ids().front();
  }
  OperationCall call = call_of(mentions, "update_asset_consensus",
                               [is_consensus = what.is_consensus](json& asset, std::size_t) {
                                 asset["isUsedForConsensus"] = is_consensus;
                               });
  call.told_by = told_of_single;
  performs(call, &Client::update_asset_consensus, std::move(what));
  return call;
}

// Creations ------------------------------------------------------------------------------------------------

/// The assets that an import makes.
struct AssetsToCreate {
  std::vector<NewAsset> assets;
  std::vector<std::string> external_ids;
};

AssetsToCreate draw_new_assets(Dice& dice, const OperationTargets& targets, std::string_view content,
                               bool are_videos = false) {
  AssetsToCreate made;
  const std::size_t count = dice.one_in(6) ? 90 + dice.below(40) : 1 + dice.below(7);
  for (std::size_t i = 0; i < count; ++i) {
    NewAsset asset{.content = fmt::format("{}{}-{}", content, targets.mark, i),
                   .external_id = fmt::format("new {} {}", targets.mark, i),
                   .is_honeypot = !are_videos && dice.one_in(4)};
    if (are_videos || dice.one_in(2)) asset.json_metadata = json{{"n", dice.below(1'000'000)}};
    // The client adds it where it is absent.
    if (are_videos) asset.json_metadata = json{{"processingParameters", {{"framesPlayedPerSecond", 25}}}};
    made.external_ids.push_back(*asset.external_id);
    made.assets.push_back(std::move(asset));
  }
  return made;
}

void take_place(CallReport& report, const ImportedAsset& asset) {
  if (asset.index >= report.told.size()) return;
  report.told[asset.index] = told_by_outcome(asset.outcome);
  report.asset_ids[asset.index] = asset.asset_id;
}

CallReport report_of(const AppendResult& result, std::size_t count) {
  CallReport report{.asset_ids = std::vector<std::string>(count), .told = all_told(count, Told::nothing)};
  for (const auto& asset : result.skipped) take_place(report, asset);
  for (const auto& asset : result.accepted) take_place(report, asset);
  auto next = result.asset_ids.begin();  // those of the places that are left, in order
  for (std::size_t i = 0; i < count && next != result.asset_ids.end(); ++i) {
    if (report.told[i] != Told::nothing) continue;
    report.told[i] = Told::done;
    report.asset_ids[i] = *next++;
  }
  return report;
}

std::vector<Told> told_of_import(const Error& error, std::size_t count) {
  const auto* const import = dynamic_cast<const ImportError*>(&error);
  if (import == nullptr) return all_told(count, Told::not_done);
  CallReport report{.asset_ids = std::vector<std::string>(count), .told = all_told(count, Told::nothing)};
  for (const auto& asset : import->assets()) take_place(report, asset);
  return report.told;
}

OperationCall creating(const AssetsToCreate& made, std::string text) {
  OperationCall call;
  call.names = made.external_ids;
  call.told_by = [count = made.assets.size()](const Error& error) { return told_of_import(error, count); };
  call.applies = [](const json&, std::size_t) { return true; };
  call.asked = [assets = made.assets](const json&, std::size_t place) {
    const NewAsset& asset = assets[place];
    json members{{"externalId", *asset.external_id}, {"isHoneypot", asset.is_honeypot}};
    if (!asset.json_metadata.is_null()) members["jsonMetadata"] = asset.json_metadata.dump();
    return members;
  };
  call.text = fmt::format("{} of {} assets: {}, ...", text, made.assets.size(), made.external_ids.front());
  return call;
}

AppendManyToDataset arrays_of(const AssetsToCreate& made) {
  std::vector<Content> contents;
  std::vector<bool> honeypots;
  std::vector<Json> metadata;
  for (const auto& asset : made.assets) {
    contents.push_back(asset.content);
    honeypots.push_back(asset.is_honeypot);
    metadata.push_back(asset.json_metadata.is_null() ? Json(json::object()) : asset.json_metadata);
  }
  return {.content_array = contents,
          .external_id_array = made.external_ids,
          .is_honeypot_array = honeypots,
          .json_metadata_array = metadata};
}

OperationCall appending(const AssetsToCreate& made, const std::string& project_id,
                        AppendManyToDataset arguments, std::string text) {
  OperationCall call = creating(made, std::move(text));
  call.perform = [project_id, arguments = std::move(arguments), count = made.assets.size()](
                     const Client& client, const CallOptions& options) {
    return report_of(client.append_many_to_dataset(project_id, arguments, options), count);
  };
  return call;
}

OperationCall draw_append(Dice& dice, const OperationTargets& targets) {
  const auto made = draw_new_assets(dice, targets, "text ");
  return appending(made, targets.project_id, arrays_of(made), "append_many_to_dataset");
}

OperationCall draw_append_with_journal(Dice& dice, const OperationTargets& targets) {
  const auto made = draw_new_assets(dice, targets, "text ");
  auto arguments = arrays_of(made);
  arguments.journal = targets.folder / fmt::format("journal {}", targets.mark);
  return appending(made, targets.project_id, std::move(arguments), "append_many_to_dataset with a journal");
}

OperationCall draw_append_of_videos(Dice& dice, const OperationTargets& targets) {
  const auto made = draw_new_assets(dice, targets, "https://example.com/v.mp4?", true);
  auto arguments = arrays_of(made);
  arguments.wait_until_availability = !dice.one_in(4);
  return appending(made, targets.project_id, std::move(arguments), "append_many_to_dataset of videos");
}

OperationCall draw_append_of_range(Dice& dice, const OperationTargets& targets) {
  const auto made = draw_new_assets(dice, targets, "text ");
  OperationCall call = creating(made, "append_many_to_dataset of a range");
  call.perform = [project_id = targets.project_id, assets = made.assets](const Client& client,
                                                                         const CallOptions& options) {
    Client handle = client;
    return report_of(handle.append_many_to_dataset(project_id, assets, AppendSettings{}, options),
                     assets.size());
  };
  return call;
}

OperationCall draw_open_import(Dice& dice, const OperationTargets& targets) {
  const auto made = draw_new_assets(dice, targets, "text ");
  OperationCall call = creating(made, "open_import");
  // An import that was stopped in between takes no more, and tells nothing of what it was not given.
  const auto pushed = std::make_shared<std::atomic<std::size_t>>(0);
  call.perform = [pushed, project_id = targets.project_id, assets = made.assets,
                  settings = targets.open_import](const Client& client, const CallOptions& options) {
    *pushed = 0;
    auto import = client.open_import(project_id, settings, options);
    try {
      for (const auto& asset : assets) {
        import.push(asset);
        ++*pushed;
      }
    } catch (const Error&) {  // NOLINT(bugprone-empty-catch): close() throws what ended the import
    }
    return report_of(import.close(), assets.size());
  };
  call.told_by = [pushed, count = made.assets.size()](const Error& error) {
    auto told = told_of_import(error, count);
    for (std::size_t i = *pushed; i < count; ++i) {
      if (told[i] == Told::nothing) told[i] = Told::not_done;
    }
    return told;
  };
  return call;
}

// Queries --------------------------------------------------------------------------------------------------

/// Which assets a query is about.
struct DrawnFilter {
  AssetFilters filters{};
  std::function<bool(const json& asset)> takes = [](const json&) { return true; };
  std::string text = "all";
};

DrawnFilter draw_filter(Dice& dice, const OperationTargets& targets) {
  DrawnFilter drawn;
  switch (targets.assets.empty() ? 0 : dice.below(4)) {
    case 1: {
      const auto ids = draw_mentions(dice, targets).ids();
      drawn.filters.asset_id_in = ids;
      drawn.takes = [ids](const json& asset) {
        return std::find(ids.begin(), ids.end(), asset.at("id").get<std::string>()) != ids.end();
      };
      drawn.text = "by asset_id_in";
      break;
    }
    case 2: {
      const auto names = draw_mentions(dice, targets).member("externalId");
      drawn.filters.external_id_strictly_in = names;
      drawn.takes = [names](const json& asset) {
        return std::find(names.begin(), names.end(), asset.at("externalId").get<std::string>()) !=
               names.end();
      };
      drawn.text = "by external_id_strictly_in";
      break;
    }
    case 3: {
      drawn.filters.status_in = {AssetStatus::todo, AssetStatus::to_review};
      drawn.takes = [](const json& asset) { return is_one_of(asset.at("status"), {"TODO", "TO_REVIEW"}); };
      drawn.text = "by status_in";
      break;
    }
    default:
      break;
  }
  return drawn;
}

OperationCall querying(const DrawnFilter& filter, std::string text) {
  OperationCall call;
  call.told_by = [](const Error&) { return std::vector<Told>(); };
  call.applies = [](const json&, std::size_t) { return false; };
  call.asked = [](const json& before, std::size_t) { return before; };
  call.selects = [takes = filter.takes](const json& assets) {
    std::vector<std::string> ids;
    for (const auto& asset : assets) {
      if (takes(asset)) ids.push_back(asset.at("id").get<std::string>());
    }
    return ids;
  };
  call.text = fmt::format("{} {}", text, filter.text);
  return call;
}

OperationCall draw_count(Dice& dice, const OperationTargets& targets) {
  const DrawnFilter filter = draw_filter(dice, targets);
  OperationCall call = querying(filter, "count_assets");
  call.perform = [project_id = targets.project_id, filters = filter.filters](const Client& client,
                                                                             const CallOptions& options) {
    return CallReport{.counted = client.count_assets(project_id, filters, options)};
  };
  return call;
}

AssetsArguments draw_listing_arguments(Dice& dice) {
  AssetsArguments how;
  how.fields = {"id", "externalId", "status", "priority"};
  if (dice.one_in(2)) how.page_size = 1 + dice.below(20);
  how.prefetch = dice.below(4);
  return how;
}

OperationCall draw_listing(Dice& dice, const OperationTargets& targets) {
  const DrawnFilter filter = draw_filter(dice, targets);
  OperationCall call = querying(filter, "assets");
  call.perform = [project_id = targets.project_id, filters = filter.filters,
                  how = draw_listing_arguments(dice)](const Client& client, const CallOptions& options) {
    CallReport report;
    for (const Asset& asset : client.assets(project_id, filters, how, options)) {
      report.listed.emplace_back(asset.id());
    }
    return report;
  };
  return call;
}

OperationCall draw_table(Dice& dice, const OperationTargets& targets) {
  const DrawnFilter filter = draw_filter(dice, targets);
  OperationCall call = querying(filter, "assets as a table");
  call.perform = [project_id = targets.project_id, filters = filter.filters,
                  how = draw_listing_arguments(dice)](const Client& client, const CallOptions& options) {
    CallReport report;
    const Table table = client.assets(project_id, filters, how, options).to_table();
    for (std::size_t row = 0; row < table.row_count(); ++row) {
      report.listed.push_back(table.record(row).get().at("id").get<std::string>());
    }
    return report;
  };
  return call;
}

/// Contents that are no URLs stay as they are; those of the service are downloaded.
OperationCall draw_download(Dice& dice, const OperationTargets& targets) {
  const DrawnFilter filter = draw_filter(dice, targets);
  OperationCall call = querying(filter, "assets with media");
  AssetsArguments how = draw_listing_arguments(dice);
  how.fields = {"id", "externalId", "content", "jsonContent"};
  how.download_media = true;
  how.local_media_dir = targets.folder / "media";
  call.perform = [project_id = targets.project_id, filters = filter.filters, how](
                     const Client& client, const CallOptions& options) {
    CallReport report;
    for (const Asset& asset : client.assets(project_id, filters, how, options).to_vector()) {
      report.listed.emplace_back(asset.id());
    }
    return report;
  };
  return call;
}

std::vector<Operation> make_operations() {
  using enum OperationKind;
  // What all methods send that name assets by external ids, or that learn the project of an outcome.
  const std::vector<std::string_view> look_ups{"assets", "countAssets", "projects"};
  const auto with_look_ups = [&](std::vector<std::string_view> sent) {
    sent.insert(sent.end(), look_ups.begin(), look_ups.end());
    return sent;
  };
  const std::vector<std::string_view> append{
      "appendManyAssets",     "assets",        "countAssets", "createUploadBucketSignedUrls",
      "filterExistingAssets", "organizations", "projects",    "viewer"};
  std::vector<std::string_view> append_asynchronously = append;
  append_asynchronously.insert(
      append_asynchronously.end(),
      {"appendManyAssetsAsynchronously", "appendManyFramesToDatasetAsynchronously", "notifications"});
  const std::vector<std::string_view> listing{"assets", "countAssetAnnotations", "countAssets", "projects"};
  return {
      {"assets", "range", query, "", listing, draw_listing},
      {"assets", "table", query, "", listing, draw_table},
      {"assets", "with media", query, "", listing, draw_download},
      {"count_assets", "", query, "", {"countAssets", "projects"}, draw_count},
      {"append_many_to_dataset", "arrays", creation, "TEXT", append, draw_append},
      {"append_many_to_dataset", "asynchronous", creation, "VIDEO", append_asynchronously,
       draw_append_of_videos},
      {"append_many_to_dataset", "journal", creation, "TEXT", append, draw_append_with_journal},
      {"append_many_to_dataset", "range", creation, "TEXT", append, draw_append_of_range},
      {"open_import", "", creation, "TEXT", append, draw_open_import},
      {"update_properties_in_assets", "", absolute_change, "", with_look_ups({"updatePropertiesInAssets"}),
       draw_update},
      {"change_asset_external_ids", "", absolute_change, "", with_look_ups({"updatePropertiesInAssets"}),
       draw_rename},
      {"add_metadata", "", absolute_change, "", with_look_ups({"updatePropertiesInAssets"}),
       [](Dice& dice, const OperationTargets& targets) {
         return draw_metadata<AddMetadata>(dice, targets, true, &Client::add_metadata);
       }},
      {"set_metadata", "", absolute_change, "", with_look_ups({"updatePropertiesInAssets"}),
       [](Dice& dice, const OperationTargets& targets) {
         return draw_metadata<SetMetadata>(dice, targets, false, &Client::set_metadata);
       }},
      {"delete_many_from_dataset", "", deletion, "", with_look_ups({"deleteAssets", "deleteManyFromDataset"}),
       draw_deletion},
      {"add_to_review", "", action, "", with_look_ups({"addAssetsToReview", "addAllLabeledAssetsToReview"}),
       draw_review},
      {"send_back_to_queue", "", action, "",
       with_look_ups({"sendAssetsBackToQueue", "sendBackAssetsToQueue"}), draw_requeue},
      {"set_assets_priority", "", action, "",
       with_look_ups({"setAssetsPriority", "updatePropertiesInAssets"}), draw_priorities},
      {"assign_assets_to_labelers", "", action, "", with_look_ups({"assignAssets", "assignAssetsToLabelers"}),
       draw_assignment},
      {"skip_or_unskip", "skip", absolute_change, "", with_look_ups({"skipAsset"}),
       [](Dice& dice, const OperationTargets& targets) {
         return draw_skip(dice, targets, SkipAction::skip);
       }},
      {"skip_or_unskip", "unskip", absolute_change, "", with_look_ups({"unskipAsset"}),
       [](Dice& dice, const OperationTargets& targets) {
         return draw_skip(dice, targets, SkipAction::unskip);
       }},
      {"update_asset_consensus", "", absolute_change, "", with_look_ups({"setAssetConsensus"}),
       draw_consensus},
  };
}

/// Metadata as JSON, so that the order of their keys does not count.
json with_parsed_metadata(json members) {
  const auto metadata = members.find("jsonMetadata");
  if (metadata != members.end() && metadata->is_string()) {
    *metadata = json::parse(metadata->get_ref<const std::string&>());
  }
  return members;
}

}  // namespace

std::string_view to_string(Told told) noexcept {
  constexpr std::array<std::string_view, 6> names{"nothing", "done",     "declined",
                                                  "skipped", "not done", "unknown"};
  return names.at(static_cast<std::size_t>(told));
}

const std::vector<Operation>& operations() {
  static const std::vector<Operation> all = make_operations();
  return all;
}

std::vector<Operation> operations_of_modules() {
  std::vector<Operation> all;
  for (const ModuleOperation& operation : module_operations()) {
    all.push_back({.method = operation.method,
                   .variant = operation.variant,
                   .kind = OperationKind::action,
                   .input_type = "IMAGE",
                   .service_operations = operation.service_operations,
                   .draw =
                       [&operation](Dice&, const OperationTargets& targets) {
                         OperationCall call;
                         call.told_by = [](const Error&) { return std::vector<Told>(); };
                         call.text = name_of(operation);
                         call.perform = [&operation, modules = targets.modules](const Client& client,
                                                                                const CallOptions& options) {
                           operation.perform(client, options, modules);
                           return CallReport();
                         };
                         return call;
                       },
                   .needs_modules = true});
  }
  return all;
}

std::vector<Operation> operations_of_all_modules() {
  std::vector<Operation> all = operations();
  for (Operation& operation : operations_of_modules()) all.push_back(std::move(operation));
  return all;
}

std::string name_of(const Operation& operation) {
  return operation.variant.empty() ? std::string(operation.method)
                                   : fmt::format("{} ({})", operation.method, operation.variant);
}

CallReport carry_out(const OperationCall& call, const Client& client, const CallOptions& options) {
  try {
    return call.perform(client, options);
  } catch (const Error& error) {
    CallReport report{.error = error.what(),
                      .error_code = error.code(),
                      .error_type = std::string(error.type()),
                      .told = call.told_by(error)};
    if (const auto* const import = dynamic_cast<const ImportError*>(&error)) {
      report.asset_ids.resize(call.names.size());
      for (const auto& asset : import->assets()) report.asset_ids.at(asset.index) = asset.asset_id;
    }
    return report;
  }
}

bool has_members(const json& asset, const json& members) {
  if (asset.is_null() || members.is_null()) return asset.is_null() && members.is_null();
  const json have = with_parsed_metadata(asset);
  const json wanted = with_parsed_metadata(members);
  return std::all_of(wanted.items().begin(), wanted.items().end(), [&](const auto& member) {
    return have.contains(member.key()) && have.at(member.key()) == member.value();
  });
}

}  // namespace kili::test
