// Client::execute(): documents of the caller's own.

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "fake_storage.hpp"
#include "fake_transport.hpp"
#include "team_in_sandbox.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

using Catch::Matchers::Contains;

constexpr const char* some_mutation = "mutation M($data: D!) { data: createThing(data: $data) { id } }";

/// A service that answers each request by its number, from 1.
struct NumberedAnswers {
  using Answer = std::function<HttpResponse(std::size_t number)>;

  explicit NumberedAnswers(Answer give)
      : world([this, give = std::move(give)](const HttpRequest&, const std::stop_token&) {
          return give(++requests);
        }) {}

  [[nodiscard]] json body(std::size_t index) const {
    return json::parse(plain_body(world.transport->requests().at(index)));
  }

  std::size_t requests = 0;
  FakeWorld world;
};

HttpResponse raw_answer(const json& data) { return answer(200, json{{"data", data}}.dump()); }
HttpResponse lost(std::size_t number) {
  if (number > 1) return raw_answer({{"data", {{"id", "1"}}}});
  throw TransportError(TransportFailure::connection_lost, "the connection was cut");
}

template <typename Do>
ErrorContext context_of_error(const Do& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.context();
  }
  FAIL("nothing was thrown");
  return {};
}

}  // namespace

TEST_CASE("execute: a document is sent as it is, and all data come back") {
  NumberedAnswers service([](std::size_t) { return raw_answer({{"a", 1}, {"b", {nullptr, "x"}}}); });
  const Client client = service.world.client();
  CHECK_THROWS_AS(client.execute("query A { a } query B { b }"), ValidationError);
  const Json data =
      client.execute("query A($x: Int) { a(x: $x) b }", json{{"x", nullptr}, {"where", {{"y", nullptr}}}});
  CHECK(data.get() == json{{"a", 1}, {"b", {nullptr, "x"}}});
  CHECK(service.body(0) == json{{"query", "query A($x: Int) { a(x: $x) b }"},
                                {"variables", {{"x", nullptr}, {"where", {{"y", nullptr}}}}}});
  static_cast<void>(client.execute("query A { a(t: \"\xC3\xA9\\n\") } mutation B { b }",
                                   Json::parse(R"({"z": 123456789012345678901234567890, "a": 1})"),
                                   {.operation_name = "A"}));
  CHECK(service.body(1).at("query") == "query A { a(t: \"\xC3\xA9\\n\") } mutation B { b }");
  CHECK(service.body(1).at("operationName") == "A");
  // Numbers keep their digits, and keys their order.
  CHECK_THAT(plain_body(service.world.transport->requests().at(1)),
             Contains(R"({"z":123456789012345678901234567890,"a":1})"));
  static_cast<void>(client.execute("{ a }"));
  CHECK(service.body(2) == json{{"query", "{ a }"}, {"variables", json::object()}});
  const auto request = service.world.transport->requests().at(0);
  CHECK(header_of(request, "Authorization") == "X-API-Key: secret-key");
  CHECK(header_of(request, "kili-client-method-name") == "execute");
}

TEST_CASE("execute: a query is repeated after a lost answer, a mutation only when it is idempotent") {
  NumberedAnswers query(lost);
  CHECK(query.world.client().execute("query { data: thing { id } }").get().at("data").at("id") == "1");
  CHECK(query.requests == 2);

  NumberedAnswers mutation(lost);
  const auto context =
      context_of_error([&] { static_cast<void>(mutation.world.client().execute(some_mutation)); });
  CHECK(context.outcome_unknown);
  CHECK(context.operation == "createThing");
  CHECK(mutation.requests == 1);

  NumberedAnswers idempotent(lost);
  static_cast<void>(idempotent.world.client().execute(some_mutation, {}, {.idempotent = true}));
  CHECK(idempotent.requests == 2);

  NumberedAnswers careful(lost);
  CHECK(context_of_error([&] {
          static_cast<void>(careful.world.client().execute("{ a }", {}, {.idempotent = false}));
        }).outcome_unknown);
  CHECK(careful.requests == 1);

  // One that begins with another operation, in a comment or a string.
  NumberedAnswers hidden(lost);
  static_cast<void>(context_of_error([&] {
    static_cast<void>(hidden.world.client().execute(
        "# query { a }\nquery Q { a(b: \"\"\"mutation\"\"\") } mutation B { b }", {},
        {.operation_name = "B"}));
  }));
  CHECK(hidden.requests == 1);
}

