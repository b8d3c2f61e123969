#include <atomic>
#include <catch2/catch.hpp>

#include "fake_transport.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

constexpr const char* storage = "https://storage.test/";

/// A project whose assets are these records, and documents in a storage.
struct ServiceWithStorage {
  std::string input_type = "VIDEO";
  json records = json::array();
  std::function<HttpResponse(const std::string& path)> document;

  [[nodiscard]] FakeTransport::Handler handler() const {
    return [this](const HttpRequest& request, const std::stop_token&) {
      if (request.url.starts_with(storage)) {
        return document(request.url.substr(std::string_view(storage).size()));
      }
      if (request.body.find("query projects") != std::string::npos) {
        return data_answer({{{"dataConnections", json::array()},
                             {"inputType", input_type},
                             {"steps", json::array()},
                             {"workflowVersion", "V1"}}});
      }
      if (request.body.find("countAssets") != std::string::npos) return data_answer(records.size());
      const auto variables = json::parse(request.body)["variables"];
      const auto skip = variables["skip"].get<std::size_t>();
      json page = json::array();
      for (std::size_t i = skip; i < records.size() && page.size() < variables["first"]; ++i) {
        page.push_back(records[i]);
      }
      return data_answer(page);
    };
  }
};

json record_with_link(int number) {
  return {{"id", std::to_string(number)},
          {"labels",
           {{{"jsonResponse", ""}, {"jsonResponseUrl", storage + std::to_string(number)}},
            {{"jsonResponse", R"({"inline":true})"}, {"jsonResponseUrl", nullptr}}}}};
}

}  // namespace

TEST_CASE("annotations given by URL are fetched from there and put in their place, without the key") {
  ServiceWithStorage service;
  for (int i = 0; i < 25; ++i) service.records.push_back(record_with_link(i));
  service.document = [](const std::string& path) { return answer(200, R"({"of":)" + path + "}"); };
  FakeWorld world(service.handler());
  const auto assets = world.client().assets("p", {}, {.fields = {"id", "labels.jsonResponse"}}).to_vector();
  REQUIRE(assets.size() == 25);
  for (int i = 0; i < 25; ++i) {
    const auto& labels = assets[static_cast<std::size_t>(i)].labels();
    CHECK(labels[0] == json{{"jsonResponse", {{"of", i}}}});
    CHECK(labels[1]["jsonResponse"] == json{{"inline", true}});
  }
  for (const auto& request : world.transport->requests()) {
    const bool to_storage = request.url.starts_with(storage);
    const bool has_key = std::any_of(request.headers.begin(), request.headers.end(),
                                     [](const auto& header) { return header.first == "Authorization"; });
    CHECK(has_key != to_storage);
    if (request.body.find("query assets(") != std::string::npos) {
      CHECK(request.body.find("jsonResponseUrl") != std::string::npos);
      CHECK(json::parse(request.body)["variables"]["first"] == 10);
    }
  }
}

