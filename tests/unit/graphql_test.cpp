#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "fake_transport.hpp"
#include "graphql/field_selection.hpp"
#include "graphql/variables.hpp"
#include "support/gzip.hpp"

using namespace kili;
using namespace kili::test;

namespace {

/// What count_assets ends with when the service answers so.
template <typename Expected>
Expected error_of(const HttpResponse& response) {
  FakeWorld world([response](const HttpRequest&, const std::stop_token&) { return response; });
  const Client client = world.client({.max_retries = 0});
  try {
    static_cast<void>(client.count_assets("p"));
  } catch (const Expected& error) {
    CHECK(std::string(error.what()).find("secret-key") == std::string::npos);
    CHECK(error.context().body.find("secret-key") == std::string::npos);
    return error;
  }
  throw std::logic_error("no error");
}

}  // namespace

TEST_CASE("fields become a selection set, merged and in order") {
  const std::vector<std::string> fields{"id", "labels.id", "labels.author.email", "id"};
  CHECK(graphql::selection_of(fields, 0) == "id\nlabels {\n  id\n  author {\n    email\n  }\n}\n");
}

TEST_CASE("a field can never inject query text") {
  for (const char* bad :
       {"", "id }", "id{x}", "a.b ", "a..b", ".a", "a.", "1a", "a-b", "a\nb", "$x", "a(b:1)", "é", "#"}) {
    CAPTURE(bad);
    const std::vector<std::string> fields{bad};
    CHECK_THROWS_AS(graphql::selection_of(fields, 0), ValidationError);
  }
  const std::vector<std::string> both{"labels", "labels.id"};
  CHECK_THROWS_AS(graphql::selection_of(both, 0), ValidationError);
  const std::vector<std::string> reverse{"labels.id", "labels"};
  CHECK_THROWS_AS(graphql::selection_of(reverse, 0), ValidationError);
  CHECK_THROWS_AS(graphql::selection_of({}, 0), ValidationError);
}

TEST_CASE("an inline fragment may stand among the fields, other text of the language may not") {
  const std::vector<std::string> fields{"id", "... on Asset { externalId, labels { id } }", "labels.id"};
  CHECK(graphql::selection_of(fields, 0) ==
        "id\n... on Asset {\n  externalId\n  labels {\n    id\n  }\n}\nlabels {\n  id\n}\n");
  const std::string text = GENERATE(values<std::string>(
      {"...", "... on", "... on Asset", "... on Asset {", "... on Asset {}", "... on Asset { id } x",
       "... on Asset { id ( first: 1 ) }", "... on Asset { a: id }", "... on Asset { id @skip(if: true) }",
       "... Fragment", "... on Asset { { id } }", "... on Asset { id } }", "... on Asset { \"id\" }",
       "... on Asset { id # comment\n }", "... on 1Asset { id }"}));
  CAPTURE(text);
  CHECK_THROWS_AS(graphql::selection_of(std::vector<std::string>{text}, 0), ValidationError);
}

TEST_CASE("an inline fragment may stand below a field") {
  const std::vector<std::string> fields{"labels.annotations.id",
                                        "labels.annotations ... on TranscriptionAnnotation { chatItemId }",
                                        "labels.id"};
  CHECK(graphql::selection_of(fields, 0) ==
        "labels {\n  annotations {\n    id\n    ... on TranscriptionAnnotation {\n      chatItemId\n    }\n  "
        "}\n"
        "  id\n}\n");
  const std::string text = GENERATE(
      values<std::string>({"labels ... on", "labels. ... on Label { id }", "labels id ... on Label { id }",
                           "la bels ... on L { id }", "labels(first: 1) ... on Label { id }",
                           "labels { ... on Label { id } }", "id ... on Label { id } ... on A { b }"}));
  CAPTURE(text);
  CHECK_THROWS_AS(graphql::selection_of(std::vector<std::string>{text}, 0), ValidationError);
  CHECK_THROWS_AS(graphql::selection_of(std::vector<std::string>{"labels", "labels ... on Label { id }"}, 0),
                  ValidationError);
  CHECK_THROWS_AS(graphql::selection_of(std::vector<std::string>{"labels ... on Label { id }", "labels"}, 0),
                  ValidationError);
}

