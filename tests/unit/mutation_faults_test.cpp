// Random mixes of mutations under random faults, against a model of what they mean: whatever is lost on the
// way, the state is what the outcome of the call says.

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "in_process_sandbox.hpp"
#include "seeds.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

constexpr std::size_t calls_per_seed = 5;
constexpr const char* statuses[] = {"TODO", "ONGOING", "LABELED", "TO_REVIEW", "REVIEWED"};

using State = std::vector<json>;  ///< By position; null: deleted.
/// What a call makes of an asset that it names at this place.
using Change = std::function<void(json& asset, std::size_t place)>;

struct Call {
  std::string method{};
  std::vector<std::size_t> targets{};  ///< Positions, possibly repeated.
  Change change{};
  std::function<void(const Client&, const CallOptions&)> run{};
  bool single = false;
};

/// The members of an asset that are compared.
json essence(const json& asset) {
  json members = json::object();
  for (const char* key :
       {"assignees", "consensusMark", "content", "externalId", "honeypotMark", "id", "isHoneypot",
        "isUsedForConsensus", "priority", "skipped", "status", "toBeLabeledBy"}) {
    members[key] = asset[key];
  }
  members["jsonMetadata"] = json::parse(asset["jsonMetadata"].get<std::string>());
  return members;
}

class Game {
 public:
  explicit Game(std::uint64_t seed)
      : random_(seed), version_(static_cast<sandbox::ServiceVersion>(below(3))), world_(sandbox_.handler()) {
    sandbox_.use_clock(world_.clock);
    const std::size_t count = chance(0.04) ? 90 + below(60) : 2 + below(8);
    json assets = json::array();
    for (std::size_t i = 0; i < count; ++i) {
      assets.push_back({{"externalId", "asset_" + std::to_string(i)},
                        {"content", "c" + std::to_string(i)},
                        {"jsonMetadata", json{{"a", i}, {"url", "u"}}.dump()},
                        {"status", statuses[below(5)]}});
    }
    ids_ = sandbox_.add_assets(assets);
    model_ = actual();
    const double probabilities[] = {0.0, 0.1, 0.3, 0.5};
    fault_probability_ = probabilities[below(4)];
    sandbox_.set_faults([this](const std::string&) { return next_fault(); });
    client_.emplace(world_.client({.calls_per_minute = 0}));
  }

  void play() {
    for (std::size_t i = 0; i < calls_per_seed; ++i) {
      if (living().empty()) return;
      play(random_call());
    }
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }
  bool chance(double probability) { return std::uniform_real_distribution<double>{}(random_) < probability; }

  /// Called under the sandbox's lock, from several threads: has its own randomness.
  RequestFault next_fault() {
    if (std::uniform_real_distribution<double>{}(fault_random_) >= fault_probability_)
      return RequestFault::none;
    constexpr RequestFault kinds[] = {RequestFault::before,
                                      RequestFault::after,
                                      RequestFault::late,
                                      RequestFault::garbage,
                                      RequestFault::unavailable,
                                      RequestFault::internal_error,
                                      RequestFault::too_many_requests,
                                      RequestFault::refused,
                                      RequestFault::refused_for_a_while};
    return kinds[fault_random_() % std::size(kinds)];
  }

