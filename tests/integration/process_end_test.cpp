#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <string>

#include "kili/sandbox.hpp"

using namespace kili;

namespace {

struct FinishedProgram {
  std::string output;
  int status = -1;
};

/// Runs a program to its end, in a minute at most.
FinishedProgram run_global_client(const Sandbox& sandbox, const std::string& arguments) {
  // A child process inherits what the parent's threads hold, but not the threads: a leak checker would report
  // it.
  const bool forks = arguments.ends_with(" fork");
  const std::string command =
      std::string(forks ? "ASAN_OPTIONS=\"$ASAN_OPTIONS:detect_leaks=0\" " : "") +
      "KILI_API_ENDPOINT=" + sandbox.endpoint() + " KILI_API_KEY=" + sandbox.api_key() +
      " KILI_VERIFY=" + (sandbox.certificate_file().empty() ? "true" : sandbox.certificate_file().string()) +
      " timeout 60 " KILI_GLOBAL_CLIENT " " + arguments + " 2>&1";
  FinishedProgram program;
  FILE* const pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 4096> piece{};
  while (std::fgets(piece.data(), static_cast<int>(piece.size()), pipe) != nullptr)
    program.output += piece.data();
  program.status = ::pclose(pipe);
  return program;
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
  const auto forked = run_global_client(sandbox, project + " fork");
  CAPTURE(forked.output);
  CHECK_THAT(forked.output, Catch::Matchers::StartsWith("main: 1 asset, 1 deleted, 0 left\n"));
  CHECK_THAT(forked.output, Catch::Matchers::Contains("inherited it by fork()"));
  CHECK_THAT(forked.output, Catch::Matchers::EndsWith("end\ninherited: 1 asset, 1 deleted, 0 left\nend\n"));
  CHECK(forked.status == 0);
}
