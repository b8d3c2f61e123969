#include "api/label_annotations.hpp"

#include <catch2/catch.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fake_transport.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

json annotation(const char* kind, const std::string& id, const std::string& job, json path, json value,
                json chat_item = nullptr) {
  return {{"__typename", kind},
          {"annotationValue", std::move(value)},
          {"chatItemId", chat_item},
          {"id", id},
          {"job", job},
          {"labelId", "l"},
          {"path", std::move(path)}};
}
json classes(const std::string& id, const std::string& job, json path, std::vector<std::string> categories,
             json chat_item = nullptr) {
  return annotation("ClassificationAnnotation", id, job, std::move(path), {{"categories", categories}},
                    std::move(chat_item));
}
json text(const std::string& id, const std::string& job, json path, const char* written,
          json chat_item = nullptr) {
  return annotation("TranscriptionAnnotation", id, job, std::move(path), {{"text", written}},
                    std::move(chat_item));
}
json choice(const std::string& id, const std::string& job, const char* code, json chat_item = nullptr) {
  return annotation("ComparisonAnnotation", id, job, json::array(),
                    {{"choice", {{"code", code}, {"firstId", "a"}, {"secondId", "b"}}}},
                    std::move(chat_item));
}
json below(const std::string& id, const std::string& category) {
  return json::array({json::array({id, category})});
}
json response_of(const json& annotations) {
  return api::response_of_annotations(annotations, json::object());
}

/// A project of that type with these assets; counts annotations as told.
struct AnnotatedService {
  std::size_t annotations = 17;
  std::string input_type = "LLM_STATIC";
  json records = json::array();

  [[nodiscard]] FakeTransport::Handler handler() const {
    return [this](const HttpRequest& request, const std::stop_token&) {
      const json body = json::parse(request.body);
      const auto document = body["query"].get<std::string>();
      const auto asks = [&](const char* word) { return document.find(word) != std::string::npos; };
      if (asks("jsonInterface")) {
        return data_answer({{{"inputType", input_type},
                             {"jsonInterface", R"({"jobs":{"QUALITY":{},"REMARK":{},"BETTER":{}}})"}}});
      }
      if (asks("query projects")) {
        return data_answer({{{"dataConnections", json::array()},
                             {"inputType", input_type},
                             {"steps", json::array()},
                             {"workflowVersion", "V1"}}});
      }
      if (asks("countAssetAnnotations")) return data_answer(annotations);
      if (asks("countAssets")) return data_answer(records.size());
      const auto skip = body["variables"]["skip"].get<std::size_t>();
      json page = json::array();
      for (std::size_t i = skip; i < records.size() && page.size() < body["variables"]["first"]; ++i)
        page.push_back(records[i]);
      return data_answer(page);
    };
  }
};

std::vector<json> sent(const FakeWorld& world, const char* operation) {
  std::vector<json> bodies;
  for (const auto& request : world.transport->requests()) {
    if (request.body.find(std::string("query ") + operation + "(") != std::string::npos)
      bodies.push_back(json::parse(request.body));
  }
  return bodies;
}

}  // namespace

TEST_CASE("a response is made of annotations, children below their categories") {
  const json deepest = json::array({json::array({"q", "BAD"}), json::array({"w", "RUDE"})});
  CHECK(response_of({classes("q", "QUALITY", json::array(), {"GOOD", "BAD"}, "chat-1"),
                     text("d", "DETAIL", deepest, "line 3"), classes("w", "WHY", below("q", "BAD"), {"RUDE"}),
                     text("r", "REMARK", json::array(), "fine", "chat-1"), choice("b", "BETTER", "A_3")}) ==
        json::parse(R"({
          "BETTER": {"choice": {"code": "A_3", "firstId": "a", "secondId": "b"}},
          "QUALITY": {"categories": [
            {"name": "GOOD"},
            {"name": "BAD", "children": {"WHY": {"categories": [
              {"name": "RUDE", "children": {"DETAIL": {"text": "line 3"}}}]}}}]},
          "REMARK": {"text": "fine"}})"));
}

TEST_CASE("one job below two categories has the answer of each") {
  CHECK(response_of({classes("q", "QUALITY", json::array(), {"LONG", "BAD"}),
                     text("x", "DETAIL", below("q", "BAD"), "bad"),
                     text("y", "DETAIL", below("q", "LONG"), "long")}) == json::parse(R"({
          "QUALITY": {"categories": [{"name": "LONG", "children": {"DETAIL": {"text": "long"}}},
                                     {"name": "BAD", "children": {"DETAIL": {"text": "bad"}}}]}})"));
}