TEST_CASE("null inputs are left out where the service's own client leaves them out") {
  const auto cleaned = graphql::without_nulls(nlohmann::json::parse(
      R"({"a":null,"where":{"x":null,"label":{"y":null},"metadata":{"k":null}},"data":{"z":null,"list":[null]}})"));
  CHECK(cleaned ==
        nlohmann::json::parse(R"({"where":{"label":{},"metadata":{"k":null}},"data":{"list":[null]}})"));
}

TEST_CASE("every answer that is no result is an error of its own") {
  CHECK(error_of<AuthenticationError>(answer(401)).context().http_status == 401);
  CHECK(error_of<AuthenticationError>(answer(403, "you secret-key")).context().http_status == 403);
  for (const int status : {302, 404, 413, 500, 503})
    CHECK(error_of<HttpError>(answer(status)).context().http_status == status);
  CHECK_THAT(error_of<HttpError>(answer(404)).what(), Catch::Matchers::Contains("KILI_API_ENDPOINT"));
  CHECK_THAT(error_of<HttpError>(answer(413)).what(), Catch::Matchers::Contains("less in one call"));
  CHECK_THAT(error_of<HttpError>(answer(200, "<html>")).what(), Catch::Matchers::Contains("not usable JSON"));
  static_cast<void>(error_of<HttpError>(answer(200, "{}")));
  static_cast<void>(error_of<HttpError>(answer(200, R"({"data":{"data":"seven"}})")));
  static_cast<void>(error_of<HttpError>(answer(200, R"({"data":{"data":-1}})")));
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  static_cast<void>(error_of<HttpError>(answer(200, deep)));
}

TEST_CASE("GraphQL errors keep the messages of the service") {
  const auto error = error_of<GraphQLError>(
      answer(200, R"({"errors":[{"message":"[accessDenied] secret-key"},{"message":"two"}],"data":null})"));
  CHECK(error.messages() == std::vector<std::string>{"[accessDenied] [api key]", "two"});
  CHECK(std::string(error.what()) == R"(GraphQL error: "[accessDenied] [api key]")");
  CHECK(error_of<GraphQLError>(answer(400, R"({"errors":[{"message":"Cannot query field"}]})")).type() ==
        "GraphQLError");
  static_cast<void>(error_of<GraphQLError>(answer(200, R"({"errors":[7]})")));
  // An answer of the service is one whatever its status.
  for (const int status : {404, 413, 500, 502, 503}) {
    const auto own = error_of<GraphQLError>(answer(status, R"({"errors":[{"message":"inside"}]})"));
    CHECK(own.context().http_status == status);
    CHECK_FALSE(own.context().outcome_unknown);
  }
  static_cast<void>(error_of<HttpError>(answer(500, R"({"errors":[]})")));
  static_cast<void>(error_of<AuthenticationError>(answer(401, R"({"errors":[{"message":"no key"}]})")));
}

TEST_CASE("data with a status of failure are data") {
  FakeWorld world(
      [](const HttpRequest&, const std::stop_token&) { return answer(500, R"({"data": {"data": 5}})"); });
  CHECK(world.client().count_assets("p") == 5);
}

TEST_CASE("an answer that broke off is asked for again") {
  int left = 4;
  FakeWorld world([&left](const HttpRequest&, const std::stop_token&) {
    return left-- > 0 ? answer(200, R"({"data": {"da)") : data_answer(3);
  });
  CHECK(world.client().count_assets("p") == 3);
  left = 5;
  CHECK_THROWS_AS(world.client().count_assets("p"), HttpError);
  CHECK(left == 0);
}

TEST_CASE("what a proxy shows to people in place of an answer is asked for again") {
  std::size_t odd_answers = 1;
  const std::array<std::string, 3> odd{"<html>sign in</html>", "[]", ""};
  for (const auto& body : odd) {
    CAPTURE(body);
    FakeWorld world([&](const HttpRequest&, const std::stop_token&) {
      return odd_answers > 0 && odd_answers-- > 0 ? answer(200, body) : data_answer(7);
    });
    const Client client = world.client();
    odd_answers = 1;
    CHECK(client.count_assets("p") == 7);
    odd_answers = 4;
    CHECK(client.count_assets("p") == 7);
    CHECK(world.transport->count() == 2 + 5);
    odd_answers = 5;
    CHECK_THROWS_AS(client.count_assets("p"), HttpError);
  }
  // An address that has never answered is likely wrong.
  FakeWorld world([&](const HttpRequest&, const std::stop_token&) { return answer(200, odd.front()); });
  CHECK_THROWS_AS(world.client().count_assets("p"), HttpError);
  CHECK(world.transport->count() <= 4);
}

