#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>

#include "fake_service.hpp"
#include "import_helpers.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;

namespace {

namespace fs = std::filesystem;

/// Ids of the stored assets; each must be there once.
std::set<std::string> stored_ids(const FakeService& service) {
  std::set<std::string> ids;
  std::set<std::string> external_ids;
  for (const auto& asset : service.assets()) {
    REQUIRE(ids.insert(asset["id"]).second);
    REQUIRE(external_ids.insert(asset["externalId"]).second);
  }
  return ids;
}

std::set<std::string> imported_ids(const AppendResult& result) {
  std::set<std::string> ids(result.asset_ids.begin(), result.asset_ids.end());
  for (const auto& asset : result.accepted) ids.insert(asset.asset_id);
  return ids;
}

/// A client whose program is killed at its n-th request: from then on nothing reaches the service, and the
/// journal is what it was at that moment.
class KilledProgram {
 public:
  KilledProgram(FakeService& service, std::size_t last_request, bool carried_out, std::string journal)
      : service_(service), last_(last_request), carried_out_(carried_out), journal_(std::move(journal)) {}

  /// @return false when the program ended before it was killed.
  bool run(const AppendManyToDataset& given) {
    AppendManyToDataset arguments = given;
    arguments.journal = journal_ + ".alive";
    FakeWorld world([this](const HttpRequest& request, const std::stop_token&) { return handle(request); });
    ClientOptions options;
    options.max_requests_in_flight = 4;
    const Client client = world.client(options);
    try {
      static_cast<void>(client.append_many_to_dataset("p", arguments));
    } catch (const Error&) {
    }
    return requests_ >= last_;
  }

 private:
  HttpResponse handle(const HttpRequest& request) {
    const std::scoped_lock lock(mutex_);
    if (++requests_ < last_) return service_.handle(request);
    if (requests_ == last_) {
      if (carried_out_) static_cast<void>(service_.handle(request));
      fs::copy_file(journal_ + ".alive", journal_, fs::copy_options::overwrite_existing);
    }
    throw TransportError(TransportFailure::bad_request, "killed");
  }

  FakeService& service_;
  std::size_t last_;
  bool carried_out_;
  std::string journal_;
  std::mutex mutex_;
  std::size_t requests_ = 0;
};

AppendManyToDataset texts(std::size_t count) { return {.content_array = numbered("text ", count)}; }

}  // namespace

TEST_CASE("an import killed at any request continues from its journal: nothing twice, nothing missing") {
  struct World {
    const char* type;
    AppendManyToDataset arguments;
  };
  const std::vector<World> worlds{
      {"IMAGE", {.content_array = numbered("https://x/", 230)}},
      {"IMAGE", {.content_array = numbered("https://x/", 130), .external_id_array = numbered("e", 130)}},
      {"TEXT", texts(12)},
      {"VIDEO", {.content_array = numbered("https://x/", 130)}},
  };
  for (const auto& [type, arguments] : worlds) {
    for (const bool carried_out : {false, true}) {
      for (std::size_t last = 1;; ++last) {
        CAPTURE(type, carried_out, last);
        const TestFolder folder;
        FakeService service(type);
        KilledProgram program(service, last, carried_out, folder.path("journal"));
        if (!program.run(arguments)) break;
        service.import_duration = last % 5 + 1;
        FakeWorld world(service.handler());
        world.seed = 8;  // another program chooses other ids
        AppendManyToDataset again = arguments;
        again.journal = folder.path("journal");
        const auto result = world.client().append_many_to_dataset("p", again);
        service.settle();
        const auto stored = stored_ids(service);
        REQUIRE(stored.size() == arguments.content_array.size());
        REQUIRE(imported_ids(result) == stored);
        CHECK(result.skipped.empty());
      }
    }
  }
}

TEST_CASE("the journal of a complete import gives its result again and sends nothing") {
  const TestFolder folder;
  FakeService service("TEXT");
  FakeWorld world(service.handler());
  const Client client = world.client();
  AppendManyToDataset arguments = texts(130);
  arguments.journal = folder.path("journal");
  const auto first = client.append_many_to_dataset("p", arguments);
  const auto mutations = service.mutations().size();
  const auto uploads = service.uploads().size();
  const auto second = client.append_many_to_dataset("p", arguments);
  CHECK(second.asset_ids == first.asset_ids);
  CHECK(service.mutations().size() == mutations);
  CHECK(service.uploads().size() == uploads);
  fs::remove(folder.path("journal"));
  static_cast<void>(client.append_many_to_dataset("p", arguments));
  CHECK(service.assets().size() == 260);
}

TEST_CASE("an import that failed in part continues from its journal without external ids") {
  const TestFolder folder;
  FakeService service("TEXT");
  bool broken = true;
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
    if (broken && request.method == "PUT" && request.body == "text 7") return answer(500);
    return service.handle(request);
  });
  const Client client = world.client();
  AppendManyToDataset arguments = texts(30);
  arguments.journal = folder.path("journal");
  try {
    client.append_many_to_dataset("p", arguments);
    FAIL("no error");
  } catch (const ImportError& error) {
    CHECK(error.created_asset_ids().size() == 29);
    CHECK_THAT(error.what(), Contains("Call again with the same arguments to import the others"));
  }
  broken = false;
  CHECK(client.append_many_to_dataset("p", arguments).asset_ids.size() == 30);
  CHECK(stored_ids(service).size() == 30);
}

