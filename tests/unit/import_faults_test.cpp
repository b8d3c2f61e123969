// Random schedules of faults: every import ends with exactly the given assets, once each, or with an error
// whose report is exact; and calling again completes it.

#include <catch2/catch.hpp>
#include <map>
#include <mutex>
#include <random>
#include <set>

#include "fake_service.hpp"
#include "import_helpers.hpp"
#include "seeds.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;

namespace {

/// Strikes requests at random, in every way in which a network and a service fail.
class RandomFaults {
 public:
  RandomFaults(std::uint64_t seed, double probability) : random_(seed), probability_(probability) {}

  std::optional<HttpResponse> operator()(const std::string& operation, bool done) {
    const std::scoped_lock lock(mutex_);
    if (stopped_ || std::uniform_real_distribution<>()(random_) >= probability_) return std::nullopt;
    const bool creates = operation.starts_with("appendMany");
    return done ? after() : before(creates, operation == "upload");
  }
  void stop() {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
  }

 private:
  std::optional<HttpResponse> before(bool creates, bool is_upload) {
    switch (random_() % 10) {
      case 0:
        throw TransportError(TransportFailure::connection_lost, "cut before");
      case 1:
        throw TransportError(TransportFailure::could_not_connect, "refused");
      case 2:
        throw TransportError(TransportFailure::timed_out, "too late");
      case 3:
        return answer(503, "busy");
      case 4:
        return answer(429, "slow down", {{"retry-after", "1"}});
      case 5:
        return answer(500, "oops");
      case 6:
        return answer(502, "<html>");
      case 7:
        return is_upload ? answer(403) : answer(200, R"({"errors":[{"message":"boom"}],"data":null})");
      case 8:
        return answer(200, R"({"errors":[{"message":"Failed to fetch data connection"}],"data":null})");
      default:
        if (creates) throw FakeService::CarriedOutLater{};
        throw TransportError(TransportFailure::connection_lost, "cut before");
    }
  }
  std::optional<HttpResponse> after() {
    switch (random_() % 5) {
      case 0:
        return answer(502, "<html>");
      case 1:
        return answer(200, "{\"data\":{");
      case 2:
        return answer(500, "oops");
      case 3:
        return answer(200, R"({"errors":[{"message":"Failed to fetch data connection"}],"data":null})");
      default:
        throw TransportError(TransportFailure::connection_lost, "cut after");
    }
  }

