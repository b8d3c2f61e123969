// What becomes of mutations when answers get lost, batches fail, or the service takes its time.

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <deque>
#include <thread>

#include "in_process_sandbox.hpp"
#include "mutation_helpers.hpp"
#include "support/id_locks.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

using std::chrono::milliseconds;

/// A project with some labelled assets, and a script of faults.
struct FaultyProject : ProjectInSandbox {
  explicit FaultyProject(std::size_t count = 3, const std::string& status = "LABELED",
                         sandbox::ServiceVersion version = sandbox::ServiceVersion::v26_2)
      : ProjectInSandbox(assets_with_statuses(std::vector<std::string>(count, status)), version) {}
  /// These faults befall the requests of an operation, one after the other.
  void script(const std::string& operation, std::deque<RequestFault> faults) {
    sandbox.set_faults([operation, faults = std::move(faults)](const std::string& asked) mutable {
      if (asked != operation || faults.empty()) return RequestFault::none;
      const RequestFault next = faults.front();
      faults.pop_front();
      return next;
    });
  }
  [[nodiscard]] UpdatePropertiesInAssets priorities() const {
    std::vector<std::optional<std::int32_t>> values;
    for (std::size_t i = 0; i < ids.size(); ++i) values.emplace_back(static_cast<std::int32_t>(i) + 1);
    return {.asset_ids = ids, .priorities = values};
  }
};

}  // namespace

TEST_CASE("a lost answer to an update is looked after, and what was done is not repeated") {
  for (const auto fault : {RequestFault::after, RequestFault::garbage}) {
    FaultyProject world;
    world.script("updatePropertiesInAssets", {fault});
    CHECK(world.client->update_properties_in_assets(world.priorities()) == world.ids);
    CHECK(world.sandbox.count_of("updatePropertiesInAssets") == 1);
    CHECK(world.sandbox.count_of("assets") == 2);  // after the loss, and in the end
    CHECK(world.fake.clock->elapsed() == milliseconds(0));
  }
}

TEST_CASE("an update that was lost on its way is sent again a little later") {
  for (const auto fault : {RequestFault::before, RequestFault::unavailable, RequestFault::internal_error,
                           RequestFault::refused_for_a_while}) {
    FaultyProject world;
    world.script("updatePropertiesInAssets", {fault});
    CHECK(world.client->update_properties_in_assets(world.priorities()) == world.ids);
    CHECK(world.sandbox.count_of("updatePropertiesInAssets") == 2);
    CHECK(world.sandbox.carried_out().size() == 1);
    CHECK(world.fake.clock->elapsed() == milliseconds(1000));
  }
}

TEST_CASE("a request that arrives late is found before it is sent again") {
  FaultyProject world;
  world.script("updatePropertiesInAssets", {RequestFault::late});
  CHECK(world.client->update_properties_in_assets(world.priorities()) == world.ids);
  CHECK(world.sandbox.count_of("updatePropertiesInAssets") == 1);
  CHECK(world.sandbox.carried_out().size() == 1);
}

