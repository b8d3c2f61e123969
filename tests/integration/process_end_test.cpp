#include <catch2/catch.hpp>
#include <string>

#include "example_program.hpp"
#include "kili/sandbox.hpp"

using namespace kili;
using namespace kili::test;

namespace {

/// Runs a program to its end, in a minute at most.
ProgramRun run_global_client(const Sandbox& sandbox, const std::string& arguments) {
  return run_program(
      "KILI_API_ENDPOINT=" + sandbox.endpoint() + " KILI_API_KEY=" + sandbox.api_key() +
      " KILI_VERIFY=" + (sandbox.certificate_file().empty() ? "true" : sandbox.certificate_file().string()) +
      " timeout 60 " KILI_GLOBAL_CLIENT " " + arguments);
}

}  // namespace

TEST_CASE("the destructor of a global object may use a client, and make one") {
  const bool https = GENERATE(false, true);
  CAPTURE(https);
  Sandbox sandbox({.https = https});
  const std::string project = sandbox.add_project({});
  const auto live = run_global_client(sandbox, project + " live");
  CHECK(live.output ==
        "main: 1 asset, 1 deleted, 0 left\n"
        "inherited: 1 asset, 1 deleted, 0 left\n"
        "end\n");
  CHECK(live.status == 0);
  const auto renewed = run_global_client(sandbox, project + " new");
  CHECK(renewed.output ==
        "main: 1 asset, 1 deleted, 0 left\n"
        "inherited: 1 asset, 1 deleted, 0 left\n"
        "new: 1 asset, 1 deleted, 0 left\n"
        "end\n");
  CHECK(renewed.status == 0);
  const auto asynchronous = run_global_client(sandbox, project + " async");
  CHECK(asynchronous.output ==
        "main: 1 asset, 1 deleted, 0 left\n"
        "async: 0 left\n"
        "inherited: 1 asset, 1 deleted, 0 left\n"
        "end\n");
  CHECK(asynchronous.status == 0);
}

// A lock of AddressSanitizer's allocator that another thread holds at a fork() is never released in the
// child.
#ifndef __SANITIZE_ADDRESS__
TEST_CASE("a global object in a child process is told that its client is inherited, and ends") {
  const bool https = GENERATE(false, true);
  CAPTURE(https);
  Sandbox sandbox({.https = https});
  const std::string project = sandbox.add_project({});
  const auto forked = run_global_client(sandbox, project + " fork");
  CAPTURE(forked.output);
  CHECK_THAT(forked.output, Catch::Matchers::StartsWith("main: 1 asset, 1 deleted, 0 left\n"));
  CHECK_THAT(forked.output, Catch::Matchers::Contains("inherited it by fork()"));
  CHECK_THAT(forked.output, Catch::Matchers::EndsWith("end\ninherited: 1 asset, 1 deleted, 0 left\nend\n"));
  CHECK(forked.status == 0);
}
#endif
