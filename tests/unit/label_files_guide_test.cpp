// docs/label_files.md shows the program of examples/upload_labels.cpp.

#include <catch2/catch.hpp>
#include <string>

#include "test_folder.hpp"

TEST_CASE("the guide to label files shows the program that is compiled") {
  const std::string root = KILI_TESTS_DIR "/../";
  const std::string program = kili::test::read_file(root + "examples/upload_labels.cpp");
  const std::string page = kili::test::read_file(root + "docs/label_files.md");
  REQUIRE(program.size() > 1000);
  CHECK(page.find("```cpp\n" + program + "```\n") != std::string::npos);
}
