// Labels of LLM projects from the sandbox: their responses are made of annotations.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "kili/kili.hpp"
#include "kili/sandbox.hpp"

using namespace kili;
using nlohmann::json;

namespace {

struct LlmProject {
  Sandbox sandbox{{.serve = false}};
  std::string project =
      sandbox.add_project({.input_type = "LLM_STATIC",
                           .json_interface = R"({"jobs":{"QUALITY":{"mlTask":"CLASSIFICATION"}}})",
                           .workflow_version = "V2"});
  Client client{{.api_endpoint = sandbox.endpoint(),
                 .api_key = sandbox.api_key(),
                 .calls_per_minute = 0,
                 .transport = sandbox.transport()}};

  LlmProject() {
    sandbox.add_assets(project, json::parse(R"([
      {"externalId": "chat", "labels": [{"id": "l1", "annotations": [
        {"__typename": "ClassificationAnnotation", "id": "q", "job": "QUALITY", "path": [],
         "annotationValue": {"categories": ["BAD"]}, "chatItemId": "c1"},
        {"__typename": "TranscriptionAnnotation", "id": "w", "job": "WHY", "path": [["q", "BAD"]],
         "annotationValue": {"text": "rude"}, "chatItemId": "c1"}]}]},
      {"externalId": "imported", "labels": [
        {"id": "l2", "jsonResponse": {"QUALITY": {"categories": [{"name": "GOOD"}]}}}]},
      {"externalId": "new"}])"));
  }

  json labels(const List<std::string>& fields) {
    json found = json::array();
    for (const Asset& asset : client.assets(project, {}, {.fields = fields})) found.push_back(asset.labels());
    return found;
  }
  std::vector<int> page_sizes() {
    std::vector<int> sizes;
    for (const auto& request : sandbox.requests()) {
      if (request.operation == "assets")
        sizes.push_back(json::parse(request.body)["variables"]["first"].get<int>());
    }
    return sizes;
  }
};

}  // namespace

TEST_CASE("labels of an LLM project have the responses that their annotations stand for") {
  LlmProject world;
  CHECK(world.labels({"labels.jsonResponse"}) == json::parse(R"([
    [{"jsonResponse": {"QUALITY": {"categories": [{"name": "BAD", "children": {"WHY": {"text": "rude"}}}]}}}],
    [{"jsonResponse": {"QUALITY": {"categories": [{"name": "GOOD"}]}}}],
    []])"));
  CHECK(world.labels({"labels.jsonResponse", "labels.annotations.labelId"})[0][0]["annotations"] ==
        json::parse(R"([{"labelId": "l1"}, {"labelId": "l1"}])"));
}

TEST_CASE("an LLM project with many annotations is listed one asset at a time") {
  LlmProject world;
  world.sandbox.record_requests(100);
  static_cast<void>(world.labels({"labels.jsonResponse"}));
  CHECK(world.page_sizes() == std::vector<int>{3});
  world.sandbox.set_annotation_count(10'001);
  world.sandbox.record_requests(0);
  world.sandbox.record_requests(100);
  static_cast<void>(world.labels({"labels.jsonResponse"}));
  CHECK(world.page_sizes() == std::vector<int>{1, 1, 1});
  world.sandbox.set_annotation_count(std::nullopt);
  world.sandbox.record_requests(0);
  world.sandbox.record_requests(100);
  static_cast<void>(world.labels({"labels.jsonResponse"}));
  CHECK(world.page_sizes() == std::vector<int>{3});
}

TEST_CASE("labels of a fixture are refused when an annotation has no kind") {
  LlmProject world;
  CHECK_THROWS_AS(world.sandbox.add_assets(world.project, json::parse(R"([{"labels": [
    {"annotations": [{"id": "q", "job": "QUALITY", "path": []}]}]}])")),
                  std::invalid_argument);
}
