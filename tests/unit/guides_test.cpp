// Guides show the programs that are compiled.

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "test_folder.hpp"

TEST_CASE("guides show the programs that are compiled") {
  struct Guide {
    std::string page;
    std::string program;
  };
  const auto guide = GENERATE(Guide{"async", "async_asio"}, Guide{"errors", "errors"},
                              Guide{"exports", "export_training_set"}, Guide{"graphql", "project_by_title"},
                              Guide{"importing", "import_frames"}, Guide{"import_folder", "import_folder"},
                              Guide{"label_files", "upload_labels"}, Guide{"live_imports", "camera"},
                              Guide{"observation", "request_log"}, Guide{"predictions", "push_predictions"},
                              Guide{"progress", "progress"}, Guide{"resume_import", "resume_import"},
                              Guide{"review_to_yolo", "review_to_yolo"}, Guide{"sandbox", "sandbox_in_tests"},
                              Guide{"transport", "retry_proxy_ca"});
  INFO(guide.page);
  const std::string root = KILI_TESTS_DIR "/../";
  const std::string program = kili::test::read_file(root + "examples/" + guide.program + ".cpp");
  REQUIRE(program.size() > 1000);
  CHECK(kili::test::read_file(root + "docs/" + guide.page + ".md").find("```cpp\n" + program + "```\n") !=
        std::string::npos);
}

TEST_CASE("the guide to listings shows a part of the program errors") {
  const std::string root = KILI_TESTS_DIR "/../";
  const std::string guide = kili::test::read_file(root + "docs/listing.md");
  const std::string begin_of_code = "```cpp\n";
  const auto begin = guide.find(begin_of_code);
  REQUIRE(begin != std::string::npos);
  const auto from = begin + begin_of_code.size();
  const std::string code = guide.substr(from, guide.find("```", from) - from);
  CHECK(code.find(".cursor()") != std::string::npos);
  CHECK(kili::test::read_file(root + "examples/errors.cpp").find(code) != std::string::npos);
  CHECK(guide.find(begin_of_code, from) == std::string::npos);
}

TEST_CASE("the page of programs shows them as they are compiled, none longer than a person reads at once") {
  const std::string program =
      GENERATE("async_asio", "camera", "errors", "export_training_set", "import_folder", "progress",
               "project_by_title", "push_predictions", "request_log", "resume_import", "retry_proxy_ca",
               "review_to_yolo", "unit_test_of_a_program");
  INFO(program);
  const std::string root = KILI_TESTS_DIR "/../";
  const std::string source = kili::test::read_file(root + "examples/" + program + ".cpp");
  CHECK(std::count(source.begin(), source.end(), '\n') <= 60);
  CHECK(kili::test::read_file(root + "docs/programs.md").find("```cpp\n" + source + "```\n") !=
        std::string::npos);
}
