// What exports read of the local service: files of the storage that a fixture brings, files of file jobs, the
// labels that are last for their step and what is known of geospatial images.

#include <catch2/catch.hpp>
#include <stdexcept>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "fake_transport.hpp"
#include "kili/sandbox.hpp"
#include "test_folder.hpp"

using Catch::Matchers::Contains;
using kili::HttpRequest;
using kili::HttpResponse;
using kili::Sandbox;
using nlohmann::json;

namespace {

HttpResponse sent(Sandbox& sandbox, const std::string& method, const std::string& url,
                  std::string body = {}) {
  return sandbox.transport()->send({.body = std::move(body), .method = method, .url = url}, {});
}

json answer_to(Sandbox& sandbox, const std::string& document, const json& variables) {
  const auto response =
      sandbox.transport()->send({.body = json{{"query", document}, {"variables", variables}}.dump(),
                                 .headers = {{"Authorization", "X-API-Key: " + sandbox.api_key()},
                                             {"Content-Type", "application/json"}},
                                 .method = "POST",
                                 .url = sandbox.endpoint() + "/api/label/v2/graphql"},
                                {});
  return json::parse(response.body).at("data").at("data");
}

json assets_of(Sandbox& sandbox, const std::string& project, const std::string& fields) {
  return answer_to(sandbox,
                   "query assets($where: AssetWhere!, $first: PageSize!, $skip: Int!) { data: assets(where: "
                   "$where, first: $first, skip: $skip) { " +
                       fields + " } }",
                   {{"where", {{"project", {{"id", project}}}}}, {"first", 10}, {"skip", 0}});
}

/// A project with one asset whose labels are these.
json fixture_of(const json& labels) {
  return {{"project", {{"inputType", "IMAGE"}}},
          {"assets", json::array({{{"id", "<asset:0>"}, {"externalId", "a"}, {"labels", labels}}})}};
}

json label(const std::string& type, const std::string& created_at) {
  return {{"id", type + created_at}, {"labelType", type}, {"createdAt", "2024-02-" + created_at}};
}

}  // namespace

TEST_CASE("a fixture brings files that everybody may read and nobody may change") {
  Sandbox sandbox{{.serve = false}};
  json fixture = fixture_of(json::array());
  fixture["bucket"] = {
      {"a b.png", {{"base64", "cG5n"}, {"type", "image/png"}}},
      {"frames.json", {{"text", R"({"0": "<endpoint>/bucket/0.jpg"})"}, {"type", "application/json"}}},
      {"of/<project>/<asset:0>", {{"text", ""}}}};
  const std::string project = sandbox.load_fixture(fixture);
  const std::string bucket = sandbox.endpoint() + "/bucket/";
  const auto image = sent(sandbox, "GET", bucket + "a%20b.png");
  CHECK(image.status == 200);
  CHECK(image.body == "png");
  CHECK(sent(sandbox, "HEAD", bucket + "a%20b.png").body.empty());
  CHECK(sent(sandbox, "GET", bucket + "frames.json").body == R"({"0": ")" + bucket + R"(0.jpg"})");
  const auto id = assets_of(sandbox, project, "id").at(0).at("id").get<std::string>();
  CHECK(sent(sandbox, "GET", bucket + "of/" + project + "/" + id).status == 200);
  CHECK(sent(sandbox, "GET", bucket + "other.png").status == 404);
  CHECK(sent(sandbox, "GET", bucket + "a%20b.png?signature=0123").status == 403);
  CHECK(sent(sandbox, "PUT", bucket + "a%20b.png", "other").status == 403);
  CHECK(sent(sandbox, "GET", bucket + "a%20b.png").body == "png");
  fixture = {{"bucket", {{"a b.png", {{"text", "new"}}}}}};
  sandbox.load_fixture(fixture);
  CHECK(sent(sandbox, "GET", bucket + "a%20b.png").body == "new");
}

TEST_CASE("files of a fixture that cannot be meant are refused") {
  Sandbox sandbox{{.serve = false}};
  const auto refused = [&](const json& bucket, const std::string& message) {
    CHECK_THROWS_WITH(sandbox.load_fixture({{"bucket", bucket}}), Contains(message));
  };
  refused({{"a", {{"type", "image/png"}}}}, "bucket: 'a' needs either 'text' or 'base64'");
  refused({{"a", {{"text", "x"}, {"base64", "cG5n"}}}}, "'a' needs either");
  refused({{"a", {{"text", 1}}}}, "bucket: 'a' has no text");
  refused({{"a", {{"base64", "?"}}}}, "bucket: 'a' is not base64");
  refused({{"../a", {{"text", ""}}}}, "'../a' is not a path in the storage");
}

