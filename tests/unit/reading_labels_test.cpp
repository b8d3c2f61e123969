// labels(), count_labels(), predictions() and inferences() against a service that answers from a function.

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "fake_transport.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

/// A project of that type with as many labels as are told; a page may be replaced.
struct LabelService {
  std::string input_type = "IMAGE";
  std::size_t count = 3;
  std::function<json(std::size_t number)> label = [](std::size_t number) {
    return json{{"id", "label-" + std::to_string(number)}, {"labelType", "DEFAULT"}};
  };
  /// What is behind a URL that does not belong to the API.
  std::function<HttpResponse(const std::string& url)> document = [](const std::string&) {
    return answer(404);
  };
  std::string workflow_version = "V2";

  [[nodiscard]] FakeTransport::Handler handler() const {
    return [*this](const HttpRequest& request, const std::stop_token&) {
      if (request.method == "GET") return document(request.url);
      const json body = json::parse(plain_body(request));
      const auto query = body["query"].get<std::string>();
      const auto asks = [&](std::string_view word) { return query.find(word) != std::string::npos; };
      if (asks("query projects")) {
        return data_answer(json::array(
            {{{"dataConnections", json::array()},
              {"inputType", input_type},
              {"jsonInterface", R"({"jobs":{"CLASS":{"mlTask":"CLASSIFICATION","required":1,"isChild":false,)"
                                R"("content":{"input":"radio","categories":{"A":{"name":"Class A"}}}}}})"},
              {"steps", json::array({{{"id", "s1"}, {"name", "Label"}}})},
              {"workflowVersion", workflow_version}}}));
      }
      if (asks("countLabels")) return data_answer(count);
      json page = json::array();
      const auto skip = body["variables"]["skip"].get<std::size_t>();
      const auto end = std::min(count, skip + body["variables"]["first"].get<std::size_t>());
      for (std::size_t number = skip; number < end; ++number) page.push_back(label(number));
      return data_answer(page);
    };
  }
};

json bodies_of(const FakeWorld& fake, std::string_view operation) {
  json bodies = json::array();
  for (const auto& request : fake.transport->requests()) {
    if (request.method != "POST") continue;
    json body = json::parse(plain_body(request));
    if (body["query"].get<std::string>().starts_with("query " + std::string(operation) + "("))
      bodies.push_back(std::move(body));
  }
  return bodies;
}

std::string url_of(std::size_t number) { return "https://storage.test/" + std::to_string(number); }

/// The response is behind a URL.
json label_with_url(std::size_t number) {
  return {
      {"id", "label-" + std::to_string(number)}, {"jsonResponse", ""}, {"jsonResponseUrl", url_of(number)}};
}

template <typename Read>
void check_refused(const FakeWorld& fake, const Read& read, const char* text) {
  INFO(text);
  CHECK_THROWS_AS(read(), ValidationError);
  CHECK_THROWS_WITH(read(), Contains(text));
  CHECK(fake.transport->count() == 0);
}

}  // namespace

TEST_CASE("filters of labels are sent under the names of the service") {
  FakeWorld fake(LabelService{}.handler());
  const LabelFilters filters{.asset_external_id_in = {"part"},
                             .asset_external_id_strictly_in = {"whole"},
                             .asset_id = "a",
                             .asset_step_name_in = {"Label"},
                             .asset_step_status_in = {StatusInStep::done},
                             .author_in = {"Ann"},
                             .category_search = "CLASS.A.count > 0",
                             .created_at = "2024-01-01",
                             .created_at_gte = "2024-01-02",
                             .created_at_lte = "2024-01-03",
                             .honeypot_mark_gte = 0.0,
                             .honeypot_mark_lte = 0.5,
                             .id_contains = {"l1", "l2"},
                             .label_id = "l1",
                             .type_in = {LabelType::review, LabelType::default_},
                             .user_id = "u"};
  CHECK(fake.client().count_labels("p", filters) == 3);
  const json expected = json::parse(R"({
    "asset": {"project": {"id": "p"}, "id": "a", "externalIdIn": ["part"], "externalIdStrictlyIn": ["whole"],
              "stepIdIn": ["s1"], "stepStatusIn": ["DONE"], "label": {}, "issue": {}},
    "project": {"id": "p"}, "authorIn": ["Ann"], "search": "CLASS.A.count > 0", "createdAt": "2024-01-01",
    "createdAtGte": "2024-01-02", "createdAtLte": "2024-01-03", "honeypotMarkGte": 0.0, "honeypotMarkLte": 0.5,
    "idIn": ["l1", "l2"], "id": "l1", "typeIn": ["REVIEW", "DEFAULT"], "user": {"id": "u"}})");
  CHECK(bodies_of(fake, "countLabels")[0]["variables"]["where"] == expected);
}

