// Files of an export in a folder.

#include <catch2/catch.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "exports/folder_sink.hpp"
#include "test_folder.hpp"

using namespace kili;
using kili::test::TestFolder;

TEST_CASE("a folder takes files in parts, and what ends an export between two parts leaves no file") {
  const TestFolder folder;
  int blocks = 0;
  labels::FolderSink sink(folder.path("out"), {}, [&] {
    if (++blocks == 5) throw std::runtime_error("enough");
  });
  const auto parts = [](int count) {
    return [count]() mutable { return count-- > 0 ? std::string_view("block ") : std::string_view(); };
  };
  sink.add_parts("a/b.txt", 18, parts(3));
  CHECK(test::read_file(folder.path("out/a/b.txt")) == "block block block ");
  CHECK_THROWS_WITH(sink.add_parts("a/c.txt", 600, parts(100)), "enough");
  CHECK(folder.files() == std::vector<std::string>{"out/a/b.txt"});
}