TEST_CASE("the answers for all items of a chat are kept") {
  CHECK(response_of({text("r1", "REMARK", json::array(), "first", "chat-1"),
                     text("r2", "REMARK", json::array(), "second", "chat-2"),
                     choice("b1", "BETTER", "B_1", "chat-1"), choice("b2", "BETTER", "A_1", "chat-3"),
                     classes("q1", "QUALITY", json::array(), {"GOOD"}, "chat-1"),
                     classes("q2", "QUALITY", json::array(), {"BAD", "LONG"}),
                     text("d", "DETAIL", below("q2", "BAD"), "why")}) == json::parse(R"({
          "BETTER": {"choice": {"code": "B_1", "firstId": "a", "secondId": "b"},
                     "chatItems": [
                       {"chatItemId": "chat-1", "choice": {"code": "B_1", "firstId": "a", "secondId": "b"}},
                       {"chatItemId": "chat-3", "choice": {"code": "A_1", "firstId": "a", "secondId": "b"}}]},
          "QUALITY": {"categories": [{"name": "GOOD"}, {"name": "BAD", "children": {"DETAIL": {"text": "why"}}},
                                     {"name": "LONG"}],
                      "chatItems": [
                        {"chatItemId": "chat-1", "categories": [{"name": "GOOD"}]},
                        {"chatItemId": null, "categories": [{"name": "BAD"}, {"name": "LONG"}]}]},
          "REMARK": {"text": "first", "chatItems": [{"chatItemId": "chat-1", "text": "first"},
                                                    {"chatItemId": "chat-2", "text": "second"}]}})"));
}

TEST_CASE("annotations of no parent, of an unknown kind or of a strange form do no harm") {
  CHECK(response_of(json::array({text("d", "DETAIL", below("gone", "BAD"), "of nobody")})) == json::object());
  CHECK(response_of({1, json::object(), {{"job", "J"}, {"path", "x"}}, {{"job", "J"}, {"path", nullptr}}}) ==
        json::object());
  const json ranking = annotation("RankingAnnotation", "k", "RANK", json::array(), nullptr);
  const json given = {{"RANK", {{"orders", {1}}}}, {"REMARK", {{"text", "old"}}}};
  CHECK(api::response_of_annotations({ranking, text("r", "REMARK", json::array(), "new")}, given) ==
        json{{"RANK", {{"orders", {1}}}}, {"REMARK", {{"text", "new"}}}});
  // A repeated id does not double what is below it on every level.
  json chain = json::array();
  json path = json::array();
  for (int i = 0; i < 60; ++i) {
    const auto id = std::to_string(i);
    chain.push_back(classes(id, "J", path, {"A", "A"}));
    chain.push_back(classes(id, "J", path, {"A"}));
    path.push_back(json::array({id, "A"}));
  }
  CHECK(response_of(chain)["J"]["categories"].size() == 3);
}

TEST_CASE("a label without annotations keeps a response that answers a job of the project") {
  const std::vector<std::string> fields{"labels.jsonResponse", "latestLabel.jsonResponse"};
  const api::AnnotatedResponses responses(fields, {"QUALITY"});
  json record{{"labels",
               {{{"annotations", json::array()}, {"jsonResponse", {{"QUALITY", {{"categories", {1}}}}}}},
                {{"annotations", json::array()}, {"jsonResponse", {{"OTHER", json::object()}}}},
                {{"annotations", json::array({text("r", "REMARK", json::array(), "x")})},
                 {"jsonResponse", {{"QUALITY", json::object()}}}}}},
              {"latestLabel", nullptr}};
  responses.complete(record);
  CHECK(record ==
        json::parse(R"({"labels": [{"jsonResponse": {"QUALITY": {"categories": [1]}}}, {"jsonResponse": {}},
                                             {"jsonResponse": {"REMARK": {"text": "x"}}}],
                                  "latestLabel": null})"));
}

TEST_CASE("annotations that the caller asked for stay as they were asked for") {
  const json label{{"annotations", json::array({text("r", "REMARK", json::array(), "x", "chat-1")})},
                   {"jsonResponse", json::object()}};
  const auto completed = [&](const std::vector<std::string>& fields) {
    json record{{"labels", json::array({label})}, {"latestLabel", label}};
    api::AnnotatedResponses(fields, {}).complete(record);
    return record;
  };
  const json some = completed({"labels.jsonResponse", "labels.annotations.id", "labels.annotations.job"});
  CHECK(some["labels"][0]["annotations"] == json::parse(R"([{"id": "r", "job": "REMARK"}])"));
  CHECK(some["labels"][0]["jsonResponse"] == json::parse(R"({"REMARK": {"text": "x"}})"));
  CHECK(some["latestLabel"] == label);  // its response was not asked for
  const json all =
      completed({"labels.jsonResponse",
                 "labels.annotations ... on TranscriptionAnnotation { annotationValue { text } }"});
  CHECK(all["labels"][0]["annotations"] == label["annotations"]);
  const json fragment = completed({"labels.jsonResponse", "... on Asset { labels { annotations { id } } }"});
  CHECK(fragment["labels"][0]["annotations"] == label["annotations"]);
}

