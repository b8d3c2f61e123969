// CallOptions::on_progress: what is reported of every call that takes long.

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "fake_transport.hpp"
#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "operations.hpp"
#include "own_dependencies.hpp"
#include "sandbox_clock.hpp"
#include "support/progress_meter.hpp"
#include "test_folder.hpp"
#include "virtual_clock.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

/// A sandbox whose requests take time, and a client that sends two items at once.
struct SlowService {
  explicit SlowService(const std::string& version = "26.2")
      : sandbox({.clock = std::make_shared<VirtualSandboxClock>(clock),
                 .serve = false,
                 .service_version = version}) {}

  [[nodiscard]] Client client() {
    auto way = std::make_shared<FakeTransport>(
        [this, way = sandbox.transport()](const HttpRequest& request, const std::stop_token& stop) {
          clock->advance(time_of_request);
          if (before_request) before_request(request);
          return way->send(request, stop);
        });
    return detail::ClientFactory::make({.api_endpoint = sandbox.endpoint(),
                                        .api_key = sandbox.api_key(),
                                        .batch_size = 2,
                                        .calls_per_minute = 0,
                                        .message_sink = std::make_shared<RecordingSink>(),
                                        .skip_checks = true,
                                        .transport = way},
                                       own_dependencies(clock));
  }
  /// A project with assets. @return their ids.
  std::vector<std::string> add_project_with_assets(std::size_t count) {
    project = sandbox.add_project({.input_type = "TEXT"});
    json assets = json::array();
    for (std::size_t i = 0; i < count; ++i)
      assets.push_back({{"content", "text"}, {"externalId", "asset " + std::to_string(i)}});
    return sandbox.add_assets(project, assets);
  }

  std::function<void(const HttpRequest&)> before_request;
  std::shared_ptr<VirtualClock> clock = std::make_shared<VirtualClock>();
  std::string project;
  std::chrono::milliseconds time_of_request{30};
  Sandbox sandbox;
};

/// Keeps the reports of one call.
class ReportsOfCall {
 public:
  struct Report : Progress {
    std::chrono::milliseconds at{};
    std::string name;
  };

  explicit ReportsOfCall(std::shared_ptr<const VirtualClock> clock) : clock_(std::move(clock)) {}

  [[nodiscard]] CallOptions options() {
    return {.on_progress = [this](const Progress& progress) { take(progress); }};
  }
  void take(const Progress& progress) {
    all.push_back({progress, clock_->elapsed(), std::string(progress.title)});
    is_of_one_thread_ = is_of_one_thread_ && std::this_thread::get_id() == thread_;
  }
  /// Every report is as it is promised.
  void check(bool has_other_thread = false) const {
    if (!has_other_thread) CHECK(is_of_one_thread_);
    REQUIRE(!all.empty());
    for (std::size_t i = 0; i < all.size(); ++i) {
      INFO("report " << i << " of " << all.size() << ": " << all[i].name << " " << all[i].done);
      CHECK(all[i].finished == (i + 1 == all.size()));
      CHECK_FALSE(all[i].name.empty());
      CHECK(all[i].per_second >= 0);
      if (all[i].total) CHECK(all[i].done <= *all[i].total);
      if (i == 0) continue;
      CHECK(all[i].bytes >= all[i - 1].bytes);
      CHECK(all[i].done >= all[i - 1].done);
      CHECK(all[i].elapsed >= all[i - 1].elapsed);
      if (!all[i].finished) CHECK(all[i].at - all[i - 1].at >= std::chrono::milliseconds(100));
    }
  }

  std::vector<Report> all;

 private:
  std::shared_ptr<const VirtualClock> clock_;
  bool is_of_one_thread_ = true;
  std::thread::id thread_ = std::this_thread::get_id();
};

const std::set<std::string_view> long_calls{"add_metadata",
                                            "add_to_review",
                                            "append_labels",
                                            "append_many_to_dataset",
                                            "assets",
                                            "assign_assets_to_labelers",
                                            "change_asset_external_ids",
                                            "create_issues",
                                            "create_predictions",
                                            "delete_labels",
                                            "delete_many_from_dataset",
                                            "export_labels",
                                            "inferences",
                                            "issues",
                                            "labels",
                                            "open_import",
                                            "predictions",
                                            "project_users",
                                            "projects",
                                            "send_back_to_queue",
                                            "set_assets_priority",
                                            "set_metadata",
                                            "tag_project",
                                            "untag_project",
                                            "update_properties_in_assets",
                                            "users"};

/// Their operations ask what they are about by other calls.
bool makes_other_calls(const Operation& operation) {
  return operation.method == "update_issue_status" || operation.method == "update_properties_in_role";
}

}  // namespace