  std::mutex mutex_;
  std::mt19937_64 random_;
  double probability_;
  bool stopped_ = false;
};

std::map<std::string, std::string> external_id_by_id(const FakeService& service) {
  std::map<std::string, std::string> assets;
  std::set<std::string> external_ids;
  for (const auto& asset : service.assets()) {
    REQUIRE(assets.emplace(asset["id"], asset["externalId"]).second);
    REQUIRE(external_ids.insert(asset["externalId"]).second);
  }
  return assets;
}

/// What the report says must be what the service has.
void check_report(const std::vector<ImportedAsset>& report, std::size_t given, const FakeService& service) {
  auto stored = external_id_by_id(service);
  REQUIRE(report.size() == given);
  for (std::size_t i = 0; i < report.size(); ++i) {
    const auto& asset = report[i];
    INFO("asset " << i << ": outcome " << static_cast<int>(asset.outcome) << ", " << asset.reason);
    REQUIRE(asset.index == i);
    const auto found = stored.find(asset.asset_id);
    switch (asset.outcome) {
      case ImportOutcome::created:
        REQUIRE(found != stored.end());
        REQUIRE(found->second == asset.external_id);
        break;
      case ImportOutcome::failed:
        REQUIRE(found == stored.end());
        REQUIRE_FALSE(asset.reason.empty());
        break;
      case ImportOutcome::not_sent:
        REQUIRE(found == stored.end());
        break;
      case ImportOutcome::skipped:
        FAIL("nothing is to be skipped");
        break;
      case ImportOutcome::accepted:
      case ImportOutcome::unknown:
        break;
    }
    if (found != stored.end()) stored.erase(found);
  }
  REQUIRE(stored.empty());
}

struct Tally {
  int clean = 0;
  int refused = 0;  ///< Nothing was sent.
  int reported = 0;
};

/// One import under the faults of a seed.
void import_with_faults(std::uint64_t seed, const TestFolder& folder, Tally& tally) {
  std::mt19937_64 random(seed);
  const std::size_t count = 1 + random() % 240;
  const char* const type = std::vector<const char*>{"IMAGE", "TEXT", "VIDEO"}[random() % 3];
  AppendManyToDataset arguments;
  const std::size_t assets = std::string(type) == "TEXT" ? 1 + count % 40 : count;
  arguments.content_array = numbered(std::string(type) == "TEXT" ? "text " : "https://x/", assets);
  if (random() % 2 == 0) arguments.external_id_array = numbered("e", assets);
  const bool repeatable = arguments.external_id_array.has_value() || random() % 2 == 0;
  if (repeatable && (!arguments.external_id_array || random() % 4 == 0)) {
    arguments.journal = folder.path(std::to_string(seed));
  }
  const auto faults =
      std::make_shared<RandomFaults>(seed, std::vector<double>{0.01, 0.05, 0.2, 0.5}[random() % 4]);
  FakeService service(type);
  service.import_duration = 1 + random() % 12;
  if (random() % 4 == 0) service.failing_imports = {"e0", "e" + std::to_string(random() % assets)};
  service.set_fault([faults](const std::string& operation, bool done) { return (*faults)(operation, done); });
  FakeWorld world(service.handler());
  ClientOptions options;
  options.max_requests_in_flight = 1 + random() % 8;
  const Client client = world.client(options);

  try {
    const auto result = client.append_many_to_dataset("p", arguments);
    service.settle();
    const auto stored = external_id_by_id(service);
    REQUIRE(stored.size() == assets);
    std::set<std::string> ids(result.asset_ids.begin(), result.asset_ids.end());
    for (const auto& asset : result.accepted) {
      REQUIRE(asset.outcome == ImportOutcome::created);
      ids.insert(asset.asset_id);
    }
    REQUIRE(ids.size() == assets);
    for (const auto& id : ids) REQUIRE(stored.contains(id));
    ++tally.clean;
  } catch (const ImportError& error) {
    service.settle();
    check_report(error.assets(), assets, service);
    ++tally.reported;
  } catch (const Error& error) {
    INFO(error.what());
    service.settle();
    REQUIRE(service.assets().empty());
    ++tally.refused;
  }
  if (!repeatable) return;
  faults->stop();
  service.failing_imports.clear();
  const bool complete = service.assets().size() == assets;
  const AppendResult again = client.append_many_to_dataset("p", arguments);
  if (!arguments.journal) REQUIRE((again.skipped.size() == assets) == complete);
  service.settle();
  REQUIRE(external_id_by_id(service).size() == assets);
}

}  // namespace

TEST_CASE("random imports under random faults end with each asset once or with an exact report") {
  const TestFolder folder;
  Tally tally;
  const Seeds seeds;
  REQUIRE(seeds.count() > 0);
  for (std::uint64_t seed = seeds.first(); seed < seeds.end(); ++seed) {
    INFO("KILI_SEEDS=1 KILI_SEED=" << seed);
    import_with_faults(seed, folder, tally);
  }
  // Each way to end occurs; a replay of a few seeds may have none of one.
  const auto imports = static_cast<int>(seeds.count());
  INFO(tally.clean << " clean, " << tally.reported << " reported, " << tally.refused << " refused");
  if (imports >= 100) {
    CHECK(tally.clean > imports / 4);
    CHECK(tally.reported > imports / 50);
  }
  if (imports >= 2'000) CHECK(tally.refused > imports / 100);
}
