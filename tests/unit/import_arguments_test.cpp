#include <catch2/catch.hpp>
#include <filesystem>
#include <list>

#include "fake_service.hpp"
#include "import_helpers.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;
using nlohmann::json;
using nlohmann::ordered_json;

TEST_CASE("contents are given as texts, paths and JSON values, also in double braces") {
  const std::string text = "b";
  const std::string_view view = "c";
  const std::filesystem::path path = "d/e.png";
  const List<Content> contents{"a",      text, view, path, json{{"k", 1}}, ordered_json{{"z", 1}, {"a", 2}},
                               Json("s")};
  REQUIRE(contents.size() == 7);
  CHECK((*contents)[0].text() == "a");
  CHECK((*contents)[3].text() == "d/e.png");
  CHECK((*contents)[4].is_json());
  CHECK((*contents)[4].json().get() == json{{"k", 1}});
  CHECK((*contents)[5].json().dump() == R"({"z":1,"a":2})");
  CHECK((*contents)[6].text() == "s");
  const AppendManyToDataset two{.content_array = {{"a", "b"}}};
  CHECK(two.content_array.size() == 2);
  const List<Content> from_paths(std::vector<std::filesystem::path>{"x", "y"});
  CHECK((*from_paths)[1].text() == "y");
  const List<Content> from_json = json::array({"x", json{{"k", 1}}});
  CHECK((*from_json)[1].is_json());
  CHECK(Content().empty());
  CHECK(Content(json::object()).empty());
  CHECK_FALSE(Content(json{1}).empty());
}

TEST_CASE("JSON values keep the order of their keys when it is known") {
  CHECK(Json::parse(R"({"b":1,"a":{"d":1,"c":2}})").dump() == R"({"b":1,"a":{"d":1,"c":2}})");
  CHECK(Json(ordered_json{{"b", 1}, {"a", 2}}).dump() == R"({"b":1,"a":2})");
  CHECK(Json(json{{"b", 1}, {"a", 2}}).dump() == R"({"a":2,"b":1})");
  CHECK(Json(ordered_json{{"b", 1}, {"a", 2}}) == Json(json{{"a", 2}, {"b", 1}}));
  CHECK(Json(json(1)).ordered() == nullptr);
}

TEST_CASE("arrays of different lengths are refused by name and length") {
  FakeService service;
  FakeWorld world(service.handler());
  const Client client = world.client();
  const List<Content> contents{"https://x/1", "https://x/2"};
  const Json object(json::object());
  const auto message = [&](AppendManyToDataset arguments) {
    arguments.content_array = contents;
    return message_of<ValidationError>(client, arguments);
  };
  CHECK_THAT(message({.external_id_array = {"a"}}),
             Contains("external_id_array has 1") && Contains("content_array has 2"));
  CHECK_THAT(message({.id_array = {"a"}}), Contains("id_array has 1"));
  CHECK_THAT(message({.is_honeypot_array = {true, false, true}}), Contains("is_honeypot_array has 3"));
  CHECK_THAT(message({.json_content_array = {object}}), Contains("json_content_array has 1"));
  CHECK_THAT(message({.json_metadata_array = {object}}), Contains("json_metadata_array has 1"));
  CHECK_THAT(message({.status_array = {"TODO"}}), Contains("status_array has 1"));
  CHECK_THAT(message_of<ValidationError>(
                 client, {.external_id_array = {"a"}, .json_content_array = {object, object}}),
             Contains("external_id_array has 1") && Contains("json_content_array has 2"));
  CHECK(world.transport->count() == 0);
}

TEST_CASE("one kind of content is needed, and not two that exclude each other") {
  FakeService service;
  FakeWorld world(service.handler());
  const Client client = world.client();
  CHECK_THAT(message_of<ValidationError>(client, {.external_id_array = {"a"}}),
             Contains("cannot be both None"));
  CHECK_THAT(message_of<ValidationError>(
                 client, {.content_array = {"x"}, .multi_layer_content_array = {Json(json::array())}}),
             Contains("cannot be both provided"));
  CHECK_THAT(message_of<ValidationError>(client, {.content_array = {"x"}, .from_csv = "a.csv"}),
             Contains("from_csv"));
  CHECK_THAT(message_of<ValidationError>(
                 client, {.content_array = {"https://x/1"}, .json_metadata_array = {Json(json(1))}}),
             Contains("not a JSON object"));
  CHECK(world.transport->count() == 0);
}

TEST_CASE("an empty array of any content does nothing but warn") {
  FakeService service;
  FakeWorld world(service.handler());
  const Client client = world.client();
  CHECK(
      client.append_many_to_dataset("p", {.json_content_array = List<Json>::empty_list()}).asset_ids.empty());
  CHECK(client.append_many_to_dataset("p", {.multi_layer_content_array = List<Json>::empty_list()}).id ==
        "p");
  REQUIRE(world.sink->warnings().size() == 2);
  CHECK_THAT(world.sink->warnings()[0], Contains("json_content_array"));
  CHECK_THAT(world.sink->warnings()[1], Contains("multi_layer_content_array"));
  CHECK(world.transport->count() == 0);
}

TEST_CASE("the disabled id_array warns and is not sent") {
  FakeService service;
  FakeWorld world(service.handler());
  const auto result =
      world.client().append_many_to_dataset("p", {.content_array = {"https://x/1"}, .id_array = {"mine"}});
  CHECK(world.sink->warnings().size() == 1);
  CHECK(result.asset_ids.front() != "mine");
  CHECK(service.assets().front()["id"] == result.asset_ids.front());
}
