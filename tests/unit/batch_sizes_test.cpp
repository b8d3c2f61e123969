#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <functional>
#include <optional>

#include "engine/mutation_batches.hpp"
#include "fake_service.hpp"
#include "import_helpers.hpp"
#include "in_process_sandbox.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

Json blob(std::size_t bytes) { return Json(json{{"blob", std::string(bytes, 'x')}}); }

std::vector<Json> blobs(std::size_t count, std::size_t bytes) { return {count, blob(bytes)}; }

/// A mutation of which the link carries 40 kB a second.
class SlowMutation final : public engine::RepairableMutation {
 public:
  static constexpr std::size_t item_bytes = 190'000;

  [[nodiscard]] engine::ItemIndexes send(const engine::ItemIndexes& items,
                                         const support::CallContext& context) override {
    sizes.push_back(items.size());
    REQUIRE(context.transfer != nullptr);
    context.transfer->elapsed = std::chrono::milliseconds(items.size() * item_bytes / 40);
    return {};
  }
  [[nodiscard]] engine::ItemIndexes not_yet_done(const engine::ItemIndexes& items,
                                                 const support::CallContext& /*context*/) override {
    return items;
  }

  std::vector<std::size_t> sizes{};
};

/// A project in a sandbox, and the sizes of the mutations that were carried out.
struct MeasuredProject {
  using Rule = std::function<std::optional<HttpResponse>(const std::string& operation, std::size_t bytes)>;

  explicit MeasuredProject(std::size_t count, ClientOptions options = {})
      : fake([this](const HttpRequest& request, const std::stop_token&) { return answer_to(request); }) {
    sandbox.use_clock(fake.clock);
    json assets = json::array();
    for (std::size_t i = 0; i < count; ++i) assets.push_back({{"externalId", "asset_" + std::to_string(i)}});
    ids = sandbox.add_assets(assets);
    options.calls_per_minute = 0;
    client.emplace(fake.client(std::move(options)));
  }

  /// Number of assets of each update, in order.
  [[nodiscard]] std::vector<std::size_t> updates() const {
    std::vector<std::size_t> sizes;
    for (const auto& [operation, variables] : sandbox.carried_out()) {
      if (operation == "updatePropertiesInAssets") sizes.push_back(variables["where"].size());
    }
    return sizes;
  }

  Rule before{};  ///< Answers in place of the service.
  Rule after{};   ///< Answers when the work is done.
  InProcessSandbox sandbox;
  FakeWorld fake;
  std::vector<std::string> ids;
  std::optional<Client> client;

 private:
  HttpResponse answer_to(const HttpRequest& request) {
    const bool is_update = request.body.find("updatePropertiesInAssets(") != std::string::npos;
    const std::string operation = is_update ? "update" : "other";
    if (before) {
      if (auto instead = before(operation, request.body.size())) return *std::move(instead);
    }
    HttpResponse response = sandbox.handle(request);
    if (after) {
      if (auto instead = after(operation, request.body.size())) return *std::move(instead);
    }
    return response;
  }
};

}  // namespace

