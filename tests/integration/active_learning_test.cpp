// The example of active learning, on the sandbox.

#ifdef KILI_EXAMPLE_ACTIVE_LEARNING

#include <catch2/catch.hpp>
#include <string>

#include <nlohmann/json.hpp>

#include "example_program.hpp"
#include "kili/sandbox.hpp"
#include "sandbox_client.hpp"
#include "test_folder.hpp"

using namespace kili;
using nlohmann::json;

namespace {

/// What stands behind a text in the output, as a number.
double number_behind(const std::string& output, const std::string& text) {
  const auto at = output.find(text);
  REQUIRE(at != std::string::npos);
  return std::stod(output.substr(at + text.size()));
}

}  // namespace

TEST_CASE("the example of active learning improves its detector with what people have corrected") {
  Sandbox sandbox;
  const test::TestFolder folder;
  const auto run = test::run_example(sandbox, KILI_EXAMPLE_ACTIVE_LEARNING,
                                     "'" + (folder.root() / "pictures").string() + "' trays");
  const std::string& output = run.output;
  INFO(output);
  CHECK(run.status == 0);
  const double before = number_behind(output, "mean IoU   ");
  const double after = number_behind(output, " before, ");
  CHECK(before < 0.9);
  CHECK(after > before);
  CHECK(after > 0.95);

  const auto project = test::client_of(sandbox).find_project_by_title("trays", {"id"});
  const json assets = sandbox.modules_state(project.id()).at("assets");
  REQUIRE(assets.size() == 36);
  std::size_t predictions = 0;
  std::size_t corrected = 0;
  for (const auto& asset : assets) {
    for (const auto& label : asset.at("labels")) {
      predictions += label.at("labelType") == "PREDICTION" ? 1U : 0U;
      corrected += label.at("labelType") == "DEFAULT" ? 1U : 0U;
    }
  }
  CHECK(predictions == 36);
  CHECK(corrected == 12);
}

#endif