TEST_CASE("empty lists of ids do not filter labels, an empty list of types or authors is sent") {
  FakeWorld fake(LabelService{}.handler());
  const std::vector<std::string> none;
  static_cast<void>(fake.client().count_labels("p", {.asset_external_id_in = none,
                                                     .asset_external_id_strictly_in = none,
                                                     .author_in = none,
                                                     .id_contains = none,
                                                     .label_id = "",
                                                     .type_in = std::vector<LabelType>(),
                                                     .user_id = ""}));
  CHECK(bodies_of(fake, "countLabels")[0]["variables"]["where"] == json::parse(R"({
    "asset": {"project": {"id": "p"}, "label": {}, "issue": {}}, "project": {"id": "p"}, "authorIn": [],
    "typeIn": []})"));
  CHECK(bodies_of(fake, "projects").empty());
}

TEST_CASE("ids of steps alone are sent without a look at the project") {
  FakeWorld fake(LabelService{}.handler());
  static_cast<void>(fake.client().count_labels("p", {.asset_step_id_in = {"anything"}}));
  CHECK(bodies_of(fake, "countLabels")[0]["variables"]["where"]["asset"]["stepIdIn"] ==
        json::array({"anything"}));
  CHECK(bodies_of(fake, "projects").empty());
}

TEST_CASE("filters of labels by steps, statuses and groups are checked against the workflow") {
  FakeWorld with_steps(LabelService{}.handler());
  FakeWorld without_steps(LabelService{.workflow_version = "V1"}.handler());
  CHECK_THROWS_WITH(with_steps.client().count_labels("p", {.asset_step_name_in = {"Nope"}}),
                    Contains("'Nope'") && Contains("begin with asset_"));
  CHECK_THROWS_WITH(with_steps.client().count_labels("p", {.asset_group_name_in = {"First"}}),
                    Contains("multi-group workflow"));
  CHECK_THROWS_WITH(with_steps.client().count_labels("p", {.asset_group_name_not_in = {"First"}}),
                    Contains("multi-group workflow"));
  CHECK_THROWS_AS(without_steps.client().count_labels("p", {.asset_step_status_in = {StatusInStep::done}}),
                  ValidationError);
  CHECK_THROWS_AS(without_steps.client().labels("p", {.asset_step_name_in = {"Label"}}).to_vector(),
                  ValidationError);
  CHECK(bodies_of(with_steps, "countLabels").empty());
  CHECK(bodies_of(without_steps, "countLabels").empty());
  CHECK(without_steps.client().count_labels("p", {.asset_status_in = {AssetStatus::labeled}}) == 3);
}

TEST_CASE("what is wrong with the arguments of a listing of labels is told before anything is sent") {
  FakeWorld fake(LabelService{}.handler());
  const Client client = fake.client();
  const auto listed = [&](const LabelFilters& filters, const LabelsArguments& arguments) {
    return [&client, filters, arguments] { static_cast<void>(client.labels("p", filters, arguments)); };
  };
  check_refused(fake, listed({.category_search = "JOB.CAT > 0"}, {}), "category_search");
  check_refused(fake, listed({.created_at = "yesterday"}, {}), "created_at 'yesterday'");
  check_refused(fake, listed({.created_at_gte = "2024-02-30"}, {}), "created_at_gte");
  check_refused(fake, listed({.created_at_lte = ""}, {}), "created_at_lte");
  check_refused(fake, listed({.honeypot_mark_gte = std::nan("")}, {}), "honeypot_mark_gte");
  check_refused(fake, listed({.honeypot_mark_lte = INFINITY}, {}), "honeypot_mark_lte");
  check_refused(fake, listed({.asset_step_id_in = {"s"}, .asset_step_name_in = {"n"}}, {}),
                "asset_step_id_in and asset_step_name_in");
  check_refused(fake, listed({}, {.fields = std::vector<std::string>()}), "fields");
  check_refused(fake, listed({}, {.fields = {"id }"}}), "id }");
  check_refused(fake, listed({}, {.fields = {"id"}, .output_format = LabelOutputFormat::parsed_label}),
                "jsonResponse");
  check_refused(fake, listed({}, {.page_size = 0}), "page_size 0");
  check_refused(fake, listed({}, {.page_size = 1001}), "page_size 1001");
  check_refused(fake, listed({}, {.prefetch = 65}), "prefetch 65");
  check_refused(
      fake, [&] { static_cast<void>(client.predictions("p", {.type_in = {LabelType::review}})); }, "type_in");
  check_refused(
      fake, [&] { static_cast<void>(client.inferences("p", {.type_in = {LabelType::review}})); },
      "inferences lists labels of type INFERENCE");
  CHECK_THROWS_AS(client.labels(""), MissingArgumentError);
  CHECK_THROWS_AS(client.count_labels(""), MissingArgumentError);
  CHECK(fake.transport->count() == 0);
}

