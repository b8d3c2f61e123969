// docs/predictions.md shows the program of examples/push_predictions.cpp.

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <string>

namespace {

std::string text_of_file(const std::string& path) {
  std::ifstream file(path);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("the guide to predictions shows the program that is compiled") {
  const std::string root = KILI_TESTS_DIR "/../";
  const std::string program = text_of_file(root + "examples/push_predictions.cpp");
  const std::string page = text_of_file(root + "docs/predictions.md");
  CHECK(page.find("```cpp\n" + program + "```\n") != std::string::npos);
}