TEST_CASE("a batch of updates ends where the next asset would pass the budget") {
  MeasuredProject world(5);
  static_cast<void>(world.client->update_properties_in_assets(
      {.asset_ids = world.ids, .json_metadatas = blobs(5, 900'000)}));
  auto updates = world.updates();
  CHECK(updates.front() == 2);
  std::sort(updates.begin(), updates.end());  // only the first is sent alone
  CHECK(updates == std::vector<std::size_t>{1, 2, 2});
}

TEST_CASE("an asset over the budget goes alone") {
  MeasuredProject world(3);
  static_cast<void>(world.client->update_properties_in_assets(
      {.asset_ids = world.ids, .json_metadatas = {blob(1), blob(2'500'000), blob(1)}}));
  CHECK(world.updates() == std::vector<std::size_t>{1, 1, 1});
}

TEST_CASE("batches follow the speed of the link") {
  FakeWorld world([](const HttpRequest&, const std::stop_token&) { return answer(500); });
  const engine::Runtime runtime{.clock = world.clock,
                                .log = support::MessageLog(world.sink),
                                .pool = std::make_shared<support::WorkerPool>(1)};
  SlowMutation mutation;
  const std::vector<std::string> names = numbered("name_", 60);
  const support::CallContext context;
  engine::MutationBatches batches(runtime, names, context);
  batches.run(mutation, {.in_order = true, .bytes_of = [](std::size_t) { return SlowMutation::item_bytes; }});
  CHECK_FALSE(batches.error());
  // 2 MB at first, then half of it, then 600 kB.
  REQUIRE(mutation.sizes.size() > 4);
  CHECK(mutation.sizes[0] == 10);
  CHECK(mutation.sizes[1] == 5);
  CHECK(mutation.sizes[2] == 3);
  CHECK(mutation.sizes[3] == 3);
}

TEST_CASE("a batch size that is given is kept") {
  MeasuredProject world(5, {.batch_size = 4});
  static_cast<void>(world.client->update_properties_in_assets(
      {.asset_ids = world.ids, .json_metadatas = blobs(5, 900'000)}));
  CHECK(world.updates() == std::vector<std::size_t>{4, 1});
  CHECK_THROWS_AS(MeasuredProject(1, {.batch_size = 0}), ValidationError);
  CHECK_THROWS_AS(MeasuredProject(1, {.batch_size = 101}), ValidationError);
}

TEST_CASE("a batch that the service calls too large is sent in smaller requests") {
  MeasuredProject world(100, {.compress_requests = false});
  world.before = [](const std::string& operation, std::size_t bytes) -> std::optional<HttpResponse> {
    if (operation == "update" && bytes > 400'000) return answer(413, "too large");
    return std::nullopt;
  };
  const auto changed = world.client->update_properties_in_assets(
      {.asset_ids = world.ids, .json_metadatas = blobs(100, 10'000)});
  CHECK(changed == world.ids);
  std::size_t sum = 0;
  for (const std::size_t size : world.updates()) sum += size;
  CHECK(sum == 100);  // none twice
  for (const json& asset : world.sandbox.state())
    CHECK(asset["jsonMetadata"].get<std::string>().size() > 10'000);
}

TEST_CASE("one asset that is too large is an error, those before it are as asked") {
  MeasuredProject world(3);
  world.before = [](const std::string& operation, std::size_t bytes) -> std::optional<HttpResponse> {
    if (operation == "update" && bytes > 400'000) return answer(413, "too large");
    return std::nullopt;
  };
  try {
    static_cast<void>(world.client->update_properties_in_assets(
        {.asset_ids = world.ids, .json_metadatas = {blob(10), blob(500'000), blob(10)}}));
    FAIL("no error");
  } catch (const MutationError& error) {
    CHECK(error.context().http_status == 413);
    REQUIRE(error.assets().size() == 3);
    CHECK(error.assets()[0].outcome == MutationOutcome::done);
    CHECK(error.assets()[1].outcome == MutationOutcome::failed);
    CHECK(error.assets()[2].outcome == MutationOutcome::failed);
  }
}

TEST_CASE("a large batch whose answer is lost is repaired in smaller requests") {
  MeasuredProject world(100, {.compress_requests = false});
  world.before = [](const std::string& operation, std::size_t bytes) -> std::optional<HttpResponse> {
    if (operation == "update" && bytes > 700'000) return answer(504, "too slow");
    return std::nullopt;
  };
  CHECK(world.client->update_properties_in_assets(
            {.asset_ids = world.ids, .json_metadatas = blobs(100, 10'000)}) == world.ids);
  for (const std::size_t size : world.updates()) CHECK(size <= 70);
}

TEST_CASE("a small mutation that fails says nothing about sizes") {
  MeasuredProject world(12);
  int failures = 0;
  world.after = [&](const std::string& operation, std::size_t) -> std::optional<HttpResponse> {
    if (operation == "update" && ++failures <= 2) return answer(504, "too slow");
    return std::nullopt;
  };
  static_cast<void>(
      world.client->update_properties_in_assets({.asset_ids = {world.ids[0]}, .json_metadatas = {blob(10)}}));
  world.after = {};
  static_cast<void>(world.client->update_properties_in_assets(
      {.asset_ids = world.ids, .json_metadatas = blobs(12, 190'000)}));
  CHECK(world.updates()[world.updates().size() - 2] == 10);
}

TEST_CASE(
    "an import batch ends where the next asset would pass the budget; what is uploaded does not count") {
  FakeService images;
  FakeWorld world(images.handler());
  static_cast<void>(world.client().append_many_to_dataset(
      "p", {.content_array = numbered("https://x/i.jpg?", 5), .json_metadata_array = blobs(5, 900'000)}));
  std::vector<std::size_t> sizes;
  for (const json& mutation : images.mutations()) sizes.push_back(mutation["data"]["idArray"].size());
  CHECK(sizes == std::vector<std::size_t>{2, 2, 1});

  FakeService texts("TEXT");
  FakeWorld other(texts.handler());
  static_cast<void>(other.client().append_many_to_dataset(
      "p", {.content_array = {std::string(1'500'000, 'x'), std::string(1'500'000, 'y'), "short"}}));
  REQUIRE(texts.mutations().size() == 1);
  CHECK(texts.mutations()[0]["data"]["idArray"].size() == 3);
}

TEST_CASE("an import batch that the service calls too large is sent in smaller requests, each asset once") {
  for (const std::string type : {"IMAGE", "VIDEO"}) {
    FakeService service(type);
    FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
      const bool creates = request.body.find(": appendManyAssets") != std::string::npos;
      if (creates && request.body.size() > 300'000) return answer(413, "too large");
      return service.handle(request);
    });
    const auto result = world.client({.compress_requests = false})
                            .append_many_to_dataset("p", {.content_array = numbered(source_of(type), 100),
                                                          .json_metadata_array = blobs(100, 10'000)});
    CHECK(result.asset_ids.size() + result.accepted.size() == 100);
    for (const auto& asset : result.accepted) CHECK(asset.outcome == ImportOutcome::created);
    CHECK(service.asset_count() == 100);
    CHECK(service.mutations().size() >= 4);
  }
}

TEST_CASE("a lost answer to a part of a large import batch is repaired, each asset once") {
  for (const std::string type : {"IMAGE", "VIDEO"}) {
    FakeService service(type);
    int mutations = 0;
    FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
      const bool creates = request.body.find(": appendManyAssets") != std::string::npos;
      if (creates && request.body.size() > 300'000) return answer(413, "too large");
      HttpResponse response = service.handle(request);
      if (creates && ++mutations == 2) throw TransportError(TransportFailure::connection_lost, "cut");
      return response;
    });
    const auto result = world.client({.compress_requests = false})
                            .append_many_to_dataset("p", {.content_array = numbered(source_of(type), 100),
                                                          .json_metadata_array = blobs(100, 10'000)});
    service.settle();
    CHECK(service.asset_count() == 100);
    if (type == "IMAGE") CHECK(result.asset_ids.size() == 100);
  }
}

TEST_CASE("import batches keep a size that is given") {
  FakeService service;
  FakeWorld world(service.handler());
  static_cast<void>(world.client({.batch_size = 3})
                        .append_many_to_dataset("p", {.content_array = numbered("https://x/i.jpg?", 7),
                                                      .json_metadata_array = blobs(7, 900'000)}));
  std::vector<std::size_t> sizes;
  for (const json& mutation : service.mutations()) sizes.push_back(mutation["data"]["idArray"].size());
  CHECK(sizes == std::vector<std::size_t>{3, 3, 1});
}
