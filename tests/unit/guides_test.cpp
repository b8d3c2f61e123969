// Guides show the programs that are compiled.

#include <catch2/catch.hpp>
#include <string>

#include "test_folder.hpp"

TEST_CASE("guides show the programs that are compiled") {
  struct Guide {
    std::string page;
    std::string program;
  };
                              Guide{"exports", "export_training_set"}, Guide{"label_files", "upload_labels"}, Guide{"graphql", "project_by_title"}, Guide{"predictions", "push_predictions"}, Guide{"transport", "retry_proxy_ca"}, Guide{"progress", "progress"}, Guide{"observation", "request_log"}, Guide{"importing", "import_frames"}, Guide{"live_imports", "camera"});
}