TEST_CASE("former names of step statuses are sent, with a warning") {
  FakeWorld fake(LabelService{}.handler());
  static_cast<void>(
      fake.client().count_labels("p", {.asset_step_status_in = {StatusInStep::doing, StatusInStep::redo}}));
  CHECK(bodies_of(fake, "countLabels")[0]["variables"]["where"]["asset"]["stepStatusIn"] ==
        json::array({"DOING", "REDO"}));
  CHECK(fake.sink->warnings().size() == 2);
}

TEST_CASE("labels are read page after page, a bounded number of pages ahead") {
  FakeWorld fake(LabelService{.count = 1'000'000}.handler());
  {
    auto range = fake.client().labels("p", {}, {.fields = {"id"}, .prefetch = 2});
    CHECK(fake.transport->count() == 0);
    std::size_t read = 0;
    for (const Label& label : range) {
      CHECK(label.id() == "label-" + std::to_string(read));
      if (++read == 150) break;
    }
    CHECK(range.total() == 1'000'000);
  }
  const json pages = bodies_of(fake, "labels");
  CHECK(pages.size() <= 5);
  for (const auto& page : pages) CHECK(page["variables"]["first"].get<int>() <= 100);
}

TEST_CASE("first and skip choose the labels of a listing") {
  FakeWorld fake(LabelService{.count = 250}.handler());
  const auto labels =
      fake.client().labels("p", {}, {.fields = {"id"}, .first = 120, .skip = 100}).to_vector();
  REQUIRE(labels.size() == 120);
  CHECK(labels.front().id() == "label-100");
  CHECK(labels.back().id() == "label-219");
  CHECK(fake.client().labels("p", {}, {.fields = {"id"}, .skip = 300}).to_vector().empty());
  CHECK(fake.client().labels("p", {}, {.fields = {"id"}, .first = 0}).to_vector().empty());
}

TEST_CASE("pages of responses of films are small, unless their size is given") {
  const auto page_sizes = [](const char* input_type, const LabelsArguments& arguments) {
    LabelService service{.input_type = input_type, .count = 40};
    service.label = [](std::size_t number) {
      return json{{"id", std::to_string(number)}, {"jsonResponse", "{}"}, {"jsonResponseUrl", nullptr}};
    };
    FakeWorld fake(service.handler());
    CHECK(fake.client().labels("p", {}, arguments).to_vector().size() == 40);
    std::size_t largest = 0;
    for (const auto& page : bodies_of(fake, "labels"))
      largest = std::max(largest, page["variables"]["first"].get<std::size_t>());
    return largest;
  };
  CHECK(page_sizes("IMAGE", {}) == 40);
  CHECK(page_sizes("VIDEO", {}) == 20);
  CHECK(page_sizes("VIDEO", {.fields = {"id"}}) == 40);
  CHECK(page_sizes("VIDEO", {.page_size = 30}) == 30);
}