  State actual() const {
    State state(ids_.size());
    const json assets = sandbox_.state();
    std::map<std::string, json> by_id;
    for (const auto& asset : assets) by_id[asset["id"]] = essence(asset);
    for (std::size_t i = 0; i < ids_.size(); ++i) {
      const auto found = by_id.find(ids_[i]);
      if (found != by_id.end()) state[i] = found->second;
    }
    return state;
  }
  std::vector<std::size_t> living() const {
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i < model_.size(); ++i) {
      if (!model_[i].is_null()) positions.push_back(i);
    }
    return positions;
  }
  std::vector<std::size_t> some_targets() {
    const auto alive = living();
    const std::size_t count = chance(0.2) ? alive.size() : 1 + below(std::min<std::size_t>(alive.size(), 6));
    std::vector<std::size_t> targets;
    for (std::size_t i = 0; i < count; ++i) {
      targets.push_back(count == alive.size() ? alive[i] : alive[below(alive.size())]);
    }
    std::shuffle(targets.begin(), targets.end(), random_);
    return targets;
  }
  std::vector<std::string> ids_of(const std::vector<std::size_t>& targets) const {
    std::vector<std::string> ids;
    for (const auto target : targets) ids.push_back(ids_[target]);
    return ids;
  }

  /// Names the targets of a call in one of the two ways.
  template <typename What>
  void name_assets(What& what, const std::vector<std::size_t>& targets, bool needs_project = false) {
    if (chance(0.5)) {
      what.asset_ids = ids_of(targets);
      if (needs_project || chance(0.5)) what.project_id = sandbox_.project_id();
    } else {
      std::vector<std::string> names;
      for (const auto target : targets) names.push_back(model_[target]["externalId"]);
      what.external_ids = names;
      what.project_id = sandbox_.project_id();
    }
  }

  Call random_call() {
    switch (below(11)) {
      case 0:
      case 1:
        return update();
      case 2:
        return rename();
      case 3:
        return erase();
      case 4:
        return move(true);
      case 5:
        return move(false);
      case 6:
        return metadata();
      case 7:
        return assign();
      case 8:
        return skip();
      case 9:
        return prioritize();
      default:
        return consensus();
    }
  }

  Call update() {
    Call call{.method = "update", .targets = some_targets()};
    const std::size_t count = call.targets.size();
    UpdatePropertiesInAssets what;
    name_assets(what, call.targets);
    std::vector<std::optional<std::int32_t>> priorities(count);
    std::vector<std::optional<double>> marks(count);
    std::vector<std::optional<bool>> honeypots(count);
    std::vector<std::optional<std::string>> contents(count);
    std::vector<Json> metadata(count);
    std::vector<List<std::string>> labelers(count);
    for (std::size_t i = 0; i < count; ++i) {
      if (chance(0.7)) priorities[i] = static_cast<std::int32_t>(++counter_);
      if (chance(0.5)) marks[i] = static_cast<double>(below(101)) / 100;
      if (chance(0.5)) honeypots[i] = chance(0.5);
      if (chance(0.5)) contents[i] = "content " + std::to_string(++counter_);
      if (chance(0.5)) metadata[i] = json{{"m", ++counter_}};
      if (chance(0.5)) labelers[i] = {"owner@example.com"};
    }
    what.priorities = priorities;
    if (chance(0.5)) what.consensus_marks = marks;
    if (chance(0.5)) what.is_honeypot_array = honeypots;
    if (chance(0.5)) what.contents = contents;
    if (chance(0.5)) what.json_metadatas = metadata;
    if (chance(0.3)) what.to_be_labeled_by_array = labelers;
    call.change = [what](json& asset, std::size_t place) {
      const auto set = [&](const char* key, const auto& list) {
        if (list && (*list)[place]) asset[key] = *(*list)[place];
      };
      set("priority", what.priorities);
      set("consensusMark", what.consensus_marks);
      set("isHoneypot", what.is_honeypot_array);
      set("content", what.contents);
      if (what.json_metadatas && !(*what.json_metadatas)[place].is_null()) {
        asset["jsonMetadata"] = (*what.json_metadatas)[place].get();
      }
      if (what.to_be_labeled_by_array) {
        const auto& people = (*what.to_be_labeled_by_array)[place];
        asset["toBeLabeledBy"] = people ? json(*people) : json::array();
      }
    };
    call.run = [what, ids = ids_of(call.targets)](const Client& client, const CallOptions& options) {
      const auto result = client.update_properties_in_assets(what, options);
      CHECK(result == ids);
    };
    return call;
  }

  Call rename() {
    Call call{.method = "rename", .targets = some_targets()};
    ChangeAssetExternalIds what;
    name_assets(what, call.targets);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < call.targets.size(); ++i)
      names.push_back("name_" + std::to_string(++counter_));
    what.new_external_ids = names;
    call.change = [names](json& asset, std::size_t place) { asset["externalId"] = names[place]; };
    call.run = [what, ids = ids_of(call.targets)](const Client& client, const CallOptions& options) {
      const auto result = client.change_asset_external_ids(what, options);
      CHECK(result == ids);
    };
    return call;
  }

  /// The ids of the targets, each once, in the order in which they are named first.
  std::vector<std::string> distinct_ids(const std::vector<std::size_t>& targets) const {
    std::vector<std::string> ids;
    for (const auto& id : ids_of(targets)) {
      if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    }
    return ids;
  }
  void check_project(const AssetActionOutcome& outcome, bool was_named) const {
    const bool may_be_unknown = fault_probability_ > 0 && !was_named;
    CHECK((outcome.id == sandbox_.project_id() || (may_be_unknown && outcome.id.empty())));
  }

  Call erase() {
    Call call{.method = "delete", .targets = some_targets()};
    DeleteManyFromDataset what;
    name_assets(what, call.targets);
    call.change = [](json& asset, std::size_t) { asset = nullptr; };
    call.run = [this, what, ids = distinct_ids(call.targets)](const Client& client,
                                                              const CallOptions& options) {
      const auto outcome = client.delete_many_from_dataset(what, options);
      CHECK(outcome.asset_ids == ids);
      check_project(outcome, what.project_id.has_value());
    };
    return call;
  }

  Call move(bool to_review) {
    Call call{.method = to_review ? "review" : "requeue", .targets = some_targets()};
    AddToReview review;
    name_assets(review, call.targets);
    SendBackToQueue queue{
        .asset_ids = review.asset_ids, .external_ids = review.external_ids, .project_id = review.project_id};
    const std::string target = to_review ? "TO_REVIEW" : "ONGOING";
    const bool takes_reviewed = version_ == sandbox::ServiceVersion::v26_2;
    call.change = [to_review, takes_reviewed, target](json& asset, std::size_t) {
      const bool waits = asset["status"] == "TODO" || asset["status"] == "ONGOING";
      const bool is_to_review =
          asset["status"] == "LABELED" || (takes_reviewed && asset["status"] == "REVIEWED");
      if (to_review ? is_to_review : !waits) asset["status"] = target;
    };
    call.run = [=, this, targets = call.targets, change = call.change](const Client& client,
                                                                       const CallOptions& options) {
      const auto moved =
          to_review ? client.add_to_review(review, options) : client.send_back_to_queue(queue, options);
      std::vector<std::string> there;
      for (const auto position : targets) {
        json asset = model_[position];
        change(asset, 0);
        const bool seen = std::find(there.begin(), there.end(), ids_[position]) != there.end();
        if (asset["status"] == target && !seen) there.push_back(ids_[position]);
      }
      CHECK(moved.asset_ids == there);
      CHECK(moved.declined.size() + there.size() == distinct_ids(targets).size());
      check_project(moved, review.project_id.has_value());
    };
    return call;
  }

  Call metadata() {
    const bool add = chance(0.5);
    Call call{.method = add ? "add_metadata" : "set_metadata", .targets = some_targets()};
    std::vector<Json> given;
    for (std::size_t i = 0; i < call.targets.size(); ++i) {
      given.emplace_back(json{{"k" + std::to_string(below(3)), ++counter_}});
    }
    struct Named {
      List<std::string> asset_ids{};
      List<std::string> external_ids{};
      std::string project_id{};
    } named;
    name_assets(named, call.targets, true);
    call.change = [given, add](json& asset, std::size_t place) {
      json& metadata = asset["jsonMetadata"];
      if (!add) {
        const json kept = metadata.value("url", json());
        metadata = json::object();
        if (!kept.is_null()) metadata["url"] = kept;
      }
      metadata.update(given[place].get());
    };
    call.run = [=, ids = ids_of(call.targets)](const Client& client, const CallOptions& options) {
      const auto changed = add ? client.add_metadata({.asset_ids = named.asset_ids,
                                                      .external_ids = named.external_ids,
                                                      .json_metadata = given,
                                                      .project_id = named.project_id},
                                                     options)
                               : client.set_metadata({.asset_ids = named.asset_ids,
                                                      .external_ids = named.external_ids,
                                                      .json_metadata = given,
                                                      .project_id = named.project_id},
                                                     options);
      CHECK(changed == ids);
    };
    return call;
  }

  Call assign() {
    Call call{.method = "assign", .targets = some_targets()};
    AssignAssetsToLabelers what;
    name_assets(what, call.targets);
    std::vector<List<std::string>> people;
    const List<std::string> choices[] = {{}, {"user-1"}, {"user-2"}, {"user-1", "user-2"}};
    for (std::size_t i = 0; i < call.targets.size(); ++i) people.push_back(choices[below(4)]);
    what.to_be_labeled_by_array = people;
    call.change = [people](json& asset, std::size_t place) {
      asset["assignees"] = people[place] ? json(*people[place]) : json::array();
    };
    call.run = [this, what, ids = distinct_ids(call.targets)](const Client& client,
                                                              const CallOptions& options) {
      const auto outcome = client.assign_assets_to_labelers(what, options);
      CHECK(std::set<std::string>(outcome.asset_ids.begin(), outcome.asset_ids.end()) ==
            std::set<std::string>(ids.begin(), ids.end()));
      check_project(outcome, what.project_id.has_value());
    };
    return call;
  }

  Call prioritize() {
    Call call{.method = "priority", .targets = some_targets()};
    SetAssetsPriority what{.priority = static_cast<std::int32_t>(++counter_)};
    name_assets(what, call.targets);
    const bool declines = version_ == sandbox::ServiceVersion::v26_2;
    call.change = [priority = what.priority, declines](json& asset, std::size_t) {
      const bool accepts =
          (asset["status"] == "TODO" || asset["status"] == "TO_REVIEW") && !asset["skipped"].get<bool>();
      if (accepts || !declines) asset["priority"] = priority;
    };
    call.run = [this, what, targets = call.targets, change = call.change](const Client& client,
                                                                          const CallOptions& options) {
      const auto outcome = client.set_assets_priority(what, options);
      std::set<std::string> expected;
      for (const auto position : targets) {
        json asset = model_[position];
        change(asset, 0);
        if (asset["priority"] == what.priority) expected.insert(ids_[position]);
      }
      CHECK(std::set<std::string>(outcome.asset_ids.begin(), outcome.asset_ids.end()) == expected);
      CHECK(outcome.declined.size() + expected.size() == distinct_ids(targets).size());
      check_project(outcome, what.project_id.has_value());
    };
    return call;
  }

  Call skip() {
    Call call{.method = "skip", .targets = {some_targets().front()}, .single = true};
    const std::string reason = "reason " + std::to_string(++counter_);
    const bool skips = chance(0.5);
    const std::string id = ids_[call.targets.front()];
    call.change = [skips](json& asset, std::size_t) { asset["skipped"] = skips; };
    call.run = [=, this](const Client& client, const CallOptions& options) {
      const auto result = client.skip_or_unskip({.action = skips ? SkipAction::skip : SkipAction::unskip,
                                                 .asset_id = id,
                                                 .project_id = sandbox_.project_id(),
                                                 .reason = reason},
                                                options);
      CHECK(result == id);
      if (!skips) return;
      const auto done = sandbox_.carried_out();
      const auto last = std::find_if(done.rbegin(), done.rend(),
                                     [](const auto& each) { return each.first == "skipAsset"; });
      REQUIRE(last != done.rend());
      CHECK(last->second["reason"] == reason);
    };
    return call;
  }

  Call consensus() {
    Call call{.method = "consensus", .targets = {some_targets().front()}, .single = true};
    UpdateAssetConsensus what{.is_consensus = chance(0.5), .project_id = sandbox_.project_id()};
    if (chance(0.5)) {
      what.asset_id = ids_[call.targets.front()];
    } else {
      what.external_id = model_[call.targets.front()]["externalId"].get<std::string>();
    }
    call.change = [what](json& asset, std::size_t) { asset["isUsedForConsensus"] = what.is_consensus; };
    call.run = [what](const Client& client, const CallOptions& options) {
      const bool result = client.update_asset_consensus(what, options);
      CHECK(result == what.is_consensus);
    };
    return call;
  }

  void play(const Call& call) {
    CallOptions options;
    if (chance(0.1)) options.deadline = std::chrono::milliseconds(1 + below(20'000));
    State after = model_;
    for (std::size_t place = 0; place < call.targets.size(); ++place) {
      call.change(after[call.targets[place]], place);
    }
    enum class Told {
      done,
      not_done,
      unknown
    };
    std::vector<Told> told(model_.size(), Told::not_done);
    std::string error = "none";
    try {
      call.run(*client_, options);
      std::fill(told.begin(), told.end(), Told::done);
    } catch (const MutationError& failure) {
      error = failure.what();
      REQUIRE(failure.assets().size() == (call.single ? 0 : call.targets.size()));
      for (const auto& asset : failure.assets()) {
        CHECK(asset.asset_id == ids_[call.targets[asset.index]]);
        told[call.targets[asset.index]] = asset.outcome == MutationOutcome::done       ? Told::done
                                          : asset.outcome == MutationOutcome::declined ? Told::done
                                          : asset.outcome == MutationOutcome::unknown  ? Told::unknown
                                                                                       : Told::not_done;
      }
    } catch (const GraphQLError& failure) {
      error = failure.what();
      // A repetition that is refused need not say what became of a request that was lost.
      if (call.single && failure.context().outcome_unknown) {
        std::fill(told.begin(), told.end(), Told::unknown);
      }
    } catch (const Error& failure) {
      error = failure.what();
      if (call.single) std::fill(told.begin(), told.end(), Told::unknown);
    }
    sandbox_.finish_late_requests();
    const State now = actual();
    INFO(call.method << " " << json(call.targets).dump() << ": " << error);
    for (std::size_t i = 0; i < now.size(); ++i) {
      INFO("asset " << i << " before " << model_[i].dump() << "\n after " << after[i].dump() << "\n is "
                    << now[i].dump());
      if (told[i] == Told::done) REQUIRE(now[i] == after[i]);
      if (told[i] == Told::not_done) REQUIRE(now[i] == model_[i]);
      if (told[i] == Told::unknown) REQUIRE((now[i] == model_[i] || now[i] == after[i]));
    }
    model_ = now;
  }

  std::mt19937_64 random_;
  std::mt19937_64 fault_random_{random_()};
  sandbox::ServiceVersion version_;
  InProcessSandbox sandbox_{{}, version_};
  FakeWorld world_;
  std::vector<std::string> ids_;
  State model_;
  double fault_probability_ = 0;
  std::size_t counter_ = 0;
  std::optional<Client> client_;
};

}  // namespace

