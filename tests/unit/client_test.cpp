#include <catch2/catch.hpp>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "client/settings.hpp"
#include "environment.hpp"
#include "fake_transport.hpp"

using namespace kili;
using namespace kili::test;

namespace {

FakeTransport::Handler key_check(const char* expiry) {
  return [expiry](const HttpRequest& request, const std::stop_token&) {
    if (request.body.find("apiKeys") != std::string::npos) return data_answer({{{"expiryDate", expiry}}});
    return data_answer({{"id", "u"}, {"email", "a@b"}});
  };
}

}  // namespace

TEST_CASE("options come from arguments, then the environment, then defaults") {
  const Environment key("KILI_API_KEY", "env-key");
  CHECK(resolve_settings({}).api_endpoint == "https://cloud.kili-technology.com/api/label/v2/graphql");
  CHECK(resolve_settings({}).api_key == "env-key");
  CHECK(resolve_settings({.api_key = "own"}).api_key == "own");
  const Environment endpoint("KILI_API_ENDPOINT", "http://127.0.0.1:1");
  CHECK(resolve_settings({}).api_endpoint == "http://127.0.0.1:1/api/label/v2/graphql");
  CHECK(resolve_settings({.api_endpoint = "https://x/y/graphql"}).api_endpoint == "https://x/y/graphql");
  CHECK_FALSE(resolve_settings({}).skip_checks);
  const Environment skip("KILI_SDK_SKIP_CHECKS", "");
  CHECK(resolve_settings({}).skip_checks);
}

TEST_CASE("KILI_VERIFY is true, false or a bundle") {
  const Environment key("KILI_API_KEY", "k");
  CHECK(resolve_settings({}).tls.verify);
  {
    const Environment verify("KILI_VERIFY", "False");
    CHECK_FALSE(resolve_settings({}).tls.verify);
    CHECK(resolve_settings({.verify = true}).tls.verify);
  }
  {
    const Environment verify("KILI_VERIFY", KILI_SCHEMA_FILE);
    CHECK(resolve_settings({}).tls.ca_bundle == KILI_SCHEMA_FILE);
  }
  const Environment verify("KILI_VERIFY", "/no/such/bundle");
  CHECK_THROWS_AS(resolve_settings({}), ValidationError);
}

TEST_CASE("the compression of requests is on unless the option or the environment turns it off") {
  const Environment key("KILI_API_KEY", "k");
  CHECK(resolve_settings({}).compress_requests);
  CHECK_FALSE(resolve_settings({.compress_requests = false}).compress_requests);
  for (const char* word : {"true", "1", "yes", "TRUE"}) {
    const Environment off("KILI_DISABLE_REQUEST_COMPRESSION", word);
    CHECK_FALSE(resolve_settings({}).compress_requests);
    CHECK(resolve_settings({.compress_requests = true}).compress_requests);
  }
  for (const char* word : {"false", "0", "", "no"}) {
    const Environment on("KILI_DISABLE_REQUEST_COMPRESSION", word);
    CHECK(resolve_settings({}).compress_requests);
  }
}

TEST_CASE("options that cannot be meant are refused by name") {
  CHECK_THROWS_AS(resolve_settings({}), AuthenticationError);
  CHECK_THROWS_AS(resolve_settings({.api_key = ""}), AuthenticationError);
  CHECK_THROWS_AS(resolve_settings({.api_key = "k", .max_requests_in_flight = 0}), ValidationError);
  CHECK_THROWS_AS(resolve_settings({.api_key = "k", .request_timeout = std::chrono::milliseconds(0)}),
                  ValidationError);
  CHECK_THROWS_AS(Client({.api_endpoint = "nonsense", .api_key = "k"}), ValidationError);
  CHECK_THROWS_AS(Client({.api_endpoint = "http://127.0.0.1:1", .api_key = "line\nbreak"}), ValidationError);
}

TEST_CASE("the key is checked at construction, and its end announced") {
  SECTION("soon") {
    FakeWorld world(key_check("2024-01-11T00:00:00.000Z"));
    static_cast<void>(world.client({.skip_checks = false}));
    REQUIRE(world.sink->warnings().size() == 1);
    CHECK_THAT(world.sink->warnings().front(), Catch::Matchers::Contains("2024-01-11"));
  }
  SECTION("late") {
    FakeWorld world(key_check("2025-01-11"));
    static_cast<void>(world.client({.skip_checks = false}));
    CHECK(world.sink->warnings().empty());
    CHECK(world.transport->count() == 2);
  }
  SECTION("not known") {
    FakeWorld world([](const HttpRequest&, const std::stop_token&) { return data_answer(nullptr); });
    CHECK_THROWS_AS(world.client({.skip_checks = false}), AuthenticationError);
  }
  SECTION("skipped") {
    FakeWorld world(key_check("2024-01-11"));
    static_cast<void>(world.client());
    CHECK(world.transport->count() == 0);
  }
}

TEST_CASE("errors keep their text when copied") {
  const GraphQLError error("text", {.attempts = 3}, {"m"});
  const GraphQLError copy = error;  // NOLINT(performance-unnecessary-copy-initialization)
  CHECK(std::string(copy.what()) == "text");
  CHECK(copy.context().attempts == 3);
  static_assert(std::is_nothrow_copy_constructible_v<ImportError>);
}

TEST_CASE("a copy of a client is a handle to the same connection") {
  const auto transport = std::make_shared<FakeTransport>(key_check("2999-01-01T00:00:00Z"));
  std::optional<Client> first(
      std::in_place,
      ClientOptions{.api_endpoint = "http://127.0.0.1:1", .api_key = "k", .transport = transport});
  const auto requests = transport->requests().size();
  const Client second = *first;  // NOLINT(performance-unnecessary-copy-initialization): the copy is tested
  Client third = second;
  third = *first;
  CHECK(transport->requests().size() == requests);
  CHECK(&second.api_endpoint() == &first->api_endpoint());
  CHECK(&third.api_endpoint() == &first->api_endpoint());
  CHECK(transport.use_count() > 1);
  first.reset();
  const Client last = std::move(third);
  CHECK(second.api_endpoint() == "http://127.0.0.1:1/api/label/v2/graphql");
  CHECK(&last.api_endpoint() == &second.api_endpoint());
  static_assert(std::is_nothrow_copy_constructible_v<Client> && std::is_nothrow_copy_assignable_v<Client>);
}