TEST_CASE("responses that are given by URL are fetched, and lose the URL") {
  LabelService service;
  service.label = [](std::size_t number) {
    if (number == 2)
      return json{{"id", "label-2"}, {"jsonResponse", R"({"CLASS": 1})"}, {"jsonResponseUrl", nullptr}};
    return label_with_url(number);
  };
  service.document = [](const std::string& url) {
    return answer(200, url == url_of(0) ? R"({"CLASS": {"categories": [{"name": "A"}]}})" : "no JSON");
  };
  FakeWorld fake(service.handler());
  const auto labels = fake.client().labels("p", {}, {.fields = {"id", "jsonResponse"}}).to_vector();
  REQUIRE(labels.size() == 3);
  CHECK(labels[0].json() == json::parse(R"({"id": "label-0",
                                            "jsonResponse": {"CLASS": {"categories": [{"name": "A"}]}}})"));
  CHECK(labels[1].json() == json{{"id", "label-1"}, {"jsonResponse", json::object()}});
  CHECK(labels[2].json() ==
        json{{"id", "label-2"}, {"jsonResponse", {{"CLASS", 1}}}, {"jsonResponseUrl", nullptr}});
}

TEST_CASE("a URL that nobody asked a response for stays as it is") {
  LabelService service{.count = 1};
  service.label = [](std::size_t number) {
    return json{{"id", "label"}, {"jsonResponseUrl", url_of(number)}};
  };
  FakeWorld fake(service.handler());
  const auto labels = fake.client().labels("p", {}, {.fields = {"id", "jsonResponseUrl"}}).to_vector();
  CHECK(labels.at(0).json()["jsonResponseUrl"] == url_of(0));
  CHECK(bodies_of(fake, "projects").empty());
}

TEST_CASE("a response that is not where it should be ends the listing, after the labels before it") {
  LabelService service{.count = 10};
  service.label = label_with_url;
  service.document = [](const std::string& url) {
    return url == url_of(6) ? answer(404) : answer(200, "{}");
  };
  FakeWorld fake(service.handler());
  std::vector<std::string> read;
  const auto read_all = [&] {
    for (const Label& label : fake.client().labels("p", {}, {.fields = {"id", "jsonResponse"}}))
      read.emplace_back(label.id());
  };
  CHECK_THROWS_AS(read_all(), HttpError);
  CHECK(read.size() == 6);
}

TEST_CASE("predictions and inferences list labels of their type, with the model among the fields") {
  FakeWorld fake(LabelService{}.handler());
  const Client client = fake.client();
  const auto last_page = [&] { return bodies_of(fake, "labels").back(); };
  static_cast<void>(client.predictions("p").to_vector());
  CHECK(last_page()["variables"]["where"]["typeIn"] == json::array({"PREDICTION"}));
  CHECK_THAT(last_page()["query"].get<std::string>(), Contains("modelName") && !Contains("assetId"));
  static_cast<void>(client.inferences("p").to_vector());
  CHECK(last_page()["variables"]["where"]["typeIn"] == json::array({"INFERENCE"}));
  static_cast<void>(client.labels("p").to_vector());
  CHECK_FALSE(last_page()["variables"]["where"].contains("typeIn"));
  CHECK_THAT(last_page()["query"].get<std::string>(), Contains("assetId") && !Contains("modelName"));
}

TEST_CASE("a listing of parsed labels reads them with the interface of the project") {
  LabelService service{.count = 2};
  service.label = [](std::size_t number) {
    return json{{"id", std::to_string(number)},
                {"jsonResponse", number == 0 ? R"({"CLASS": {"categories": [{"name": "A"}]}})"
                                             : R"({"CLASS": {"categories": [{"name": "Z"}]}})"}};
  };
  FakeWorld fake(service.handler());
  const auto labels =
      fake.client().labels("p", {}, {.output_format = LabelOutputFormat::parsed_label}).to_vector();
  REQUIRE(labels.size() == 2);
  CHECK(labels[0].parsed().jobs()["CLASS"].category()->display_name() == "Class A");
  CHECK_THROWS_AS(labels[1].parsed(), InvalidMutationError);
  CHECK(bodies_of(fake, "projects").size() == 1);
  const auto plain = fake.client().labels("p").to_vector();
  CHECK_THROWS_WITH(plain[0].parsed(), Contains("LabelsArguments::output_format"));
  CHECK(plain[0].parsed(labels[0].ontology()).jobs()["CLASS"].category()->name() == "A");
}