TEST_CASE("an update is given up after six attempts, and what became of the assets is said") {
  FaultyProject world;
  world.sandbox.set_faults([](const std::string& operation) {
    return operation == "updatePropertiesInAssets" ? RequestFault::before : RequestFault::none;
  });
  try {
    static_cast<void>(world.client->update_properties_in_assets(world.priorities()));
    FAIL("no error");
  } catch (const MutationError& error) {
    CHECK(error.type() == "ConnectionError");
    CHECK(count_of(error, MutationOutcome::unknown) == 3);
    CHECK_THROWS_AS(std::rethrow_exception(error.cause()), ConnectionError);
    CHECK(error.context().outcome_unknown);
  }
  CHECK(world.sandbox.count_of("updatePropertiesInAssets") == 6);
  CHECK(world.fake.clock->elapsed() == milliseconds(23'000));
}

TEST_CASE("of a lost request it is not known what it does, also when its repetition is refused") {
  FaultyProject world;
  world.script("updatePropertiesInAssets", {RequestFault::before, RequestFault::refused});
  try {
    static_cast<void>(world.client->update_properties_in_assets(world.priorities()));
    FAIL("no error");
  } catch (const MutationError& error) {
    CHECK(error.type() == "GraphQLError");
    CHECK(count_of(error, MutationOutcome::unknown) == 3);
  }
  CHECK(world.sandbox.count_of("updatePropertiesInAssets") == 2);
}

TEST_CASE("assets that were sent to review are not sent again after a lost answer") {
  for (const auto version : {sandbox::ServiceVersion::v26_1, sandbox::ServiceVersion::v26_2}) {
    FaultyProject world(3, "LABELED", version);
    const std::string operation =
        version == sandbox::ServiceVersion::v26_2 ? "addAssetsToReview" : "addAllLabeledAssetsToReview";
    world.script(operation, {RequestFault::after});
    const auto moved = world.client->add_to_review({.asset_ids = world.ids});
    CHECK(moved.asset_ids == world.ids);
    CHECK(moved.succeeded[2].external_id == "asset_2");
    CHECK(moved.id == world.sandbox.project_id());
    CHECK(world.sandbox.count_of(operation) == 1);
  }
}

TEST_CASE("what cannot be looked after is repeated only where twice is the same as once") {
  const auto refuse_looking = [](const char* mutation) {
    return [mutation, lost = false](const std::string& operation) mutable {
      if (operation == "assets") return RequestFault::refused;
      if (operation != mutation || lost) return RequestFault::none;
      lost = true;
      return RequestFault::before;
    };
  };
  FaultyProject update;
  update.sandbox.set_faults(refuse_looking("updatePropertiesInAssets"));
  CHECK(update.client->update_properties_in_assets(update.priorities()) == update.ids);
  FaultyProject move;
  move.sandbox.set_faults(refuse_looking("sendAssetsBackToQueue"));
  try {
    static_cast<void>(move.client->send_back_to_queue({.asset_ids = move.ids}));
    FAIL("no error");
  } catch (const MutationError& error) {
    CHECK(count_of(error, MutationOutcome::unknown) == 3);
  }
  CHECK(move.sandbox.count_of("sendAssetsBackToQueue") == 1);
}

TEST_CASE("a deletion under a wrong project does not pass for done when its answer is lost") {
  for (const auto version : {sandbox::ServiceVersion::v26_1, sandbox::ServiceVersion::v26_2}) {
    FaultyProject world(3, "LABELED", version);
    world.script(version == sandbox::ServiceVersion::v26_2 ? "deleteAssets" : "deleteManyFromDataset",
                 {RequestFault::before});
    CHECK(world.client->delete_many_from_dataset({.asset_ids = world.ids, .project_id = "other"}).asset_ids ==
          world.ids);
    CHECK(world.sandbox.state().empty());
  }
}

TEST_CASE("a skip whose answer was lost is sent again, for its reason cannot be seen") {
  FaultyProject world;
  world.script("skipAsset", {RequestFault::after});
  CHECK(world.client->skip_or_unskip(
            {.asset_id = world.ids[0], .project_id = world.sandbox.project_id(), .reason = "r"}) ==
        world.ids[0]);
  CHECK(world.sandbox.count_of("skipAsset") == 2);
}

TEST_CASE("a skip that was lost and then refused is not known to be done, though the asset is skipped") {
  FaultyProject world;
  const SkipOrUnskip first{
      .asset_id = world.ids[0], .project_id = world.sandbox.project_id(), .reason = "first"};
  static_cast<void>(world.client->skip_or_unskip(first));
  world.script("skipAsset", {RequestFault::before, RequestFault::refused});
  SkipOrUnskip second = first;
  second.reason = "second";
  try {
    static_cast<void>(world.client->skip_or_unskip(second));
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.context().outcome_unknown);
  }
}

TEST_CASE("a failing batch is named, those before it are done, those after it are not begun") {
  FaultyProject world(350);
  world.script("updatePropertiesInAssets", {RequestFault::refused});
  try {
    static_cast<void>(world.client->update_properties_in_assets(world.priorities()));
    FAIL("no error");
  } catch (const MutationError& error) {
    CHECK(error.type() == "GraphQLError");
    CHECK(count_of(error, MutationOutcome::failed) == 100);
    CHECK(count_of(error, MutationOutcome::not_sent) == 250);
    CHECK(error.assets()[7].asset_id == world.ids[7]);
    CHECK(error.assets()[7].index == 7);
    CHECK(error.assets()[7].reason.find("boom") != std::string::npos);
  }
  CHECK(world.sandbox.count_of("updatePropertiesInAssets") == 1);

  // Of batches side by side one fails: the others are completed.
  world.sandbox.set_faults([n = 0](const std::string& operation) mutable {
    return operation == "updatePropertiesInAssets" && ++n == 3 ? RequestFault::refused : RequestFault::none;
  });
  try {
    static_cast<void>(world.client->update_properties_in_assets(world.priorities()));
    FAIL("no error");
  } catch (const MutationError& error) {
    CHECK(count_of(error, MutationOutcome::unknown) == 0);
    CHECK(
        (count_of(error, MutationOutcome::failed) == 100 || count_of(error, MutationOutcome::failed) == 50));
    CHECK(count_of(error, MutationOutcome::done) >= 200);
    const auto failed =
        std::find_if(error.assets().begin(), error.assets().end(),
                     [](const MutatedAsset& asset) { return asset.outcome == MutationOutcome::failed; });
    CHECK(std::string(error.what()).find("failed at index " + std::to_string(failed->index)) !=
          std::string::npos);
    CHECK(std::string(error.what()).find(failed->asset_id) != std::string::npos);
    const json state = world.sandbox.state();
    for (const auto& asset : error.assets()) {
      const bool updated = state[asset.index]["priority"] == asset.index + 1;
      CHECK(updated == (asset.outcome == MutationOutcome::done));
    }
  }
}

TEST_CASE("of a batch that the service refused half-way the state tells what was done") {
  FaultyProject world(2);
  // A service that does a part of what it refuses.
  FakeWorld fake([&](const HttpRequest& request, const std::stop_token&) {
    if (request.body.find("updatePropertiesInAssets") == std::string::npos)
      return world.sandbox.handle(request);
    json body = json::parse(request.body);
    for (const char* list : {"whereArray", "dataArray"}) body["variables"][list].erase(1);
    HttpRequest half = request;
    half.body = body.dump();
    static_cast<void>(world.sandbox.handle(half));
    return answer(200, R"({"data": null, "errors": [{"message": "half of it"}]})");
  });
  try {
    static_cast<void>(fake.client().update_properties_in_assets(world.priorities()));
    FAIL("no error");
  } catch (const MutationError& error) {
    CHECK(error.assets()[0].outcome == MutationOutcome::done);
    CHECK(error.assets()[1].outcome == MutationOutcome::failed);
  }
}

TEST_CASE("an answer that leaves an asset out is not taken for success") {
  FaultyProject world(2);
  FakeWorld fake([&](const HttpRequest& request, const std::stop_token&) {
    if (request.body.find("updatePropertiesInAssets") == std::string::npos)
      return world.sandbox.handle(request);
    return data_answer(json::array({json{{"id", world.ids[0]}}}));
  });
  try {
    static_cast<void>(fake.client().update_properties_in_assets(world.priorities()));
    FAIL("no error");
  } catch (const MutationError& error) {
    CHECK(error.type() == "MutationError");
    CHECK(error.assets()[0].outcome == MutationOutcome::done);
    CHECK(error.assets()[1].outcome == MutationOutcome::failed);
  }
}

namespace {

/// A service whose lists show what was done only after a while.
FakeTransport::Handler slow_to_show(FaultyProject& world, const FakeWorld*& fake, milliseconds delay,
                                    const std::shared_ptr<std::atomic<int>>& looks) {
  const auto before = std::make_shared<std::string>();
  return [&world, &fake, delay, looks, before](const HttpRequest& request, const std::stop_token&) {
    const bool is_look = request.body.find("idIn") != std::string::npos &&
                         request.body.find("query assets") != std::string::npos;
    if (request.body.find("deleteAssets") != std::string::npos ||
        request.body.find("addAssetsToReview") != std::string::npos) {
      return world.sandbox.handle(request);  // refused: the service is of an earlier version
    }
    if (!is_look) {
      HttpRequest look = request;
      look.body = json{{"query", "query { data: assets(where: {idIn: [" + json(world.ids[0]).dump() + "," +
                                     json(world.ids[1]).dump() +
                                     "]}, first: 100, skip: 0) { id externalId status "
                                     "project { id } } }"},
                       {"variables", json::object()}}
                      .dump();
      *before = world.sandbox.handle(look).body;
      return world.sandbox.handle(request);
    }
    if (before->empty()) return world.sandbox.handle(request);  // before the mutation
    ++*looks;
    if (fake->clock->elapsed() < delay) return answer(200, *before);
    return world.sandbox.handle(request);
  };
}

}  // namespace

TEST_CASE("every asset is looked at until it is as asked, with growing pauses") {
  for (const bool review : {true, false}) {
    FaultyProject world(2, "LABELED", sandbox::ServiceVersion::v26_1);
    const auto looks = std::make_shared<std::atomic<int>>(0);
    const FakeWorld* self = nullptr;
    FakeWorld fake(slow_to_show(world, self, milliseconds(10'000), looks));
    self = &fake;
    if (review) {
      CHECK(fake.client().add_to_review({.asset_ids = world.ids}).asset_ids == world.ids);
    } else {
      const auto deleted = fake.client().delete_many_from_dataset({.asset_ids = world.ids});
      CHECK(deleted.asset_ids == world.ids);
      CHECK(deleted.id == world.sandbox.project_id());
      CHECK(deleted.succeeded[1].external_id == "asset_1");
    }
    CHECK(fake.clock->elapsed() == milliseconds(15'000));  // 0, 1, 3, 7, 15 s
    CHECK(*looks == 5);
  }
}

TEST_CASE("an update returns when it is seen, or a second later") {
  FaultyProject world(2);
  CHECK(world.client->update_properties_in_assets(world.priorities()) == world.ids);
  CHECK(world.fake.clock->elapsed() == milliseconds(0));
  // The service shows something else, or nothing.
  for (const int status : {200, 500}) {
    FakeWorld fake([&](const HttpRequest& request, const std::stop_token&) {
      if (request.body.find("query assets") == std::string::npos) return world.sandbox.handle(request);
      return status == 200 ? data_answer(json::array()) : answer(status);
    });
    CHECK(fake.client().update_properties_in_assets(world.priorities()) == world.ids);
    CHECK(fake.clock->elapsed() == milliseconds(status == 200 ? 1000 : 0));
  }
}

TEST_CASE("what is not as asked after two minutes is named") {
  FaultyProject world(2, "LABELED", sandbox::ServiceVersion::v26_1);
  const auto looks = std::make_shared<std::atomic<int>>(0);
  const FakeWorld* self = nullptr;
  FakeWorld fake(slow_to_show(world, self, std::chrono::hours(1), looks));
  self = &fake;
  try {
    static_cast<void>(fake.client().delete_many_from_dataset({.asset_ids = world.ids}));
    FAIL("no error");
  } catch (const MutationError& error) {
    CHECK(error.type() == "MutationError");
    CHECK(std::string(error.what()).find("still lists them") != std::string::npos);
    CHECK(std::string(error.what()).find(world.ids[1]) != std::string::npos);
    CHECK(count_of(error, MutationOutcome::failed) == 2);
  }
  CHECK(fake.clock->elapsed() <= milliseconds(120'000));
}

TEST_CASE("when a service before 26.2 cannot show what it did, it is not known") {
  FaultyProject world(2, "LABELED", sandbox::ServiceVersion::v26_1);
  world.sandbox.set_faults([sent = false](const std::string& operation) mutable {
    sent = sent || operation == "addAllLabeledAssetsToReview";
    return sent && operation == "assets" ? RequestFault::internal_error : RequestFault::none;
  });
  try {
    static_cast<void>(world.client->add_to_review({.asset_ids = world.ids}));
    FAIL("no error");
  } catch (const MutationError& error) {
    CHECK(error.type() == "HttpError");
    CHECK(count_of(error, MutationOutcome::unknown) == 2);
    CHECK(error.outcome().asset_ids.empty());
  }
}

TEST_CASE("a deadline ends the repair, and what is not known is said so") {
  FaultyProject world;
  world.script("updatePropertiesInAssets", {RequestFault::before});
  try {
    static_cast<void>(
        world.client->update_properties_in_assets(world.priorities(), {.deadline = milliseconds(500)}));
    FAIL("no error");
  } catch (const MutationError& error) {
    CHECK(error.type() == "DeadlineExceeded");
    CHECK(count_of(error, MutationOutcome::unknown) == 3);
  }
}

TEST_CASE("a call that was cancelled before anything was sent is just cancelled") {
  FaultyProject world;
  std::stop_source stop;
  stop.request_stop();
  CHECK_THROWS_AS(
      world.client->update_properties_in_assets(world.priorities(), {.stop_token = stop.get_token()}),
      Cancelled);
  CHECK(world.sandbox.carried_out().empty());
}

TEST_CASE("a service that makes short pages is asked until there is no more") {
  FaultyProject world(250);
  FakeWorld fake([&](const HttpRequest& request, const std::stop_token&) {
    json body = json::parse(request.body);
    if (body["variables"].contains("first")) body["variables"]["first"] = 100;
    HttpRequest shortened = request;
    shortened.body = body.dump();
    return world.sandbox.handle(shortened);
  });
  std::vector<std::string> names;
  for (std::size_t i = 0; i < 250; ++i) names.push_back("asset_" + std::to_string(i));
  CHECK(fake.client()
            .add_to_review({.external_ids = names, .project_id = world.sandbox.project_id()})
            .asset_ids == world.ids);
}

TEST_CASE("batches are sent side by side after the first, within the limits of the client") {
  constexpr std::size_t batches = 9;
  FaultyProject world(batches * 100);
  std::atomic<int> under_way = 0;
  std::atomic<int> most = 0;
  FakeWorld fake([&](const HttpRequest& request, const std::stop_token&) {
    const int now = ++under_way;
    for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
    }
    if (now < 4 && world.sandbox.count_of("updatePropertiesInAssets") > 0) {
      // Waits for the others, which come at the same time.
      for (int i = 0; i < 2000 && most < 4; ++i) std::this_thread::sleep_for(milliseconds(1));
    }
    auto response = world.sandbox.handle(request);
    --under_way;
    return response;
  });
  const Client client = fake.client({.calls_per_minute = 0, .max_requests_in_flight = 4});
  CHECK(client.update_properties_in_assets(world.priorities()) == world.ids);
  CHECK(most == 4);
  CHECK(world.sandbox.carried_out().size() == batches);
}

TEST_CASE("renames by id go one batch after the other") {
  FaultyProject world(300);
  std::atomic<int> under_way = 0;
  std::atomic<bool> overlapped = false;
  std::vector<std::string> order;
  FakeWorld fake([&](const HttpRequest& request, const std::stop_token&) {
    const json variables = json::parse(request.body)["variables"];
    if (!variables.contains("whereArray")) return world.sandbox.handle(request);
    if (++under_way > 1) overlapped = true;
    order.push_back(variables["whereArray"][0]["id"]);
    auto response = world.sandbox.handle(request);
    --under_way;
    return response;
  });
  std::vector<std::string> names;
  for (std::size_t i = 0; i < 300; ++i) names.push_back("n" + std::to_string(i));
  CHECK(fake.client().change_asset_external_ids({.asset_ids = world.ids, .new_external_ids = names}) ==
        world.ids);
  CHECK_FALSE(overlapped);
  CHECK(order == std::vector<std::string>{world.ids[0], world.ids[100], world.ids[200]});
}

TEST_CASE("a lock of ids waits for whoever holds one of them, and can be cancelled") {
  support::IdLocks locks;
  const auto clock = support::system_clock();
  support::CallContext context;
  std::atomic<bool> entered = false;
  std::jthread other;
  {
    const auto guard = locks.lock({"a", "b", "a"}, *clock, context);
    const auto free = locks.lock({"c"}, *clock, context);
    std::stop_source stop;
    stop.request_stop();
    CHECK_THROWS_AS(locks.lock({"b", "d"}, *clock, context.with_stop_token(stop.get_token())), Cancelled);
    support::CallContext hurried = context;
    hurried.deadline = clock->now();
    CHECK_THROWS_AS(locks.lock({"b"}, *clock, hurried), DeadlineExceeded);
    other = std::jthread([&] {
      const auto mine = locks.lock({"x", "a"}, *clock, context);
      entered = true;
    });
    CHECK_FALSE(entered);
  }
  other.join();
  CHECK(entered);
}
