// The example that shows the progress of an import, run against the sandbox over sockets.

#ifdef KILI_EXAMPLE_PROGRESS

#include <catch2/catch.hpp>
#include <chrono>
#include <cstddef>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "example_program.hpp"
#include "kili/sandbox.hpp"

using namespace kili;

namespace {

/// What the program prints that imports so many images.
std::string output_of_import(const Sandbox& sandbox, const std::string& project, int count, int cancel_at) {
  const auto run =
      test::run_example(sandbox, KILI_EXAMPLE_PROGRESS, fmt::format("{} {} {}", project, count, cancel_at));
  CHECK(run.status == 0);
  return run.output;
}

}  // namespace

TEST_CASE("the example progress shows how far an import is, and cancels it") {
  // Batches are appended one after the other, so there is a report after the first of them.
  Sandbox sandbox({.latency = std::chrono::milliseconds(150)});
  const std::string project = sandbox.add_project({});
  CHECK(output_of_import(sandbox, project, 200, 1'000) == "200 of 200\n");
  CHECK(sandbox.state(project).size() == 200);
  const std::string cancelled = output_of_import(sandbox, project, 10'000, 1);
  CHECK_THAT(cancelled, Catch::Contains("of 10000 assets were imported") && Catch::Contains("cancelled") &&
                            Catch::Contains(" of 10000\n"));
  CHECK(sandbox.state(project).size() < 10'000);
  CHECK_THAT(output_of_import(sandbox, "none", 1, 1), Catch::Contains("none"));
}

#endif
