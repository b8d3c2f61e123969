// Who may ask a sandbox: addresses, names (Host) and pages of other origins (Origin). Nothing is bound or
// sent here.

#include <catch2/catch.hpp>
#include <stdexcept>
#include <string>

#include "kili/sandbox.hpp"
#include "sandbox/http/access_rules.hpp"
#include "sandbox/options.hpp"

using namespace kili;
using Catch::Matchers::Contains;
using sandbox::AccessRules;
using sandbox::check_access_options;

namespace {

sandbox::HttpRequest asked_as(const std::string& host, const std::string& origin = {}) {
  sandbox::HttpRequest request;
  request.method = "GET";
  request.target = "/";
  if (!host.empty()) request.headers.emplace_back("host", host);
  if (!origin.empty()) request.headers.emplace_back("origin", origin);
  return request;
}

bool passes(const SandboxOptions& options, const std::string& host, const std::string& origin = {}) {
  const AccessRules rules(options, sandbox::endpoint_of(options, 8080));
  return !rules.refusal_of(asked_as(host, origin));
}

SandboxOptions options_of(const std::vector<std::string>& arguments) {
  return sandbox::parse_options(arguments).sandbox;
}

}  // namespace

TEST_CASE("an address beyond this machine needs a flag that says what it means") {
  for (const char* const address : {"0.0.0.0", "::", "192.0.2.1", "2001:db8::1"}) {
    INFO(address);
    CHECK_THROWS_WITH(check_access_options(options_of({"--address", address})),
                      Contains("not a loopback address") && Contains("read, change and delete everything") &&
                          Contains("--publish"));
    CHECK_NOTHROW(check_access_options(options_of({"--address", address, "--publish"})));
  }
  for (const char* const address : {"127.0.0.1", "127.1.2.3", "::1", "localhost"})
    CHECK_NOTHROW(check_access_options(options_of({"--address", address})));
  for (const char* const address : {"", "example.com", "127.0.0.1:80", "1.2.3"}) {
    CHECK_THROWS_WITH(check_access_options(options_of({"--address", address, "--publish"})),
                      Contains("no IP address"));
  }
  CHECK_THAT(sandbox::usage(), Contains("--publish") && Contains("read, change and delete everything"));
  CHECK_THROWS_AS(Sandbox(SandboxOptions{.address = "192.0.2.1"}), std::invalid_argument);
}

TEST_CASE("a sandbox tells clients to come where they can") {
  const auto endpoint = [](const std::vector<std::string>& arguments) {
    return sandbox::endpoint_of(options_of(arguments), 8080);
  };
  CHECK(endpoint({}) == "http://127.0.0.1:8080");
  CHECK(endpoint({"--https", "--address=::1"}) == "https://[::1]:8080");
  CHECK(endpoint({"--address=0.0.0.0", "--publish"}) == "http://localhost:8080");
  CHECK(endpoint({"--address=::", "--publish"}) == "http://localhost:8080");
  CHECK(endpoint({"--address=192.0.2.1", "--publish"}) == "http://192.0.2.1:8080");
  CHECK(endpoint({"--public-url=https://kili.example"}) == "https://kili.example");
}

TEST_CASE("hosts, origins and URLs that are none are refused, with the option") {
  const auto problem = [](const std::vector<std::string>& arguments) -> std::string {
    try {
      check_access_options(options_of(arguments));
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "taken";
  };
  for (const char* const host : {"", "a b", "name:80", "http://name", "na/me", "*", "a\nb"})
    CHECK_THAT(problem({"--allow-host", host}), Contains("--allow-host"));
  for (const char* const origin :
       {"", "name", "http://", "ftp://name", "http://name/", "http://na me", "null"})
    CHECK_THAT(problem({"--allow-origin", origin}), Contains("--allow-origin"));
  for (const char* const url : {"name", "http://name/path", "ftp://name", "http://user@name"})
    CHECK_THAT(problem({"--public-url", url}), Contains("--public-url"));
  CHECK(problem({"--allow-host=sandbox.local", "--allow-host=[::1]", "--allow-origin=*",
                 "--allow-origin=http://localhost:5173", "--public-url=http://sandbox.local:80"}) == "taken");
  CHECK_THROWS_WITH(Sandbox(SandboxOptions{.public_url = "http://name", .serve = false}),
                    Contains("serve = true"));
}

TEST_CASE("a sandbox of this machine answers to its names alone") {
  for (const char* const host : {"localhost:8080", "LOCALHOST", "127.0.0.1", "127.0.0.1:8080", "127.9.9.9:1",
                                 "[::1]:8080", "[::1]", ""}) {
    INFO(host);
    CHECK(passes({}, host));
  }
  for (const char* const host :
       {"evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", "192.0.2.1",
        "[::2]", "localhost@evil.example", "[::1", ":8080", "[]"}) {
    INFO(host);
    CHECK_FALSE(passes({}, host));
  }
  CHECK(passes({.allowed_hosts = {"Sandbox.local"}}, "sandbox.LOCAL:80"));
  CHECK_FALSE(passes({.allowed_hosts = {"sandbox.local"}}, "other.local"));
  CHECK(passes({.public_url = "http://kili.example:1"}, "kili.example"));
  const AccessRules rules({}, "http://127.0.0.1:8080");
  CHECK_THAT(rules.refusal_of(asked_as("evil.example:8080")).value(),
             Contains("'evil.example'") && Contains("--allow-host evil.example"));
}

TEST_CASE("a published sandbox answers to any name, unless names are given") {
  CHECK(passes({.address = "0.0.0.0", .publish = true}, "anything.example"));
  const SandboxOptions named{.address = "0.0.0.0", .allowed_hosts = {"kili.example"}, .publish = true};
  CHECK(passes(named, "kili.example:8080"));
  CHECK(passes(named, "localhost:8080"));
  CHECK_FALSE(passes(named, "anything.example"));
  // The flag alone publishes nothing.
  CHECK_FALSE(passes({.publish = true}, "anything.example"));
}

TEST_CASE("pages of other origins may not ask unless they are allowed") {
  CHECK(passes({}, "127.0.0.1:8080", "http://127.0.0.1:8080"));
  CHECK(passes({}, "localhost:8080", "http://LOCALHOST:8080"));
  for (const char* const origin : {"http://evil.example", "null", "http://127.0.0.1:8081", "http://127.0.0.1",
                                   "http://localhost:8080", "file://127.0.0.1:8080", "127.0.0.1:8080"}) {
    INFO(origin);
    CHECK_FALSE(passes({}, "127.0.0.1:8080", origin));
  }
  CHECK_FALSE(passes({}, "", "http://127.0.0.1:8080"));
  const SandboxOptions allowed{.allowed_origins = {"http://localhost:5173"}};
  CHECK(passes(allowed, "127.0.0.1:8080", "http://localhost:5173"));
  CHECK_FALSE(passes(allowed, "127.0.0.1:8080", "http://localhost:51730"));
  CHECK_FALSE(passes(allowed, "127.0.0.1:8080", "https://localhost:5173"));
  CHECK(passes({.allowed_origins = {"*"}}, "127.0.0.1:8080", "null"));
  CHECK_FALSE(passes({.allowed_origins = {"*"}}, "evil.example:8080", "http://evil.example:8080"));
  const AccessRules rules({}, "http://127.0.0.1:8080");
  CHECK_THAT(rules.refusal_of(asked_as("localhost", "http://a.example")).value(),
             Contains("--allow-origin http://a.example"));
}