TEST_CASE("every call that takes long reports its progress up to its end, and no other call does") {
  const bool is_newest = GENERATE(false, true);
  const std::string version = is_newest ? "26.2" : "2.164";
  SlowService service(version);
  const Client client = service.client();
  const TestFolder folder;
  std::set<std::string_view> reported;
  std::size_t calls = 0;
  for (const Operation& operation : is_newest ? operations_of_all_modules() : operations()) {
    const std::string mark = "call" + std::to_string(++calls);
    OperationTargets targets{
        .folder = folder.root(), .mark = mark, .version = *sandbox::service_version_of(version)};
    targets.project_id = service.sandbox.add_project({.input_type = operation.needs_modules ? "IMAGE"
                                                                    : operation.input_type.empty()
                                                                        ? "TEXT"
                                                                        : std::string(operation.input_type)});
    json assets = json::array();
    for (int i = 0; i < 9; ++i) {
      assets.push_back({{"content", "text"},
                        {"externalId", "asset " + std::to_string(i)},
                        {"jsonMetadata", R"({"a":1})"},
                        {"status", "TODO"}});
    }
    static_cast<void>(service.sandbox.add_assets(targets.project_id, assets));
    targets.assets = service.sandbox.state(targets.project_id);
    if (operation.needs_modules) targets.modules = module_targets(service.sandbox, targets.project_id, mark);
    Dice dice(calls);
    const OperationCall call = operation.draw(dice, targets);
    INFO(name_of(operation) << " of " << version << ": " << call.text);
    ReportsOfCall reports(service.clock);
    const CallReport ended = carry_out(call, client, reports.options());
    INFO(ended.error);
    CHECK(ended.error.empty());
    if (reports.all.empty() || makes_other_calls(operation)) continue;
    // An open import reports from its own thread.
    reports.check(operation.method == "open_import");
    const auto& last = reports.all.back();
    CHECK(last.bytes > 0);
    if (last.total) CHECK(last.done == *last.total);
    if (!call.names.empty() && operation.kind != OperationKind::query) CHECK(last.done >= call.names.size());
    reported.insert(operation.method);
  }
  std::set<std::string_view> expected = long_calls;
  if (!is_newest) {
    std::set<std::string_view> of_assets;
    for (const Operation& operation : operations()) of_assets.insert(operation.method);
    std::erase_if(expected, [&](std::string_view method) { return !of_assets.contains(method); });
  }
  CHECK(reported == expected);
}

TEST_CASE("progress is told as batches end, with the items that are done by then") {
  SlowService service;
  const auto ids = service.add_project_with_assets(40);
  const Client client = service.client();
  ReportsOfCall reports(service.clock);
  static_cast<void>(client.add_metadata({.asset_ids = ids,
                                         .json_metadata = std::vector<Json>(ids.size(), json{{"k", 1}}),
                                         .project_id = service.project},
                                        reports.options()));
  reports.check();
  REQUIRE(reports.all.size() > 2);
  CHECK(reports.all.front().done == 0);
  CHECK(reports.all.front().total == 40U);
  CHECK(reports.all.front().name == "Changing assets");
  CHECK(reports.all[1].done > 0);
  CHECK(reports.all[1].per_second > 0);
  CHECK(reports.all.back().done == 40);
}

TEST_CASE("a range reports while it is read, and once when it ends or is destroyed") {
  SlowService service;
  static_cast<void>(service.add_project_with_assets(30));
  const Client client = service.client();
  ReportsOfCall reports(service.clock);
  const auto list = [&] {
    return client.assets(service.project, {}, {.fields = {"id"}, .page_size = 2, .prefetch = 0},
                         reports.options());
  };
  SECTION("it ends") {
    auto assets = list();
    CHECK(reports.all.empty());
    std::size_t read = 0;
    for (const Asset& asset : assets) {
      static_cast<void>(asset);
      ++read;
      CHECK_FALSE(reports.all.back().finished);
    }
    CHECK(reports.all.size() > 3);
    CHECK(reports.all.back().done == read);
    CHECK(reports.all.back().total == 30U);
  }
  SECTION("it is destroyed") {
    {
      auto assets = list();
      auto asset = assets.begin();
      for (int i = 0; i < 10; ++i) ++asset;
      CHECK_FALSE(reports.all.back().finished);
    }
    CHECK(reports.all.back().done == 11);
  }
  SECTION("it is read at once, into a table") {
    static_cast<void>(list().to_table());
    CHECK(reports.all.back().done == 30);
  }
  reports.check();
  const auto count = reports.all.size();
  static_cast<void>(client.count_assets(service.project));
  CHECK(reports.all.size() == count);
}

TEST_CASE("a range that is not read reports nothing") {
  SlowService service;
  static_cast<void>(service.add_project_with_assets(1));
  ReportsOfCall reports(service.clock);
  static_cast<void>(service.client().assets(service.project, {}, {}, reports.options()));
  CHECK(reports.all.empty());
}

