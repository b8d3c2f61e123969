#include "support/whole_file.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "file_size_limit.hpp"
#include "kili/errors.hpp"

using namespace kili;
using namespace kili::test;
namespace fs = std::filesystem;

TEST_CASE("a file that could not be written whole leaves the old one and nothing beside it") {
  const auto folder = fs::temp_directory_path() / ("kili_whole_file_" + std::to_string(::getpid()));
  fs::create_directory(folder);
  const auto path = folder / "file";
  std::ofstream(path) << "old";
  {
    support::WholeFile file(path);
    file.write("half");
    CHECK(std::distance(fs::directory_iterator(folder), {}) == 2);
  }
  CHECK(fs::file_size(path) == 3);
  {
    const FileSizeLimit limit(4'096);
    support::WholeFile file(path);
    CHECK_THROWS_AS(file.write(std::string(10'000, 'x')), FileWriteError);
  }
  CHECK(fs::file_size(path) == 3);
  CHECK(std::distance(fs::directory_iterator(folder), {}) == 1);
  {
    support::WholeFile first(path);
    support::WholeFile second(path);
    first.write("first");
    second.write("second!");
    second.commit();
    first.commit();
  }
  CHECK(fs::file_size(path) == 5);
  CHECK(std::distance(fs::directory_iterator(folder), {}) == 1);
  fs::remove_all(folder);
}
