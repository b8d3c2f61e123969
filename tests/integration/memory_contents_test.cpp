// Contents from memory and from readers over real sockets, with uploads that are cut and refused.

#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "import_helpers.hpp"
#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;

TEST_CASE(
    "contents from memory and from streams arrive whole over sockets, whatever happens to the uploads") {
  const auto point =
      GENERATE(FaultPoint::before, FaultPoint::after, FaultPoint::status, FaultPoint::truncate);
  Sandbox sandbox;
  const auto project = sandbox.add_project({.input_type = "PDF"});
  SandboxFault fault;
  fault.operation = "storage.put";
  fault.when = point;
  fault.count = 4;
  fault.status = 503;
  fault.skip = 1;
  sandbox.add_fault(fault);
  ClientOptions options;
  options.api_endpoint = sandbox.endpoint();
  options.api_key = sandbox.api_key();
  options.calls_per_minute = 0;
  const Client client(options);
  std::map<std::string, std::string> given;
  std::vector<NewAsset> assets;
  for (std::size_t i = 0; i < 12; ++i) {
    const std::string name = "document " + std::to_string(i);
    const std::string bytes = "%PDF-" + std::string(50'000 * (i + 1), static_cast<char>('a' + i));
    given[name] = bytes;
    assets.push_back(
        {.content = i % 2 == 0 ? Content::from_bytes(bytes, "application/pdf")
                               : Content::from_stream(std::make_shared<std::istringstream>(bytes), "a.pdf"),
         .external_id = name});
  }
  CHECK(client.append_many_to_dataset(project, assets).asset_ids.size() == given.size());
  const TestFolder folder;
  std::size_t seen = 0;
  for (const Asset& asset : client.assets(project, {},
                                          {.download_media = true,
                                          .fields = {"id", "externalId", "content"},
                                          .local_media_dir = folder.path()})) {
    ++seen;
    CHECK(read_file(std::string(asset.content())) == given.at(std::string(asset.external_id())));
  }
  CHECK(seen == given.size());
}