TEST_CASE("a key that was never accepted is wrong at once, later a refusal may pass") {
  bool refused = true;
  int left = 0;
  FakeWorld world([&](const HttpRequest&, const std::stop_token&) {
    return refused || left-- > 0 ? answer(401, "<html>401</html>") : data_answer(3);
  });
  const Client client = world.client();
  CHECK_THROWS_AS(client.count_assets("p"), AuthenticationError);
  CHECK(world.transport->count() == 1);
  refused = false;
  CHECK(client.count_assets("p") == 3);
  left = 3;
  CHECK(client.count_assets("p") == 3);
  CHECK(world.transport->count() == 6);
  // Another client has a key of its own.
  refused = true;
  CHECK_THROWS_AS(world.client().count_assets("p"), AuthenticationError);
  CHECK(world.transport->count() == 7);
  CHECK_THROWS_AS(client.count_assets("p"), AuthenticationError);
  CHECK(world.clock->elapsed() <= std::chrono::minutes(3));
}

TEST_CASE("the word of the service itself about a key is final") {
  bool refused = false;
  FakeWorld world([&](const HttpRequest&, const std::stop_token&) {
    return refused ? answer(401, R"({"errors":[{"message":"the key has expired"}]})") : data_answer(3);
  });
  const Client client = world.client();
  CHECK(client.count_assets("p") == 3);
  refused = true;
  CHECK_THROWS_AS(client.count_assets("p"), AuthenticationError);
  CHECK(world.transport->count() == 2);
}

TEST_CASE("errors inside the service that pass are retried") {
  int left = 2;
  FakeWorld world([&left](const HttpRequest&, const std::stop_token&) {
    return left-- > 0
               ? answer(200, R"({"errors":[{"message":"Failed to fetch data connection x"}],"data":null})")
               : data_answer(3);
  });
  CHECK(world.client().count_assets("p") == 3);
  CHECK(world.clock->elapsed() > std::chrono::seconds(0));
}

TEST_CASE("queries have five attempts when an error inside the service passes, other errors are final") {
  FakeWorld flags([](const HttpRequest&, const std::stop_token&) {
    return answer(200, R"({"errors":[{"message":"Invalid request made to Flagsmith API: 5"}]})");
  });
  CHECK_THROWS_AS(flags.client().count_assets("p"), GraphQLError);
  CHECK(flags.transport->count() == 5);
  FakeWorld other([](const HttpRequest&, const std::stop_token&) {
    return answer(200, R"({"errors":[{"message":"Unauthorized for url: x"}]})");
  });
  CHECK_THROWS_AS(other.client().count_assets("p"), GraphQLError);
  CHECK(other.transport->count() == 2);  // and the question whether there is such a project
}

TEST_CASE("requests carry the headers of the service, and the key") {
  FakeWorld world([](const HttpRequest&, const std::stop_token&) { return data_answer(1); });
  static_cast<void>(world.client().count_assets("p"));
  const HttpRequest request = world.transport->requests().front();
  const auto header = [&](std::string_view name) {
    return std::string(HttpResponse{.body = {}, .headers = request.headers, .status = 0}.header(name));
  };
  CHECK(header("Authorization") == "X-API-Key: secret-key");
  CHECK(header("kili-client-method-name") == "count_assets");
  CHECK(header("kili-client-call-time") == "2024-01-01T00:00:00.000Z");
  CHECK(header("kili-client-call-uuid").size() == 36);
  for (const char* name :
       {"Accept", "Content-Type", "apollographql-client-name", "apollographql-client-version",
        "kili-client-name", "kili-client-version", "kili-client-language-name",
        "kili-client-language-version", "kili-client-platform-name", "kili-client-platform-version"}) {
    CAPTURE(name);
    CHECK_FALSE(header(name).empty());
  }
  CHECK(request.follow_redirects == false);
}

namespace {

/// A service whose every answer is an error that passes.
HttpResponse passing_error(const HttpRequest& /*request*/, const std::stop_token& /*stop_token*/) {
  return answer(200, R"({"errors": [{"message": "Failed to fetch data connection"}]})");
}

}  // namespace

TEST_CASE("the options of a client bound the retries of GraphQL errors too") {
  FakeWorld world(passing_error);
  CHECK_THROWS_AS(world.client({.max_retries = 2}).count_assets("p"), GraphQLError);
  CHECK(world.transport->count() == 3);
}

