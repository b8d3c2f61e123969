#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "support/os/directories.hpp"
#include "support/os/file_attributes.hpp"
#include "support/os/file_status.hpp"
#include "support/os/platform.hpp"
#include "test_folder.hpp"

using namespace kili::support;
using namespace kili::test;
namespace fs = std::filesystem;

namespace {

/// The variable HOME has another value as long as this lives.
class HomeVariable {
 public:
  explicit HomeVariable(const char* value) {
    if (const char* before = std::getenv("HOME")) before_ = before;
    ::setenv("HOME", value, 1);
  }
  ~HomeVariable() { ::setenv("HOME", before_.c_str(), 1); }
  HomeVariable(const HomeVariable&) = delete;
  HomeVariable& operator=(const HomeVariable&) = delete;

 private:
  std::string before_;
};

}  // namespace

TEST_CASE("an attribute goes with its file and is replaced as a whole") {
  const TestFolder folder;
  const fs::path path = folder.file("a");
  CHECK_FALSE(read_file_attribute(path, "kili.test"));
  if (const auto refused = write_file_attribute(path, "kili.test", "a longer value")) {
    CAPTURE(refused.message());
    CHECK(refused == std::errc::not_supported);
    return;
  }
  CHECK(read_file_attribute(path, "kili.test") == "a longer value");
  CHECK_FALSE(write_file_attribute(path, "kili.test", "short"));
  fs::rename(path, folder.path("b"));
  CHECK(read_file_attribute(folder.path("b"), "kili.test") == "short");
  CHECK_FALSE(read_file_attribute(folder.path("b"), "kili.other"));

  fs::create_symlink(folder.path("b"), folder.path("link"));
  CHECK_FALSE(read_file_attribute(folder.path("link"), "kili.test"));
  CHECK_FALSE(
      write_file_attribute(folder.path("b"), "kili.test", std::string(longest_file_attribute + 1, 'x')));
  CHECK_FALSE(read_file_attribute(folder.path("b"), "kili.test"));
  CHECK(write_file_attribute(folder.path("none"), "kili.test", "x") == std::errc::no_such_file_or_directory);
}

TEST_CASE("temporary folders are the owner's and never the same") {
  std::error_code error;
  const fs::path first = make_temporary_directory("kili-test", error);
  REQUIRE_FALSE(error);
  const fs::path second = make_temporary_directory("kili-test", error);
  REQUIRE_FALSE(error);
  CHECK(first != second);
  CHECK(first.filename().string().starts_with("kili-test-"));
  CHECK(fs::status(first).permissions() == fs::perms::owner_all);
  fs::remove(first);
  fs::remove(second);
  CHECK(make_temporary_directory("no/such/folder", error).empty());
  CHECK(error == std::errc::no_such_file_or_directory);
}

TEST_CASE("a folder that is missing cannot be flushed") {
  const TestFolder folder;
  CHECK_FALSE(flush_directory(folder.root()));
  CHECK(flush_directory(folder.path("none")) == std::errc::no_such_file_or_directory);
  CHECK(flush_directory(folder.file("file")) == std::errc::not_a_directory);
}

TEST_CASE("the home folder is the one of the environment, else the system's") {
  {
    const HomeVariable home("/somewhere/else");
    CHECK(home_directory() == fs::path("/somewhere/else"));
  }
  const HomeVariable home("");
  const auto of_system = home_directory();
  CHECK((!of_system || of_system->is_absolute()));
}

TEST_CASE("a missing file is not writable") {
  const TestFolder folder;
  CHECK_FALSE(check_writable(folder.file("a")));
  CHECK(check_writable(folder.path("none")) == std::errc::no_such_file_or_directory);
}

TEST_CASE("the operating system has a name and a release") {
  const auto system = operating_system();
  CHECK_FALSE(system.name.empty());
  CHECK_FALSE(system.release.empty());
#ifdef __linux__
  CHECK(system.name == "Linux");
  CHECK(fs::read_symlink("/proc/self") == std::to_string(process_id()));
#endif
}
