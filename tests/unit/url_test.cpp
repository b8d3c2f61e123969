#include <catch2/catch.hpp>

#include "http/url.hpp"
#include "kili/errors.hpp"

using namespace kili::http;

TEST_CASE("the key goes only below the API's own path on its own origin") {
  const CredentialScope scope("https://kili.test/api/label/v2/graphql");
  CHECK(scope.contains("https://kili.test/api/label/v2/graphql"));
  CHECK(scope.contains("https://KILI.test:443/api/label/v2/files?id=1"));
  CHECK(scope.contains("https://kili.test/api/label/v2/files;a=b/..c/x%20y?to=/..;/%2e%2e"));
  for (const char* elsewhere : {"http://kili.test/api/label/v2/graphql",
                                "https://kili.test:8443/api/label/v2/graphql",
                                "https://kili.test.evil/api/label/v2/graphql",
                                "https://evil/api/label/v2/graphql",
                                "https://kili.test/bucket/x",
                                "https://kili.test/api/label/v2/../../bucket",
                                "https://kili.test/api/label/v2/%2e%2e/x",
                                "https://kili.test/api/label/v2/..%2fx",
                                "https://kili.test/api/label/v2/..;/x",
                                "https://kili.test/api/label/v2/..;a=b/x",
                                "https://kili.test/api/label/v2/.;/x",
                                "https://kili.test/api/label/v2/..%3b/x",
                                "https://kili.test/api/label/v2/..%20/x",
                                "https://kili.test/api/label/v2/..%00/x",
                                "https://kili.test/api/label/v2/%252e%252e/x",
                                "https://kili.test/api/label/v2/%25%32%65./x",
                                "https://kili.test/api/label/v2/..%252fx",
                                "https://kili.test/api/label/v2/..\\x",
                                "https://kili.test/api/label/v2/..%5cx",
                                "https://kili.test/api/label/v2/a/..;",
                                "https://kili.test@evil/api/label/v2/graphql",
                                "https://u:p@kili.test/api/label/v2/graphql",
                                "ftp://kili.test/api/label/v2/graphql",
                                "",
                                "not a url"}) {
    CAPTURE(elsewhere);
    CHECK_FALSE(scope.contains(elsewhere));
  }
}

TEST_CASE("an endpoint that is not usable is refused by name") {
  for (const char* bad : {"", "ftp://x/y", "kili", "https://user:secret@kili.test/api"}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(CredentialScope(bad), kili::ValidationError);
  }
  try {
    CredentialScope("https://user:secret@kili.test/api");
  } catch (const kili::ValidationError& error) {
    CHECK(std::string(error.what()).find("secret") == std::string::npos);
  }
}

TEST_CASE("a redirect leads to an http(s) address, relative to the one that answered") {
  const std::string from = "https://kili.test/api/label/v2/files?id=1";
  CHECK(resolve_url(from, "https://storage.test/x?y=1") == "https://storage.test/x?y=1");
  CHECK(resolve_url(from, "/x") == "https://kili.test/x");
  CHECK(resolve_url(from, "other?id=2") == "https://kili.test/api/label/v2/other?id=2");
  CHECK(resolve_url(from, "//storage.test/x") == "https://storage.test/x");
  CHECK_FALSE(resolve_url(from, "file:///etc/passwd"));
}