TEST_CASE("labels become a table with the types of their fields") {
  LabelService service{.count = 2};
  service.label = [](std::size_t number) {
    return json{{"id", std::to_string(number)},
                {"author", {{"email", "ann@example.com"}}},
                {"secondsToLabel", number == 0 ? json(3) : json()},
                {"isLatestLabelForUser", true},
                {"jsonResponse", "{}"}};
  };
  FakeWorld fake(service.handler());
  const Table table =
      fake.client()
          .labels(
              "p", {},
              {.fields = {"id", "author.email", "secondsToLabel", "isLatestLabelForUser", "jsonResponse"}})
          .to_table();
  REQUIRE(table.row_count() == 2);
  CHECK(table.record(0).get()["secondsToLabel"] == 3);
  CHECK(table.record(1).get()["secondsToLabel"].is_null());
  CHECK(table.record(1).get()["author"]["email"] == "ann@example.com");
}

TEST_CASE("accessors of a label read its fields, and name one that was not requested") {
  const Label label(json::parse(R"({"id": "l", "assetId": "a", "author": {"email": "e", "id": "u"},
    "createdAt": "2024-02-02T00:00:00.000Z", "labelType": "REVIEW", "modelName": null, "secondsToLabel": 2.5,
    "isLatestLabelForUser": true, "isSentBackToQueue": false, "skipped": false, "consensusMark": 0.5,
    "honeypotMark": null, "inferenceMark": 1, "jsonResponse": {"J": {}}})"));
  CHECK(label.id() == "l");
  CHECK(label.asset_id() == "a");
  CHECK(label.author_email() == "e");
  CHECK(label.author_id() == "u");
  CHECK(label.created_at() == "2024-02-02T00:00:00.000Z");
  CHECK(label.created_at_time().time_since_epoch() > Timestamp().time_since_epoch());
  CHECK(label.label_type() == LabelType::review);
  CHECK_FALSE(label.model_name());
  CHECK(label.seconds_to_label() == 2.5);
  CHECK(label.is_latest_label_for_user());
  CHECK_FALSE(label.is_sent_back_to_queue());
  CHECK_FALSE(label.skipped());
  CHECK(label.consensus_mark() == 0.5);
  CHECK_FALSE(label.honeypot_mark());
  CHECK(label.inference_mark() == 1.0);
  CHECK(label.json_response() == json{{"J", json::object()}});
  const Label other(json{{"id", 5}, {"labelType", "NEW_TYPE"}});
  CHECK_THROWS_WITH(other.model_name(), Contains("\"modelName\"") && Contains("LabelsArguments::fields"));
  CHECK_THROWS_AS(other.id(), FieldError);
  CHECK_THROWS_AS(other.label_type(), ValidationError);
  CHECK_THROWS_WITH(other.parsed(Ontology::parse(R"({"jobs":{}})", InputType::image)),
                    Contains("jsonResponse"));
}

TEST_CASE("answers that are no labels are typed errors") {
  const auto listed = [](const json& page, const json& count = 1) {
    FakeWorld fake([&](const HttpRequest& request, const std::stop_token&) {
      const json body = json::parse(plain_body(request));
      const auto query = body["query"].get<std::string>();
      if (query.find("countLabels") != std::string::npos) return data_answer(count);
      if (query.find("query labels") != std::string::npos) return data_answer(page);
      return LabelService{}.handler()(request, {});
    });
    return fake.client().labels("p", {}, {.fields = {"id", "jsonResponse"}}).to_vector();
  };
  CHECK_THROWS_AS(listed(json::array({5})), HttpError);
  CHECK_THROWS_AS(listed(json::array({nullptr})), HttpError);
  CHECK_THROWS_AS(listed(json::object()), HttpError);
  CHECK_THROWS_AS(listed(nullptr), HttpError);
  CHECK_THROWS_AS(listed(json::array(), -1), HttpError);
  CHECK_THROWS_AS(listed(json::array(), "many"), HttpError);
  CHECK_THROWS_AS(listed(json::array(), 5), HttpError);  // fewer than were counted
  CHECK_THROWS_AS(listed(json::array({{{"id", "l"}, {"jsonResponse", R"("\ud800")"}}})), HttpError);
  CHECK(listed(json::array({{{"id", "l"}, {"jsonResponse", 5}, {"jsonResponseUrl", 7}}})).size() == 1);
  CHECK(listed(json::array({{{"id", "l"}, {"jsonResponse", nullptr}}}))[0].json_response() == json::object());
  CHECK(listed(json::array({{{"id", "l"}, {"jsonResponse", std::string(5000, '[')}}}))[0].json_response() ==
        json::object());
}
