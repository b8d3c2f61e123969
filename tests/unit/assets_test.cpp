#include <catch2/catch.hpp>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>

#include "fake_service.hpp"

using namespace kili;
using namespace kili::test;

namespace {

std::vector<std::string> external_ids(AssetRange range) {
  std::vector<std::string> ids;
  for (const Asset& asset : range) ids.emplace_back(asset.external_id());
  return ids;
}

std::vector<std::string> expected_ids(std::size_t begin, std::size_t end) {
  std::vector<std::string> ids;
  for (std::size_t i = begin; i < end; ++i) ids.push_back("asset_" + std::to_string(i));
  return ids;
}

}  // namespace

TEST_CASE("nothing is sent before begin()") {
  FakeService service;
  service.add(5);
  FakeWorld world(service.handler());
  const Client client = world.client();
  auto range = client.assets("p");
  CHECK(world.transport->count() == 0);
  CHECK(range.begin()->id() == "id_0");
}

TEST_CASE("assets come in order, whatever the size of pages, first and skip") {
  FakeService service;
  service.add(250);
  FakeWorld world(service.handler());
  const Client client = world.client();
  for (const auto& fields : {List<std::string>{"id", "externalId"}, List<std::string>{"externalId"}}) {
    for (const std::size_t page : {1U, 7U, 100U, 250U, 1000U}) {
      CHECK(external_ids(client.assets("p", {}, {.fields = fields, .page_size = page})) ==
            expected_ids(0, 250));
      CHECK(external_ids(
                client.assets("p", {}, {.fields = fields, .first = 60, .page_size = page, .skip = 199})) ==
            expected_ids(199, 250));
      CHECK(external_ids(
                client.assets("p", {}, {.fields = fields, .first = 3, .page_size = page, .prefetch = 0})) ==
            expected_ids(0, 3));
      CHECK(external_ids(client.assets("p", {}, {.fields = fields, .page_size = page, .skip = 300})).empty());
    }
  }
  CHECK(external_ids(client.assets("p", {}, {.fields = {"id"}, .first = 0})).empty());
}

TEST_CASE("to_vector() is the list") {
  FakeService service;
  service.add(101);
  FakeWorld world(service.handler());
  CHECK(world.client().assets("p").to_vector().size() == 101);
  auto range = world.client().assets("p");
  CHECK(range.total() == 101);
}

TEST_CASE("a progress bar that a loop does not show is warned of when it was asked for") {
  FakeService service;
  FakeWorld world(service.handler());
  const auto client = world.client();
  for (const Asset& asset : client.assets("p", {}, {.fields = {"id"}})) static_cast<void>(asset);
  static_cast<void>(client.assets("p", {}, {.disable_tqdm = false, .fields = {"id"}}).to_vector());
  CHECK(world.sink->warnings().empty());
  for (const Asset& asset : client.assets("p", {}, {.disable_tqdm = false, .fields = {"id"}})) {
    static_cast<void>(asset);
  }
  REQUIRE(world.sink->warnings().size() == 1);
  CHECK_THAT(world.sink->warnings().front(), Catch::Matchers::Contains("disable_tqdm"));
}

TEST_CASE("a range outlives its client") {
  FakeService service;
  service.add(30);
  FakeWorld world(service.handler());
  auto range = std::make_unique<Client>(world.client())->assets("p", {}, {.page_size = 4});
  CHECK(external_ids(std::move(range)).size() == 30);
}

TEST_CASE("an asset that a page repeats is delivered once, one that is added meanwhile is found") {
  FakeService service;
  service.add(100);
  bool added = false;
  service.set_fault([&](const std::string& operation, bool done) -> std::optional<HttpResponse> {
    if (operation == "countAssets" && done && !added) {
      added = true;
      service.add(20);
    }
    return std::nullopt;
  });
  FakeWorld world(service.handler());
  CHECK(external_ids(world.client().assets("p", {}, {.fields = {"id", "externalId"}, .page_size = 50})) ==
        expected_ids(0, 120));
}

TEST_CASE("the page that will come short is asked ahead when the counted assets fill theirs") {
  FakeService service;
  service.add(200);
  std::mutex mutex;
  std::condition_variable arrived;
  bool asked_behind = false;
  bool in_time = true;
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
    if (request.body.find("query assets") != std::string::npos) {
      std::unique_lock lock(mutex);
      asked_behind = asked_behind || request.body.find("\"skip\":200") != std::string::npos;
      arrived.notify_all();
      // No page is answered before that one was asked.
      in_time = arrived.wait_for(lock, std::chrono::seconds(30), [&] { return asked_behind; }) && in_time;
    }
    return service.handle(request);
  });
  const Client client = world.client();
  const AssetsArguments arguments{.fields = {"id", "externalId"}, .page_size = 100};
  CHECK(external_ids(client.assets("p", {}, arguments)) == expected_ids(0, 200));
  CHECK(in_time);
  CHECK(service.count_of("assets") == 3);
  // As many as are wanted need no page behind them.
  CHECK(external_ids(
            client.assets("p", {}, {.fields = {"id", "externalId"}, .first = 200, .page_size = 100})) ==
        expected_ids(0, 200));
  CHECK(service.count_of("assets") == 5);
}