TEST_CASE("open files stay across restarts") {
  const kili::test::TestFolder folder;
  {
    Sandbox sandbox{{.data_dir = folder.root(), .serve = false}};
    sandbox.load_fixture({{"bucket", {{"a.txt", {{"text", "kept"}, {"type", "text/plain"}}}}}});
  }
  Sandbox sandbox{{.data_dir = folder.root(), .serve = false}};
  CHECK(sent(sandbox, "GET", sandbox.endpoint() + "/bucket/a.txt").body == "kept");
}

TEST_CASE("the file of a file job is found by the URL that the service gives") {
  Sandbox sandbox{{.serve = false}};
  const std::string project = sandbox.load_fixture(fixture_of(json::array()));
  const auto asset = assets_of(sandbox, project, "id").at(0).at("id").get<std::string>();
  const json upload =
      answer_to(sandbox,
                "mutation($p: ID!, $a: ID!) { data: createAnnotationFileUpload(projectId: $p, assetId: $a) { "
                "fileId uploadUrl } }",
                {{"p", project}, {"a", asset}});
  CHECK(sent(sandbox, "PUT", upload.at("uploadUrl").get<std::string>(), "notes").status == 200);
  const auto url_of = [&](const std::string& file) {
    return answer_to(
               sandbox,
               "query($p: ID!, $a: ID!, $f: String!) { data: annotationFileUrl(projectId: $p, assetId: $a, "
               "fileId: $f) }",
               {{"p", project}, {"a", asset}, {"f", file}})
        .get<std::string>();
  };
  CHECK(sent(sandbox, "GET", url_of(upload.at("fileId").get<std::string>())).body == "notes");
  CHECK(url_of("f-1") ==
        sandbox.endpoint() + "/bucket/projects/" + project + "/assets/" + asset + "/annotations/f-1");
}

TEST_CASE("the last label of a step is one that somebody submitted, or one that the fixture names") {
  Sandbox sandbox{{.serve = false}};
  const auto last = [&](const json& labels) {
    const std::string project = sandbox.load_fixture(fixture_of(labels));
    json found = json::array();
    const json asset = assets_of(sandbox, project, "labels { id isLastForStep } latestLabels { id }").at(0);
    for (const auto& each : asset.at("labels")) found.push_back(each.at("isLastForStep"));
    for (const auto& each : asset.at("latestLabels")) found.push_back(each.at("id"));
    return found;
  };
  CHECK(last(json::array({label("DEFAULT", "01"), label("REVIEW", "02")})) ==
        json::array({false, true, "REVIEW02"}));
  CHECK(last(json::array({label("PREDICTION", "01")})) == json::array({false, "PREDICTION01"}));
  CHECK(last(json::array({label("DEFAULT", "03"), label("AUTOSAVE", "04")})) ==
        json::array({true, false, "AUTOSAVE04"}));
  json first = label("DEFAULT", "05");
  json second = label("DEFAULT", "06");
  first["isLastForStep"] = second["isLastForStep"] = true;
  CHECK(last(json::array({first, second})) == json::array({true, true, "DEFAULT05", "DEFAULT06"}));
}

TEST_CASE("what a fixture says of a geospatial image and of last labels stays across restarts") {
  const kili::test::TestFolder folder;
  const json layers = json::array({{{"height", 500}, {"width", 1000}}});
  std::string project;
  {
    Sandbox sandbox{{.data_dir = folder.root(), .serve = false}};
    json older = label("DEFAULT", "01");
    older["isLastForStep"] = true;
    json fixture = fixture_of(json::array({older, label("REVIEW", "02")}));
    fixture["assets"][0]["geospatialExportMetadata"] = layers;
    project = sandbox.load_fixture(fixture);
  }
  Sandbox sandbox{{.data_dir = folder.root(), .serve = false}};
  const json asset = assets_of(sandbox, project, "geospatialExportMetadata labels { isLastForStep }").at(0);
  CHECK(asset.at("geospatialExportMetadata") == layers);
  CHECK(asset.at("labels").at(0).at("isLastForStep") == true);
  CHECK(asset.at("labels").at(1).at("isLastForStep") == true);
}
