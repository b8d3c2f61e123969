// Files on a disk that is full. Where no small disk is at hand, the limit of the process for the size of
// files makes writes fail at the same places.

#include <catch2/catch.hpp>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "error_messages.hpp"
#include "fake_service.hpp"
#include "fake_transport.hpp"
#include "file_size_limit.hpp"
#include "import_helpers.hpp"
#include "kili/exports/coco.hpp"
#include "rectangle_ontology.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;

namespace {

namespace fs = std::filesystem;

AppendManyToDataset urls_with_journal(const std::string& journal) {
  return {.content_array = numbered("https://example.com/i.jpg?", 250),
          .external_id_array = numbered("asset ", 250),
          .journal = journal};
}

}  // namespace

TEST_CASE("a journal that is a device is refused before anything is sent") {
  FakeService service;
  FakeWorld world(service.handler());
  const Client client = world.client();
  for (const char* device : {"/dev/full", "/dev/zero", "/dev/null"}) {
    if (!fs::exists(device)) continue;
    CHECK_THAT(message_of<FileWriteError>(client, urls_with_journal(device)),
               Contains(device) && Contains("give the path of a file"));
  }
  CHECK(world.transport->count() == 0);
}

TEST_CASE("an import whose journal cannot be written stops, and loses and repeats nothing") {
  // Each place at which the disk can become full, from the first line on.
  for (rlim_t room = 0; room < 40'000; room += 1'700) {
    CAPTURE(room);
    const TestFolder folder;
    FakeService service;
    FakeWorld world(service.handler());
    const Client client = world.client();
    const auto arguments = urls_with_journal(folder.path("journal"));
    bool failed = false;
    {
      const FileSizeLimit limit(room);
      try {
        client.append_many_to_dataset("p", arguments);
      } catch (const FileWriteError& error) {
        failed = true;
        CHECK_THAT(error.what(), Contains(folder.path("journal")) && Contains("call again"));
      } catch (const ImportError& error) {
        failed = true;
        CHECK(error.cause_code() == ErrorCode::file_not_writable);
        CHECK_THAT(error.what(), Contains(folder.path("journal")) && Contains("call again"));
      }
    }
    if (!failed) {
      CHECK(room > 10'000);
      continue;
    }
    client.append_many_to_dataset("p", arguments);
    std::set<std::string> external_ids;
    for (const auto& asset : service.assets()) CHECK(external_ids.insert(asset["externalId"]).second);
    CHECK(external_ids.size() == 250);
  }
}

TEST_CASE("an export to a full device is an error that names the file") {
  if (!fs::exists("/dev/full")) return;
  const CocoWriter writer(rectangle_ontology());
  CHECK_THAT(message_of<FileWriteError>([&] { writer.write("/dev/full"); }),
             Contains("/dev/full") && Contains("room"));
  FakeService service;
  service.add(3);
  FakeWorld world(service.handler());
  const Table table = world.client().assets("p", {}, {.fields = {"id", "externalId"}}).to_table();
  CHECK_THAT(message_of<FileWriteError>([&] { table.write_csv("/dev/full"); }), Contains("/dev/full"));
  CHECK_THAT(message_of<FileWriteError>([&] { table.write_ndjson("/dev/full"); }), Contains("/dev/full"));
  // And the temporary file does not stay.
  const TestFolder folder;
  const FileSizeLimit limit(10);
  CHECK_THROWS_AS(table.write_csv(folder.path("table.csv")), FileWriteError);
  CHECK(folder.files().empty());
}