TEST_CASE("the error of a page comes after the assets of the pages before it, once") {
  FakeService service;
  service.add(100);
  int pages = 0;
  std::mutex mutex;
  service.set_fault([&](const std::string& operation, bool done) -> std::optional<HttpResponse> {
    const std::scoped_lock lock(mutex);
    if (operation != "assets" || done || ++pages != 7) return std::nullopt;
    return answer(200, R"({"errors":[{"message":"boom"}]})");
  });
  FakeWorld world(service.handler());
  auto range = world.client().assets("p", {}, {.fields = {"externalId"}, .page_size = 10, .prefetch = 0});
  std::vector<std::string> seen;
  const auto read = [&] {
    for (auto it = range.begin(); it != range.end(); ++it) seen.emplace_back(it->external_id());
  };
  CHECK_THROWS_AS(read(), GraphQLError);
  CHECK(seen == expected_ids(0, 60));
  // What is left of the range is not nothing: it is not known.
  CHECK_THROWS_AS(range.to_vector(), GraphQLError);
  CHECK_THROWS_AS(range.to_table(), GraphQLError);
}

TEST_CASE("leaving early cancels what is under way") {
  FakeService service;
  service.add(10'000);
  std::atomic<int> waiting{0};
  FakeWorld world([&](const HttpRequest& request, const std::stop_token& stop) {
    if (request.body.find("\"skip\":0") == std::string::npos &&
        request.body.find("query assets") != std::string::npos) {
      ++waiting;
      while (!stop.stop_requested()) std::this_thread::yield();
      throw Cancelled("stopped");
    }
    return service.handle(request);
  });
  const Client client = world.client();
  {
    auto range = client.assets("p", {}, {.fields = {"id"}});
    CHECK(range.begin()->id() == "id_0");
  }
  CHECK(waiting <= 9);
}

TEST_CASE("an unknown project is an error of its own") {
  FakeService service;
  FakeWorld world(service.handler());
  auto range = world.client().assets("nowhere");
  CHECK_THROWS_AS(range.begin(), NotFoundError);
}

TEST_CASE("arguments are checked before anything is sent") {
  FakeService service;
  FakeWorld world(service.handler());
  const Client client = world.client();
  CHECK_THROWS_AS(client.assets(""), MissingArgumentError);
  CHECK_THROWS_AS(client.assets("p", {}, {.fields = {"a b"}}), ValidationError);
  CHECK_THROWS_AS(client.assets("p", {}, {.fields = List<std::string>::empty_list()}), ValidationError);
  CHECK_THROWS_AS(client.assets("p", {}, {.page_size = 0}), ValidationError);
  CHECK_THROWS_AS(client.assets("p", {}, {.page_size = 1001}), ValidationError);
  CHECK_THROWS_AS(client.assets("p", {}, {.prefetch = 65}), ValidationError);
  CHECK(world.transport->count() == 0);
}

TEST_CASE("a field that was not requested is an error that names it") {
  FakeService service;
  service.add(1);
  FakeWorld world(service.handler());
  const auto assets = world.client().assets("p").to_vector();
  CHECK_THROWS_WITH(assets.front().priority(), Catch::Matchers::Contains("\"priority\""));
  CHECK_THROWS_AS(assets.front().labels(), FieldError);
}

TEST_CASE("JSON texts of a record are decoded, text that is none becomes {}") {
  FakeWorld world([](const HttpRequest& request, const std::stop_token&) {
    if (request.body.find("query projects") != std::string::npos) {
      return data_answer({{{"dataConnections", nlohmann::json::array()},
                           {"inputType", "IMAGE"},
                           {"steps", nlohmann::json::array()},
                           {"workflowVersion", "V2"}}});
    }
    if (request.body.find("query countAssets") != std::string::npos) return data_answer(1);
    CHECK(request.body.find("currentStep") != std::string::npos);
    return data_answer(
        {{{"id", "1"}, {"jsonMetadata", R"({"a":1})"}, {"labels", {{{"jsonResponse", "not json"}}}}}});
  });
  const auto assets = world.client().assets("p", {}, {.first = 1}).to_vector();
  CHECK(assets.front().json_metadata()["a"] == 1);
  CHECK(assets.front().labels()[0]["jsonResponse"] == nlohmann::json::object());
}

TEST_CASE("a listing ends with an error when the service ignores skip") {
  FakeService service;
  service.add(100);
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
    auto changed = request;
    const auto at = changed.body.find("\"skip\":");
    if (at != std::string::npos && changed.body.find("query assets") != std::string::npos) {
      changed.body.replace(at, changed.body.find_first_of(",}", at) - at, "\"skip\":0");
    }
    return service.handle(changed);
  });
  for (const char* id : {"id", "labels.id"}) {
    std::vector<std::string> listed;
    CHECK_THROWS_WITH(
        [&] {
          for (const auto& asset :
               world.client().assets("p", {}, {.fields = {id, "externalId"}, .page_size = 50})) {
            listed.emplace_back(asset.external_id());
          }
        }(),
        Catch::Matchers::Contains("gave the same records once more in place of those after the first 50"));
    CHECK(listed.size() == 50);
  }
}

TEST_CASE("the longest deadline is no deadline in the past") {
  FakeService service;
  FakeWorld world(service.handler());
  CHECK(world.client().count_assets("p", {}, {.deadline = std::chrono::milliseconds::max()}) == 0);
}