TEST_CASE("documents of labels are not asked for one after the other where none is any more") {
  ServiceWithStorage service;
  for (int i = 0; i < 1'000; ++i) service.records.push_back(record_with_link(i));
  std::atomic<std::size_t> asked = 0;
  std::size_t found_every = 0;
  service.document = [&](const std::string&) {
    const auto number = ++asked;
    return found_every > 0 && number % found_every == 0 ? answer(200, R"({"of":1})") : answer(404);
  };
  FakeWorld world(service.handler());
  const auto list = [&] {
    for (const auto& asset : world.client().assets("p", {}, {.fields = {"id", "labels.jsonResponse"}})) {
      CHECK(asset.labels()[1]["jsonResponse"] == json{{"inline", true}});
    }
  };
  SECTION("all are missing") {
    list();
    CHECK(asked >= 100);
    CHECK(asked < 300);  // some are under way
    REQUIRE(world.sink->warnings().size() == 1);
    const std::string warning = world.sink->warnings().front();
    CHECK(warning.starts_with(std::to_string(1'000 - asked) + " documents"));
    CHECK(warning.find("HTTP 404") != std::string::npos);
  }
  SECTION("some are there") {
    found_every = 50;
    list();
    CHECK(asked == 1'000);
    CHECK(world.sink->warnings().empty());
  }
}

TEST_CASE("the failure to fetch a document comes at its asset, after those before it") {
  ServiceWithStorage service;
  for (int i = 0; i < 20; ++i) service.records.push_back(record_with_link(i));
  service.document = [](const std::string& path) { return path == "13" ? answer(403) : answer(200, "{}"); };
  FakeWorld world(service.handler());
  auto range = world.client().assets("p", {}, {.fields = {"id", "labels.jsonResponse"}});
  std::vector<std::string> delivered;
  try {
    for (const Asset& asset : range) delivered.emplace_back(asset.id());
    FAIL("no error");
  } catch (const HttpError& error) {
    CHECK(error.context().http_status == 403);
    CHECK_THAT(error.what(), Catch::Matchers::Contains("https://storage.test/13"));
  }
  CHECK(delivered.size() == 13);
}

TEST_CASE("annotations that are no longer at their URL are {}") {
  const int status = GENERATE(404, 410);
  ServiceWithStorage service;
  service.input_type = "IMAGE";
  for (int i = 0; i < 3; ++i) service.records.push_back(record_with_link(i));
  service.document = [&](const std::string& path) {
    return path == "1" ? answer(status) : answer(200, R"({"of":)" + path + "}");
  };
  FakeWorld world(service.handler());
  const auto assets = world.client().assets("p", {}, {.fields = {"id", "labels.jsonResponse"}}).to_vector();
  REQUIRE(assets.size() == 3);
  CHECK(assets[1].labels()[0] == json{{"jsonResponse", json::object()}});
  CHECK(assets[2].labels()[0] == json{{"jsonResponse", {{"of", 2}}}});
}

TEST_CASE("a document that is not JSON becomes {}, OCR by link is read, OCR that is no link becomes {}") {
  ServiceWithStorage service;
  service.input_type = "IMAGE";
  service.records = {{{"id", "1"}, {"ocrMetadata", std::string(storage) + "ocr"}},
                     {{"id", "2"}, {"ocrMetadata", std::string(storage) + "broken"}},
                     {{"id", "3"}, {"ocrMetadata", ""}},
                     {{"id", "4"}, {"ocrMetadata", nullptr}}};
  service.document = [](const std::string& path) {
    return answer(200, path == "ocr" ? R"({"text":"A"})" : "<html>");
  };
  FakeWorld world(service.handler());
  const auto assets = world.client().assets("p", {}, {.fields = {"id", "ocrMetadata"}}).to_vector();
  REQUIRE(assets.size() == 4);
  CHECK(assets[0].json()["ocrMetadata"] == json{{"text", "A"}});
  CHECK(assets[1].json()["ocrMetadata"] == json::object());
  CHECK(assets[2].json()["ocrMetadata"] == json::object());
  CHECK(assets[3].json()["ocrMetadata"].is_null());
}

TEST_CASE("a redirect from the API to a storage is followed without the key") {
  ServiceWithStorage service;
  service.records = {
      {{"id", "1"},
       {"labels",
        {{{"jsonResponse", ""}, {"jsonResponseUrl", "https://kili.test/api/label/v2/files?id=7"}}}}}};
  service.document = [](const std::string&) { return answer(200, R"({"from":"storage"})"); };
  const auto api = service.handler();
  FakeWorld world([&](const HttpRequest& request, const std::stop_token& token) {
    if (request.url.find("/files?id=7") == std::string::npos) return api(request, token);
    return answer(302, "", {{"location", std::string(storage) + "there"}});
  });
  const auto assets = world.client().assets("p", {}, {.fields = {"id", "labels.jsonResponse"}}).to_vector();
  CHECK(assets.front().labels()[0]["jsonResponse"] == json{{"from", "storage"}});
  for (const auto& request : world.transport->requests()) {
    const bool has_key = std::any_of(request.headers.begin(), request.headers.end(),
                                     [](const auto& header) { return header.first == "Authorization"; });
    CHECK(has_key == request.url.starts_with("https://kili.test/api/label/v2/"));
  }
}