TEST_CASE("bytes are those of media too, both ways") {
  SlowService service;
  const std::string project = service.sandbox.add_project({.input_type = "TEXT"});
  const TestFolder folder;
  const std::string text(100'000, 'x');
  const Client client = service.client();
  ReportsOfCall import(service.clock);
  static_cast<void>(client.append_many_to_dataset(
      project,
      {.content_array = {folder.file("a.txt", text), folder.file("b.txt", text)},
       .external_id_array = {"a", "b"}},
      import.options()));
  import.check();
  CHECK(import.all.back().done == 2);
  CHECK(import.all.back().bytes > 200'000);
  CHECK(import.all.back().bytes < 220'000);
  ReportsOfCall listing(service.clock);
  static_cast<void>(client
                        .assets(project, {},
                                {.download_media = true,
                                 .fields = {"id", "content", "externalId"},
                                 .local_media_dir = folder.path("media")},
                                listing.options())
                        .to_vector());
  listing.check();
  CHECK(listing.all.back().bytes > 200'000);
  CHECK(listing.all.back().bytes < 220'000);
}

TEST_CASE("assets that are not imported are done as well") {
  SlowService service;
  const std::string project = service.sandbox.add_project({.input_type = "TEXT"});
  const Client client = service.client();
  const std::vector<std::string> names{"a", "b", "c"};
  static_cast<void>(client.append_many_to_dataset(
      project, {.content_array = {"https://x/1"}, .external_id_array = {names[1]}}));
  ReportsOfCall reports(service.clock);
  const auto result = client.append_many_to_dataset(
      project, {.content_array = {"https://x/1", "https://x/2", "https://x/3"}, .external_id_array = names},
      reports.options());
  CHECK(result.skipped.size() == 1);
  reports.check();
  CHECK(reports.all.back().done == 3);
}

TEST_CASE("what on_progress throws does not end the call") {
  SlowService service;
  const auto ids = service.add_project_with_assets(12);
  const Client client = service.client();
  std::size_t calls = 0;
  const CallOptions options{.on_progress = [&](const Progress&) {
    ++calls;
    throw std::runtime_error("no window");
  }};
  CHECK(client.assets(service.project, {}, {.fields = {"id"}}, options).to_vector().size() == 12);
  CHECK(calls >= 2);
  calls = 0;
  static_cast<void>(client.delete_many_from_dataset({.asset_ids = ids}, options));
  CHECK(calls >= 2);
  CHECK(client.count_assets(service.project) == 0);
}

TEST_CASE("on_progress may cancel the call") {
  SlowService service;
  const auto ids = service.add_project_with_assets(60);
  const std::vector<std::optional<std::int32_t>> changed(ids.size(), 1);
  const Client client = service.client();
  ReportsOfCall reports(service.clock);
  std::stop_source stop;
  CallOptions options = reports.options();
  options.stop_token = stop.get_token();
  options.on_progress = [&](const Progress& progress) {
    reports.take(progress);
    if (progress.done > 0) stop.request_stop();
  };
  SECTION("a listing") {
    const AssetsArguments how{.fields = {"id"}, .page_size = 2, .prefetch = 0};
    CHECK_THROWS_AS(client.assets(service.project, {}, how, options).to_vector(), Cancelled);
  }
  SECTION("a change, which tells what is done") {
    service.time_of_request = std::chrono::milliseconds(100);
    std::atomic<int> changes = 0;
    service.before_request = [&](const HttpRequest& request) {
      if (plain_body(request).find("updatePropertiesInAssets") == std::string::npos || ++changes <= 3) return;
      while (!stop.stop_requested()) std::this_thread::yield();
    };
    try {
      static_cast<void>(
          client.update_properties_in_assets({.asset_ids = ids, .priorities = changed}, options));
      FAIL("it was not cancelled");
    } catch (const MutationError& error) {
      std::size_t done = 0;
      for (const auto& asset : error.assets()) done += asset.outcome == MutationOutcome::done ? 1 : 0;
      CHECK(reports.all.back().done >= done);
    }
  }
  SECTION("an import") {
    const std::string project = service.sandbox.add_project({.input_type = "TEXT"});
    CHECK_THROWS_AS(client.append_many_to_dataset(
                        project, {.content_array = std::vector<std::string>(60, "https://x/1")}, options),
                    ImportError);
  }
  reports.check();
  CHECK(reports.all.back().done > 0);
  CHECK(reports.all.back().done < 60);
}

TEST_CASE("on_progress may call the client") {
  SlowService service;
  const auto ids = service.add_project_with_assets(12);
  const Client client = service.client();
  std::vector<std::size_t> counts;
  const CallOptions options{.on_progress = [&](const Progress&) {
    counts.push_back(client.count_assets(service.project));
    // Also what takes threads and locks of its own.
    CHECK(client.assets(service.project, {}, {.fields = {"id"}}).to_vector().size() == counts.back());
  }};
  static_cast<void>(client.set_assets_priority({.asset_ids = ids, .priority = 1}, options));
  CHECK(counts.size() > 2);
  counts.clear();
  static_cast<void>(client.delete_many_from_dataset({.asset_ids = ids}, options));
  REQUIRE(counts.size() > 2);
  CHECK(counts.front() == 12);
  CHECK(counts.back() == 0);
}

TEST_CASE("a call that fails reports its end with what it has done") {
  SlowService service;
  const auto ids = service.add_project_with_assets(20);
  const Client client = service.client();
  ReportsOfCall reports(service.clock);
  SECTION("a batch is refused") {
    service.sandbox.add_fault(
        {.count = 0, .operation = "updatePropertiesInAssets", .skip = 1, .when = FaultPoint::graphql});
    std::size_t settled = 0;
    const std::vector<std::optional<std::int32_t>> changed(ids.size(), 1);
    try {
      static_cast<void>(
          client.update_properties_in_assets({.asset_ids = ids, .priorities = changed}, reports.options()));
      FAIL("the fault did not strike");
    } catch (const MutationError& error) {
      for (const auto& asset : error.assets()) settled += asset.outcome == MutationOutcome::not_sent ? 0 : 1;
    }
    CHECK(settled > 2);
    CHECK(reports.all.back().done == settled);
    CHECK(reports.all.back().total == 20U);
  }
  SECTION("a page cannot be read") {
    service.sandbox.add_fault({.count = 0, .operation = "assets", .skip = 3, .when = FaultPoint::graphql});
    const AssetsArguments how{.fields = {"id"}, .page_size = 2, .prefetch = 0};
    CHECK_THROWS_AS(client.assets(service.project, {}, how, reports.options()).to_vector(), GraphQLError);
    CHECK(reports.all.back().done == 6);
  }
  SECTION("labels of assets that are not there") {
    CHECK_THROWS_AS(client.append_labels(
                        {.asset_id_array = {ids[0], "none"},
                         .json_response_array = std::vector<LabelResponse>{json::object(), json::object()}},
                        reports.options()),
                    Error);
    CHECK(reports.all.back().total == 2U);
  }
  reports.check();
}

TEST_CASE("a call that is refused before it sends anything reports nothing") {
  SlowService service;
  ReportsOfCall reports(service.clock);
  CHECK_THROWS_AS(service.client().delete_many_from_dataset({}, reports.options()), MissingArgumentError);
  CHECK(reports.all.empty());
}

TEST_CASE("the rate is that of the last seconds") {
  const auto clock = std::make_shared<VirtualClock>();
  support::ProgressMeter meter(clock);
  Progress last;
  std::string title;
  std::size_t reports = 0;
  meter.add_observer([&](const Progress& progress) {
    last = progress;
    title = progress.title;
    ++reports;
  });
  meter.add_done(1);
  meter.report();
  CHECK(reports == 0);  // its work has not begun
  REQUIRE(meter.begin("Moving", 10));
  CHECK_FALSE(meter.begin("A part of it", 5));
  CHECK(title == "Moving");
  CHECK(reports == 1);
  for (int second = 0; second < 20; ++second) {
    clock->advance(std::chrono::seconds(1));
    meter.add_done(second < 10 ? 100 : 10);
    meter.report();
  }
  CHECK(reports == 21);
  CHECK(last.per_second == Approx(10));
  CHECK(last.elapsed == std::chrono::seconds(20));
  CHECK(last.total == 1101U);  // there were more than were counted
  clock->advance(std::chrono::milliseconds(99));
  meter.report();
  CHECK(reports == 21);
  clock->advance(std::chrono::milliseconds(1));
  meter.report();
  CHECK(reports == 22);
  meter.finish();
  meter.finish();
  CHECK(last.finished);
  clock->advance(std::chrono::seconds(1));
  meter.report();
  CHECK(reports == 23);
}

TEST_CASE("an observer that ends the call gets the last report after the one that it is in") {
  const auto clock = std::make_shared<VirtualClock>();
  support::ProgressMeter meter(clock);
  std::vector<bool> finished;
  bool is_inside = false;
  meter.add_observer([&](const Progress& progress) {
    CHECK_FALSE(std::exchange(is_inside, true));
    finished.push_back(progress.finished);
    meter.report();
    meter.finish();
    is_inside = false;
  });
  REQUIRE(meter.begin("Moving", std::nullopt));
  CHECK(finished == std::vector<bool>{false, true});
}