TEST_CASE("random mutations under random faults do what they report") {
  const Seeds seeds;
  REQUIRE(seeds.count() > 0);
  for (std::uint64_t seed = seeds.first(); seed < seeds.end(); ++seed) {
    INFO("KILI_SEEDS=1 KILI_SEED=" << seed);
    Game(seed).play();
  }
}

TEST_CASE("no update is applied again after another one, however many threads and faults there are") {
  constexpr int rounds = 20;
  constexpr int writers = 4;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    InProcessSandbox sandbox;
    FakeWorld world(sandbox.handler());
    sandbox.use_clock(world.clock);
    const auto ids = sandbox.add_assets(json::array({json{{"externalId", "a"}}, json{{"externalId", "b"}}}));
    std::mt19937_64 random(seed);
    sandbox.set_faults([&random](const std::string&) {
      constexpr RequestFault kinds[] = {RequestFault::none, RequestFault::none, RequestFault::before,
                                        RequestFault::after, RequestFault::garbage};
      return kinds[random() % std::size(kinds)];
    });
    const Client client = world.client({.calls_per_minute = 0});
    {
      std::vector<std::jthread> threads;
      for (int writer = 0; writer < writers; ++writer) {
        threads.emplace_back([&, writer] {
          for (int round = 0; round < rounds; ++round) {
            try {
              static_cast<void>(client.update_properties_in_assets(
                  {.asset_ids = ids, .priorities = {writer * rounds + round, writer * rounds + round}}));
            } catch (const Error&) {
              // Reported; what counts here is what was carried out.
            }
          }
        });
      }
    }
    std::map<std::string, std::vector<int>> applied;
    for (const auto& [operation, arguments] : sandbox.carried_out()) {
      for (std::size_t i = 0; i < arguments["where"].size(); ++i) {
        applied[arguments["where"][i]["id"]].push_back(arguments["data"][i]["priority"].get<int>());
      }
    }
    for (auto& [id, values] : applied) {
      values.erase(std::unique(values.begin(), values.end()), values.end());
      CHECK(std::set<int>(values.begin(), values.end()).size() == values.size());
    }
    CHECK(applied.size() == 2);
  }
}
