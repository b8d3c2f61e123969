// docs/exports.md shows the program of examples/export_training_set.cpp.

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <string>

namespace {

std::string content_of(const std::string& path) {
  std::ifstream file(path);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("the guide to exports shows the program that is compiled") {
  const std::string root = KILI_TESTS_DIR "/../";
  const std::string program = content_of(root + "examples/export_training_set.cpp");
  CHECK(content_of(root + "docs/exports.md").find("```cpp\n" + program + "```\n") != std::string::npos);
}
