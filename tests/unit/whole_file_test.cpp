#include "support/whole_file.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>

#include "kili/errors.hpp"

using namespace kili;
namespace fs = std::filesystem;

namespace {

/// No file may grow beyond so many bytes: writing fails as on a full disk.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit = before_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  void (*handler_)(int);
  rlimit before_{};
};

}  // namespace

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
