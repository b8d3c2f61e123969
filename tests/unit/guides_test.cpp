// Guides show the programs that are compiled.

#include <catch2/catch.hpp>
#include <string>

#include "test_folder.hpp"

TEST_CASE("guides show the programs that are compiled") {
  struct Guide {
    std::string page;
    std::string program;
  };
  const auto guide =
      GENERATE(Guide{"async", "async_asio"}, Guide{"exports", "export_training_set"},
               Guide{"label_files", "upload_labels"}, Guide{"predictions", "push_predictions"});
  INFO(guide.page);
  const std::string root = KILI_TESTS_DIR "/../";
  const std::string program = kili::test::read_file(root + "examples/" + guide.program + ".cpp");
  REQUIRE(program.size() > 1000);
  CHECK(kili::test::read_file(root + "docs/" + guide.page + ".md").find("```cpp\n" + program + "```\n") !=
        std::string::npos);
}