TEST_CASE("execute: errors are those of all other calls") {
  const auto code = [](HttpResponse response) {
    NumberedAnswers service([&](std::size_t) { return response; });
    const Client client = service.world.client(ClientOptions{.max_retries = 1});
    try {
      static_cast<void>(client.execute("{ thing { id } }"));
    } catch (const Error& error) {
      CHECK(error.context().operation == "thing");
      return error.code();
    }
    FAIL("nothing was thrown");
    return ErrorCode{};
  };
  CHECK(code(answer(200, R"({"data": {"thing": null}, "errors": [{"message": "no"}]})")) ==
        ErrorCode::request_refused);
  CHECK(code(answer(401)) == ErrorCode::authentication_failed);
  CHECK(code(answer(503)) == ErrorCode::http_failed);
  CHECK(code(answer(200, R"({"data": null})")) == ErrorCode::http_failed);
  CHECK(code(answer(200, R"({"data": [1]})")) == ErrorCode::http_failed);
}

TEST_CASE("execute: bad input is found before anything is sent") {
  NumberedAnswers service([](std::size_t) { return raw_answer(json::object()); });
  const Client client = service.world.client();
  CHECK_THROWS_WITH(client.execute(""), Contains("document is empty"));
  CHECK_THROWS_WITH(client.execute(" \n"), Contains("document is empty"));
  CHECK_THROWS_WITH(client.execute("{ a(b: \"\xff\") }"), Contains("document is not UTF-8 text"));
  CHECK_THROWS_WITH(client.execute("subscription { a }"), Contains("subscription"));
  CHECK_THROWS_WITH(client.execute("{ a }", json::array()), Contains("variables are of type array"));
  CHECK_THROWS_WITH(client.execute("{ a }", json("text")), Contains("variables are of type string"));
  CHECK_THROWS_WITH(client.execute("{ a }", json{{"x", std::nan("")}}), Contains("variables: NaN"));
  CHECK_THROWS_WITH(client.execute("{ a }", json{{"x", "\xff"}}), Contains("variables: "));
  CHECK_THROWS_WITH(client.execute("{ a }", {}, {.operation_name = "A"}), Contains("operation_name 'A'"));
  CHECK(service.requests == 0);
}

TEST_CASE("execute: a large answer of a query or of a mutation is read up to max_response_bytes") {
  const std::string text(3'000'000, 'x');
  for (const char* const document : {"{ a }", "mutation { a }"}) {
    NumberedAnswers service([&](std::size_t) { return raw_answer({{"a", text}}); });
    const Client client = service.world.client(ClientOptions{.max_response_bytes = 16'000'000});
    CHECK(client.execute(document).get().at("a") == text);
    // A query is asked again, with more memory, when its answer is larger than usual.
    CHECK(service.requests == (std::string(document) == "{ a }" ? 2 : 1));
  }
}

TEST_CASE("execute: fields that no method has are asked of the sandbox") {
  const TeamInSandbox team;
  const Json data = team.client.execute(
      "query ($where: ProjectWhere!) { count: countProjects(where: $where) me { email } }",
      json{{"where", json::object()}});
  CHECK(data.get() == json{{"count", 1}, {"me", {{"email", "owner@example.com"}}}});
  CHECK_THROWS_AS(team.client.execute("{ nothing }"), GraphQLError);
}