TEST_CASE("a listing of LLM labels requests annotations where responses are asked for, and only there") {
  AnnotatedService service;
  service.records = {
      {{"id", "1"},
       {"labels", {{{"id", "l"}}}},
       {"latestLabel",
        {{"annotations", json::array({text("r", "REMARK", json::array(), "x")})}, {"jsonResponse", "{}"}}}}};
  FakeWorld world(service.handler());
  const auto assets =
      world.client().assets("p", {}, {.fields = {"id", "latestLabel.jsonResponse", "labels.id"}}).to_vector();
  REQUIRE(assets.size() == 1);
  CHECK(assets[0].json() == json::parse(R"({"id": "1", "labels": [{"id": "l"}],
                                            "latestLabel": {"jsonResponse": {"REMARK": {"text": "x"}}}})"));
  const auto pages = sent(world, "assets");
  REQUIRE(pages.size() == 1);
  CHECK(pages[0]["variables"]["first"] == 50);
  const auto document = pages[0]["query"].get<std::string>();
  CHECK(document.find("annotations") != std::string::npos);
  CHECK(document.find("annotations") == document.rfind("annotations {"));
  CHECK(document.find("jsonResponseUrl") == std::string::npos);
  CHECK(sent(world, "countAssetAnnotations").size() == 1);
  CHECK(sent(world, "countAssetAnnotations")[0]["variables"]["where"] == pages[0]["variables"]["where"]);
}

TEST_CASE("the number of annotations sets the page, unless the caller fixed it") {
  AnnotatedService service;
  for (int i = 0; i < 3; ++i)
    service.records.push_back({{"id", std::to_string(i)}, {"labels", json::array()}});
  const auto first_of = [&](std::size_t annotations, std::optional<std::size_t> page_size) {
    service.annotations = annotations;
    FakeWorld world(service.handler());
    CHECK(world.client()
              .assets("p", {}, {.fields = {"id", "labels.jsonResponse"}, .page_size = page_size})
              .to_vector()
              .size() == 3);
    return sent(world, "assets").front()["variables"]["first"].get<int>();
  };
  CHECK(first_of(10'000, std::nullopt) == 50);
  CHECK(first_of(10'001, std::nullopt) == 1);
  CHECK(first_of(10'001, 20) == 20);
}

TEST_CASE("a listing of LLM projects that asks for no responses asks for no annotations") {
  AnnotatedService service;
  service.records = {{{"id", "1"}, {"labels", json::array()}}};
  FakeWorld world(service.handler());
  CHECK(world.client().assets("p", {}, {.fields = {"id", "labels.id"}}).to_vector().size() == 1);
  CHECK(sent(world, "countAssetAnnotations").empty());
  CHECK(sent(world, "assets")[0]["query"].get<std::string>().find("annotations") == std::string::npos);
}

TEST_CASE("responses of all other projects are read by URL, in pages of 50 or of 10 videos") {
  const std::vector<std::pair<std::string, int>> expected{
      {"IMAGE", 50}, {"LLM_RLHF", 50}, {"TEXT", 50}, {"VIDEO", 10}};
  for (const auto& [type, size] : expected) {
    CAPTURE(type);
    AnnotatedService service;
    service.input_type = type;
    service.records = {
        {{"id", "1"}, {"latestLabels", {{{"jsonResponse", R"({"J":{}})"}, {"jsonResponseUrl", nullptr}}}}}};
    FakeWorld world(service.handler());
    const auto assets =
        world.client().assets("p", {}, {.fields = {"id", "latestLabels.jsonResponse"}}).to_vector();
    REQUIRE(assets.size() == 1);
    CHECK(assets[0].json()["latestLabels"][0]["jsonResponse"] == json::parse(R"({"J":{}})"));
    const auto page = sent(world, "assets")[0];
    CHECK(page["variables"]["first"] == size);
    CHECK(page["query"].get<std::string>().find("jsonResponseUrl") != std::string::npos);
    CHECK(page["query"].get<std::string>().find("resolution {") != std::string::npos);
    CHECK(sent(world, "countAssetAnnotations").empty());
  }
}
