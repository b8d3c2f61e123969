// Records without a field that was asked for, or with one of another type, and what else is no answer.

#include <catch2/catch.hpp>
#include <string>
#include <utility>

#include "fake_transport.hpp"
#include "kili/json.hpp"
#include "support/json_members.hpp"
#include "support/json_text.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

/// A service with one image, whose record is that of the test.
FakeTransport::Handler service_of_record(json record) {
  return [record = std::move(record)](const HttpRequest& request, const std::stop_token&) {
    const auto asks = [&request](const char* part) { return request.body.find(part) != std::string::npos; };
    if (request.response_file) {
      throw TransportError(TransportFailure::file_failed, "cannot write 'a.jpg': No space left on device");
    }
    if (request.method != "POST") return answer(200, "", {{"Content-Length", "3"}});
    if (asks("query projects")) {
      return data_answer({{{"dataConnections", json::array()},
                           {"inputType", "IMAGE"},
                           {"steps", json::array()},
                           {"workflowVersion", "V1"}}});
    }
    if (asks("countAssets")) return data_answer(1);
    return data_answer(json::array({record}));
  };
}

AssetsArguments with_media(const TestFolder& folder) {
  return {.download_media = true,
          .fields = {"id", "content", "externalId", "jsonContent"},
          .local_media_dir = folder.root()};
}

}  // namespace

TEST_CASE("a record whose external id is no text ends in a typed error") {
  json record{{"id", "a"}, {"content", "https://storage.test/a.jpg"}, {"jsonContent", ""}};
  const int kind = GENERATE(0, 1, 2, 3);
  CAPTURE(kind);
  if (kind == 1) record["externalId"] = nullptr;
  if (kind == 2) record["externalId"] = 7;
  if (kind == 3) record["externalId"] = json::array({"a"});
  FakeWorld world(service_of_record(record));
  const TestFolder folder;
  CHECK_THROWS_AS(world.client().assets("p", {}, with_media(folder)).to_vector(), HttpError);
}

TEST_CASE("a full disk is an error of the file and not tried again") {
  FakeWorld world(service_of_record({{"id", "a"},
                                     {"content", "https://storage.test/a.jpg"},
                                     {"externalId", "a.jpg"},
                                     {"jsonContent", ""}}));
  const TestFolder folder;
  try {
    static_cast<void>(world.client().assets("p", {}, with_media(folder)).to_vector());
    FAIL("no error");
  } catch (const FileWriteError& error) {
    CHECK_THAT(error.what(), Catch::Matchers::Contains("No space left"));
    CHECK(error.context().attempts == 1);
  }
}

TEST_CASE("calls of a moved-from client are an error") {
  FakeWorld world(service_of_record(json::object()));
  Client client = world.client();
  const Client other = std::move(client);
  CHECK_NOTHROW(other.api_endpoint());
  // NOLINTBEGIN(bugprone-use-after-move): that is what is tested
  CHECK_THROWS_AS(client.api_endpoint(), ValidationError);
  CHECK_THROWS_AS(client.count_assets("p"), ValidationError);
  CHECK_THROWS_AS(client.assets("p"), ValidationError);
  client = other;
  CHECK_NOTHROW(client.api_endpoint());
  // NOLINTEND(bugprone-use-after-move)
}

TEST_CASE("objects of very many members are read, kept in order and written") {
  constexpr std::size_t count = 200'000;
  std::string text = "{";
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += ',';
    text += "\"" + std::to_string((i * 7919) % count) + "\":" + std::to_string(i);
  }
  text += ",\"0\":\"last\"}";
  const Json value = Json::parse(text);
  REQUIRE(value.ordered()->size() == count);
  CHECK(value.ordered()->begin().key() == "0");
  CHECK(value.ordered()->begin().value() == "last");
  CHECK((++value.ordered()->begin()).key() == "7919");
  CHECK(value.get()["7919"] == 1);
  auto members = support::JsonMembers::read(text);
  REQUIRE(members);
  for (std::size_t i = 0; i < count; i += 2) members->set(std::to_string(i), "true");
  members->set("new", "1");
  CHECK(members->text().ends_with("\"new\": 1}"));
  members->keep_only({"7919", "new"});
  CHECK(members->text() == R"({"7919": 1, "new": 1})");
  CHECK(*members->find("new") == "1");
  CHECK(members->find("0") == nullptr);
}
