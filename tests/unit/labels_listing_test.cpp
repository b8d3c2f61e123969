#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "fake_transport.hpp"

using nlohmann::json;
using namespace kili;
using namespace kili::test;

namespace {

json interface_of_project() {
  return {{"jobs",
           {{"CLASS",
             {{"mlTask", "CLASSIFICATION"},
              {"required", 1},
              {"isChild", false},
              {"content", {{"input", "radio"}, {"categories", {{"A", {{"name", "Class A"}}}}}}}}}}}};
}

/// Three assets: with a label, without, and with a label that does not fit.
json labelled_page() {
  return {{{"id", "1"},
           {"labels", {{{"id", "l"}, {"jsonResponse", R"({"CLASS": {"categories": [{"name": "A"}]}})"}}}},
           {"latestLabel", {{"jsonResponse", R"({"CLASS": {"categories": [{"name": "A"}]}})"}}}},
          {{"id", "2"}, {"labels", json::array()}, {"latestLabel", nullptr}},
          {{"id", "3"},
           {"labels",
            {{{"jsonResponse", "{}"}}, {{"jsonResponse", R"({"CLASS": {"categories": [{"name": "Z"}]}})"}}}},
           {"latestLabel", nullptr}}};
}

bool asks_interface(const HttpRequest& request) {
  return request.body.find("jsonInterface") != std::string::npos;
}

HttpResponse respond(const HttpRequest& request) {
  if (asks_interface(request)) {
    return data_answer({{{"inputType", "IMAGE"}, {"jsonInterface", interface_of_project().dump()}}});
  }
  if (request.body.find("countAssets") != std::string::npos) return data_answer(3);
  if (request.body.find("query projects") != std::string::npos) {
    return data_answer({{{"dataConnections", json::array()},
                         {"inputType", "IMAGE"},
                         {"steps", json::array()},
                         {"workflowVersion", "V1"}}});
  }
  return data_answer(labelled_page());
}

FakeWorld world() {
  return FakeWorld([](const HttpRequest& request, const std::stop_token&) { return respond(request); });
}

const List<std::string> label_fields{"id", "labels.id", "labels.jsonResponse", "latestLabel.jsonResponse"};

std::vector<Asset> listed(FakeWorld& fake, LabelOutputFormat format) {
  return fake.client().assets("p", {}, {.fields = label_fields, .label_output_format = format}).to_vector();
}

}  // namespace

TEST_CASE("a listing of parsed labels brings the interface with it") {
  FakeWorld fake = world();
  const auto assets = listed(fake, LabelOutputFormat::parsed_label);
  REQUIRE(assets.size() == 3);
  const auto labels = assets[0].parsed_labels();
  REQUIRE(labels.size() == 1);
  CHECK(labels[0].fields()["id"] == "l");
  CHECK(labels[0].jobs()["CLASS"].category()->display_name() == "Class A");
  CHECK(assets[0].parsed_latest_label()->jobs()["CLASS"].category()->name() == "A");
  CHECK(assets[1].parsed_labels().empty());
  CHECK_FALSE(assets[1].parsed_latest_label().has_value());
  CHECK(assets[1].ontology().find("CLASS") == assets[0].ontology().find("CLASS"));
  const auto requests = fake.transport->requests();
  CHECK(std::ranges::count_if(requests, asks_interface) == 1);
}

TEST_CASE("a label that does not fit is an error of its asset, and the others are delivered") {
  FakeWorld fake = world();
  const auto assets = listed(fake, LabelOutputFormat::parsed_label);
  try {
    static_cast<void>(assets[2].parsed_labels());
    FAIL("the interface has no category Z");
  } catch (const InvalidMutationError& error) {
    CHECK(error.job() == "CLASS");
    CHECK(error.place() == "[1].CLASS.categories[0]");
  }
}

TEST_CASE("the interface is not asked for when labels are plain, and may be given") {
  FakeWorld fake = world();
  const auto assets = listed(fake, LabelOutputFormat::dict);
  const auto requests = fake.transport->requests();
  CHECK(std::ranges::none_of(requests, asks_interface));
  CHECK_THROWS_AS(assets[0].parsed_labels(), FieldError);
  CHECK_THROWS_WITH(assets[0].ontology(), Catch::Contains("parsed_label"));
  const Ontology ontology(interface_of_project(), InputType::image);
  CHECK(assets[0].parsed_labels(ontology).size() == 1);
  CHECK(assets[0].parsed_latest_label(ontology)->jobs()["CLASS"].category()->name() == "A");
}

TEST_CASE("labels and sizes that were not requested are errors that name the field") {
  const Ontology ontology(interface_of_project(), InputType::image);
  const Asset asset(json{{"id", "1"},
                         {"labels", {{{"id", "l"}}}},
                         {"latestLabel", {{"id", "l"}}},
                         {"resolution", {{"width", 5}}}});
  CHECK_THROWS_WITH(asset.parsed_labels(ontology), Catch::Contains("labels.jsonResponse"));
  CHECK_THROWS_WITH(asset.parsed_latest_label(ontology), Catch::Contains("latestLabel.jsonResponse"));
  CHECK_THROWS_WITH(asset.resolution(), Catch::Contains("resolution.height"));
  CHECK_THROWS_WITH(Asset(json::object()).parsed_labels(ontology), Catch::Contains("\"labels\""));
}

TEST_CASE("an interface that cannot be had is the error of the listing") {
  FakeWorld fake([](const HttpRequest& request, const std::stop_token&) {
    if (asks_interface(request)) return data_answer({{{"inputType", "IMAGE"}, {"jsonInterface", "no JSON"}}});
    return respond(request);
  });
  CHECK_THROWS_AS(listed(fake, LabelOutputFormat::parsed_label), OntologyError);
}