TEST_CASE("the time for retries holds for GraphQL errors too") {
  FakeWorld world(passing_error);
  const Client client = world.client({.retry_deadline = std::chrono::seconds(5)});
  CHECK_THROWS_AS(client.count_assets("p"), GraphQLError);
  CHECK(world.clock->elapsed() <= std::chrono::seconds(5));
  CHECK(world.transport->count() >= 2);
}

namespace {

/// A service behind something that answers compressed requests with a status.
struct CompressionWorld {
  std::vector<bool> compressed;  ///< Of the large requests so far.
  int refusal = 0;               ///< 0: they are read.
  std::string refusal_body = "what is this?";
  FakeWorld world{[this](const HttpRequest& request, const std::stop_token&) {
    const HttpResponse headers{.body = {}, .headers = request.headers, .status = 0};
    const bool is_compressed = headers.header("content-encoding") == "gzip";
    compressed.push_back(is_compressed);
    CHECK(is_compressed == request.body.starts_with("\x1f\x8b"));
    const auto body = is_compressed ? support::gunzip(request.body, 64'000'000) : request.body;
    if (is_compressed && refusal != 0) return answer(refusal, refusal_body);
    REQUIRE(body.has_value());
    const auto where = nlohmann::json::parse(*body)["variables"]["where"];
    if (!where.contains("externalIdIn")) return data_answer({{{"id", "p"}}});  // whether there is the project
    sent = where["externalIdIn"][0].get<std::string>();
    return data_answer(7);
  }};
  std::string sent;

  void count(const Client& client, const std::string& external_id) {
    CHECK(client.count_assets("p", {.external_id_in = {external_id}}) == 7);
    CHECK(sent == external_id);
  }
};

}  // namespace

TEST_CASE("requests of a million bytes are compressed, and get the time that their bytes take") {
  CompressionWorld world;
  const Client client = world.world.client();
  world.count(client, std::string(500'000, 'x'));
  world.count(client, std::string(1'000'000, 'x'));
  const Client plain = world.world.client({.compress_requests = false});
  world.count(plain, std::string(20'000'000, 'x'));
  CHECK(world.compressed == std::vector<bool>{false, true, false});
  const auto requests = world.world.transport->requests();
  using std::chrono::seconds;
  CHECK(requests[1].body.size() < 100'000);
  CHECK(requests[1].total_timeout < seconds(61));
  CHECK(requests[2].total_timeout >= seconds(60 + 200));
  CHECK(requests[2].idle_timeout >= seconds(60 + 200));
  CHECK(requests[2].connect_timeout >= seconds(200));
  CHECK(requests[0].connect_timeout == seconds(10));
}

TEST_CASE("a refused compressed request is sent again as it is, and so are all later ones") {
  const auto status = GENERATE(400, 415);
  CompressionWorld world;
  world.refusal = status;
  const Client client = world.world.client();
  world.count(client, std::string(1'200'000, 'x'));
  world.count(client, std::string(1'300'000, 'y'));
  CHECK(world.compressed == std::vector<bool>{true, false, false});
  // Others find out for themselves.
  world.refusal = 0;
  world.count(world.world.client(), std::string(1'300'000, 'y'));
  CHECK(world.compressed.back());
}

TEST_CASE("an answer of the service is no refusal of the compression") {
  CompressionWorld world;
  world.refusal = 400;
  world.refusal_body = R"({"errors":[{"message":"Cannot query field"}]})";
  const Client client = world.world.client();
  CHECK_THROWS_AS(client.count_assets("p", {.external_id_in = {std::string(1'200'000, 'x')}}), GraphQLError);
  CHECK(world.compressed.front());
  CHECK(std::count(world.compressed.begin(), world.compressed.end(), false) <= 1);  // asks for the project
}

TEST_CASE("when the request fails as it is too, compression was not the reason") {
  bool well = false;
  std::vector<bool> compressed;
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
    compressed.push_back(request.body.starts_with("\x1f\x8b"));
    return well ? data_answer(7) : answer(400, "no");
  });
  const Client client = world.client();
  const std::string large(1'200'000, 'x');
  CHECK_THROWS_AS(client.count_assets("p", {.external_id_in = {large}}), HttpError);
  well = true;
  CHECK(client.count_assets("p", {.external_id_in = {large}}) == 7);
  CHECK(compressed == std::vector<bool>{true, false, true});
}
