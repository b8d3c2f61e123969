// How often an import of arrays reads the files that it is given, before they are uploaded.

#include <atomic>
#include <catch2/catch.hpp>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "fake_service.hpp"
#include "import_helpers.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

constexpr std::size_t file_size = std::size_t{8} << 20U;

/// Bytes that this process has read from files so far, as the kernel counts them; 0 where it does not.
std::uint64_t bytes_read() {
  std::ifstream counters("/proc/self/io");
  for (std::string word; counters >> word;) {
    if (word != "rchar:") continue;
    std::uint64_t bytes = 0;
    counters >> bytes;
    return bytes;
  }
  return 0;
}

/// How often the import read this file of 8 MB; the transport of the tests reads no file.
template <typename Import>
double reads_of_file(const Import& import) {
  const std::uint64_t before = bytes_read();
  import();
  return static_cast<double>(bytes_read() - before) / static_cast<double>(file_size);
}

}  // namespace

TEST_CASE("a file of text is read once before its upload") {
  if (bytes_read() == 0) return;
  const TestFolder folder;
  const std::string path = folder.file("a.txt", std::string(file_size, 'x'));
  FakeService service("TEXT");
  FakeWorld world(service.handler());
  const Client client = world.client();
  CHECK(reads_of_file([&] {
          CHECK(client.append_many_to_dataset("p", {.content_array = {path}}).asset_ids.size() == 1);
        }) == Approx(1).margin(0.1));
  std::vector<NewAsset> range(1);
  range.front().content = path;
  CHECK(reads_of_file([&] { CHECK(client.append_many_to_dataset("p", range).asset_ids.size() == 1); }) ==
        Approx(1).margin(0.1));
}

TEST_CASE("a file with a JSON object is read once before its upload") {
  if (bytes_read() == 0) return;
  const TestFolder folder;
  const std::string path = folder.file("a.json", json{{"prompt", std::string(file_size, 'x')}}.dump());
  FakeService service("LLM_RLHF");
  FakeWorld world(service.handler());
  CHECK(reads_of_file([&] {
          CHECK(world.client().append_many_to_dataset("p", {.content_array = {path}}).asset_ids.size() == 1);
        }) == Approx(1).margin(0.1));
}

TEST_CASE("what is odd in a chat is said once") {
  const json chat{
      {{"role", "user"}, {"content", "hi"}, {"id", nullptr}, {"chat_id", "c"}, {"model", nullptr}}};
  const TestFolder folder;
  for (const Content& content : {Content(chat), Content(folder.file("chat.json", chat.dump()))}) {
    FakeService service("LLM_RLHF");
    FakeWorld world(service.handler());
    CHECK(world.client().append_many_to_dataset("p", {.content_array = {content}}).asset_ids.size() == 1);
    REQUIRE(world.sink->warnings().size() == 1);
    CHECK_THAT(world.sink->warnings().front(), Contains("has no id"));
    REQUIRE(service.uploads().size() == 1);
    CHECK_THAT(service.uploads().front().body, Contains(R"("prompt": "hi")"));
  }
}

TEST_CASE("a file that changes after the check of an array is checked again, and imported as it is then") {
  const TestFolder folder;
  const std::string path = folder.file("a.txt", "before");
  for (const bool is_text : {true, false}) {
    const std::string next = is_text ? "as it is in the end" : "caf\xe9";
    FakeService service("TEXT");
    std::atomic<bool> changed = false;
    // The answer to the question which external ids exist comes after the check of all rows.
    service.set_fault([&](const std::string& operation, bool done) -> std::optional<HttpResponse> {
      if (operation == "createUploadBucketSignedUrls" && !done && !changed.exchange(true)) {
        static_cast<void>(folder.file("last.txt", next));
      }
      return std::nullopt;
    });
    FakeWorld world(service.handler());
    // The last file is planned when the first batches have asked for their URLs.
    std::vector<std::string> files(450, path);
    files.push_back(folder.file("last.txt", "before"));
    if (is_text) {
      CHECK(world.client().append_many_to_dataset("p", {.content_array = files}).asset_ids.size() == 451);
      continue;
    }
    try {
      world.client().append_many_to_dataset("p", {.content_array = files});
      FAIL("no error");
    } catch (const ImportError& error) {
      CHECK(error.assets().back().outcome == ImportOutcome::failed);
      CHECK_THAT(error.assets().back().reason, Contains("not UTF-8"));
      CHECK(error.created_asset_ids().size() == 450);
    }
  }
}

TEST_CASE("texts before the first file of an array are names of missing files") {
  const TestFolder folder;
  const std::string file = folder.file("a.txt", "text");
  FakeService service("TEXT");
  FakeWorld world(service.handler());
  const Client client = world.client();
  CHECK_THAT(message_of<FileError>(client, {.content_array = {"\xff", "words", file}}),
             Contains("asset 0") && Contains("does not exist"));
  CHECK(service.mutations().empty());
  // Those that the project has already need no file.
  service.add(1);
  const auto result = client.append_many_to_dataset(
      "p", {.content_array = {"words", file}, .external_id_array = {"asset_0", "new"}});
  CHECK(result.skipped.size() == 1);
  CHECK(result.asset_ids.size() == 1);
}