TEST_CASE("a range continues from its journal") {
  const TestFolder folder;
  const AppendSettings settings{.disable_tqdm = {}, .journal = folder.path("journal")};
  std::vector<NewAsset> assets(350);
  for (std::size_t i = 0; i < assets.size(); ++i) assets[i].content = "https://x/" + std::to_string(i);
  FakeService service;
  int mutations = 0;
  service.set_fault([&](const std::string& operation, bool done) -> std::optional<HttpResponse> {
    if (operation == "appendManyAssets" && done && ++mutations == 2)
      return answer(400, R"({"errors":[{"message":"b"}]})");
    return std::nullopt;
  });
  FakeWorld world(service.handler());
  const Client client = world.client();
  // The second mutation is carried out and called refused: as unkind as a service can be.
  CHECK_THROWS_AS(client.append_many_to_dataset("p", assets, settings), ImportError);
  CHECK(service.assets().size() == 200);
  const auto result = client.append_many_to_dataset("p", assets, settings);
  CHECK(result.asset_ids.size() == 350);
  CHECK(imported_ids(result) == stored_ids(service));
}

TEST_CASE("the journal of another import is refused by name before anything is sent") {
  const TestFolder folder;
  const std::string journal = folder.path("journal");
  FakeService service;
  FakeWorld world(service.handler());
  const Client client = world.client();
  const auto arguments = [&](List<Content> contents) {
    AppendManyToDataset result;
    result.content_array = std::move(contents);
    result.journal = journal;
    return result;
  };
  static_cast<void>(client.append_many_to_dataset("p", arguments({"https://x/1", "https://x/2"})));
  const auto sent = world.transport->count();
  CHECK_THAT(message_of<JournalMismatchError>(client, arguments({"https://x/1", "https://x/3"})),
             Contains(journal) && Contains("another import") && Contains("asset 1"));
  CHECK_THAT(message_of<ValidationError>(client, arguments({"https://x/1"})),
             Contains("2 assets into project p"));
  CHECK_THROWS_WITH(client.append_many_to_dataset("q", arguments({"https://x/1", "https://x/2"})),
                    Contains("into project p"));
  const std::string table = folder.file("table.csv", "content,externalId\n");
  AppendManyToDataset wrong_file = arguments({"https://x/1"});
  wrong_file.journal = table;
  CHECK_THAT(message_of<ValidationError>(client, wrong_file), Contains("not the journal"));
  CHECK(read_file(table) == "content,externalId\n");
  wrong_file.journal = folder.path("none/journal");
  CHECK_THAT(message_of<FileError>(client, wrong_file), Contains("cannot be opened"));
  CHECK(world.transport->count() == sent);
}

TEST_CASE("a journal is used by one import at a time") {
  const TestFolder folder;
  FakeService service;
  std::string message;
  FakeWorld world(service.handler());
  const Client client = world.client();
  AppendManyToDataset arguments{.content_array = {"https://x/1"}, .journal = folder.path("journal")};
  service.set_fault([&](const std::string& operation, bool done) -> std::optional<HttpResponse> {
    if (operation == "appendManyAssets" && !done) message = message_of<ValidationError>(client, arguments);
    return std::nullopt;
  });
  static_cast<void>(client.append_many_to_dataset("p", arguments));
  CHECK_THAT(message, Contains("in use"));
}

TEST_CASE("a journal whose last line was cut is read up to there, one damaged before is refused") {
  const TestFolder folder;
  const std::string journal = folder.path("journal");
  FakeService service;
  service.set_fault([&](const std::string& operation, bool) -> std::optional<HttpResponse> {
    if (operation == "appendManyAssets") return answer(400, R"({"errors":[{"message":"refused"}]})");
    return std::nullopt;
  });
  FakeWorld world(service.handler());
  const Client client = world.client();
  AppendManyToDataset arguments{.content_array = numbered("https://x/", 3), .journal = journal};
  CHECK_THROWS_AS(client.append_many_to_dataset("p", arguments), ImportError);
  service.set_fault({});
  const std::string whole = read_file(journal);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    FakeService fresh;
    FakeWorld other(fresh.handler());
    std::ofstream(journal, std::ios::binary) << whole.substr(0, size);
    REQUIRE(other.client().append_many_to_dataset("p", arguments).asset_ids.size() == 3);
    REQUIRE(stored_ids(fresh).size() == 3);
  }
  std::string damaged = whole;
  damaged[whole.find("\"project\"") + 1] ^= 1;
  std::ofstream(journal, std::ios::binary) << damaged;
  CHECK_THAT(message_of<ValidationError>(client, arguments), Contains("damaged"));
}

TEST_CASE("an asset sent before the kill whose external id somebody else took meanwhile is left out") {
  const TestFolder folder;
  FakeService service;
  AppendManyToDataset arguments{.content_array = {"https://x/1", "https://x/2"},
                                .external_id_array = {"asset_0", "mine"},
                                .journal = folder.path("journal")};
  service.set_fault([&](const std::string& operation, bool) -> std::optional<HttpResponse> {
    if (operation == "appendManyAssets") return answer(400, R"({"errors":[{"message":"refused"}]})");
    return std::nullopt;
  });
  FakeWorld world(service.handler());
  const Client client = world.client();
  CHECK_THROWS_AS(client.append_many_to_dataset("p", arguments), ImportError);
  service.set_fault({});
  service.add(1);  // asset_0
  const auto result = client.append_many_to_dataset("p", arguments);
  CHECK(result.asset_ids.size() == 1);
  REQUIRE(result.skipped.size() == 1);
  CHECK(result.skipped[0].external_id == "asset_0");
  CHECK(stored_ids(service).size() == 2);
}
