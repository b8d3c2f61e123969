#include "support/os/file.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <utility>

#include "test_folder.hpp"

using namespace kili::support;
using namespace kili::test;
namespace fs = std::filesystem;

namespace {

File open_file(const std::string& path, const FileOpening& opening) {
  std::error_code error;
  File file = File::open(path, opening, error);
  CAPTURE(path, error.message());
  REQUIRE(file.is_open());
  REQUIRE_FALSE(error);
  return file;
}

std::error_code error_of_opening(const std::string& path, const FileOpening& opening) {
  std::error_code error;
  CHECK_FALSE(File::open(path, opening, error).is_open());
  return error;
}

constexpr FileOpening new_file{.access = FileAccess::read_write, .creation = FileCreation::exclusive};
constexpr FileOpening shared_file{.access = FileAccess::read_write, .creation = FileCreation::if_missing};

}  // namespace

TEST_CASE("only one can make a file exclusively") {
  const TestFolder folder;
  const File first = open_file(folder.path("a"), new_file);
  CHECK(error_of_opening(folder.path("a"), new_file) == std::errc::file_exists);
  fs::create_symlink(folder.path("nowhere"), folder.path("link"));
  CHECK(error_of_opening(folder.path("link"), new_file) == std::errc::file_exists);
  CHECK_FALSE(fs::exists(folder.path("nowhere")));
}

TEST_CASE("what a file is opened for and what becomes of one that is missing are told by the caller") {
  const TestFolder folder;
  CHECK(error_of_opening(folder.path("a"), {}) == std::errc::no_such_file_or_directory);
  CHECK(error_of_opening(folder.path("no/folder"), shared_file) == std::errc::no_such_file_or_directory);
  CHECK(error_of_opening(folder.path(), shared_file) == std::errc::is_a_directory);

  const std::string path = folder.file("a", "content");
  CHECK_FALSE(open_file(path, shared_file).write("C"));
  CHECK(read_file(path) == "Content");
  CHECK(open_file(path, {}).write("x") == std::errc::bad_file_descriptor);
  std::array<char, 4> buffer{};
  std::error_code error;
  const File written = open_file(path, {.access = FileAccess::write});
  CHECK(written.read_at(0, buffer.data(), buffer.size(), error) == 0);
  CHECK(error == std::errc::bad_file_descriptor);
}

TEST_CASE("a link is refused when it must not be followed") {
  const TestFolder folder;
  const std::string target = folder.file("target", "x");
  fs::create_symlink(target, folder.path("link"));
  FileOpening opening = shared_file;
  CHECK(open_file(folder.path("link"), opening).is_open());
  opening.follow_links = false;
  CHECK(error_of_opening(folder.path("link"), opening) == std::errc::too_many_symbolic_link_levels);
  CHECK(open_file(target, opening).is_open());
}

TEST_CASE("a file for its owner alone is closed to others whatever the umask") {
  const TestFolder folder;
  FileOpening opening = new_file;
  opening.rights = FileRights::owner;
  const File file = open_file(folder.path("a"), opening);
  CHECK((fs::status(folder.path("a")).permissions() & (fs::perms::group_all | fs::perms::others_all)) ==
        fs::perms::none);
}

TEST_CASE("bytes are read and written where the caller says") {
  const TestFolder folder;
  File file = open_file(folder.path("a"), new_file);
  CHECK_FALSE(file.write("one "));
  CHECK_FALSE(file.write("two"));
  CHECK(read_file(folder.path("a")) == "one two");  // not buffered
  CHECK_FALSE(file.write_at(10, "three"));
  CHECK(read_file(folder.path("a")) == std::string("one two\0\0\0three", 15));

  std::array<char, 5> buffer{};
  std::error_code error = std::make_error_code(std::errc::io_error);
  REQUIRE(file.read_at(10, buffer.data(), buffer.size(), error) == 5);
  CHECK_FALSE(error);
  CHECK(std::string(buffer.data(), buffer.size()) == "three");
  CHECK(file.read_at(13, buffer.data(), buffer.size(), error) == 2);
  CHECK(file.read_at(15, buffer.data(), buffer.size(), error) == 0);
  CHECK_FALSE(error);

  CHECK_FALSE(file.resize(3));
  CHECK(read_file(folder.path("a")) == "one");
  CHECK_FALSE(file.flush());
  CHECK_FALSE(file.flush_content());
}

TEST_CASE("a full disk is an error of the write") {
  if (!fs::exists("/dev/full")) return;
  File file = open_file("/dev/full", {.access = FileAccess::write});
  CHECK(file.write("x") == std::errc::no_space_on_device);
  CHECK(file.write_at(0, "x") == std::errc::no_space_on_device);
}

TEST_CASE("writers that append do not overwrite each other") {
  const TestFolder folder;
  FileOpening opening = shared_file;
  opening.append = true;
  File first = open_file(folder.path("a"), opening);
  File second = open_file(folder.path("a"), opening);
  for (int i = 0; i < 3; ++i) {
    CHECK_FALSE(first.write("1"));
    CHECK_FALSE(second.write("22"));
  }
  CHECK(read_file(folder.path("a")) == "122122122");
}

TEST_CASE("a lock keeps others out until its file is closed") {
  const TestFolder folder;
  File first = open_file(folder.path("a"), shared_file);
  File second = open_file(folder.path("a"), shared_file);
  CHECK_FALSE(first.try_lock());
  CHECK(second.try_lock() == std::errc::operation_would_block);
  File moved = std::move(first);
  CHECK(second.try_lock() == std::errc::operation_would_block);
  CHECK_FALSE(moved.close());
  CHECK_FALSE(second.try_lock());
  { const File destroyed = std::move(second); }
  File third = open_file(folder.path("a"), shared_file);
  CHECK_FALSE(third.try_lock());
}

TEST_CASE("a closed file gives errors") {
  const TestFolder folder;
  File file = open_file(folder.path("a"), new_file);
  CHECK_FALSE(file.close());
  CHECK_FALSE(file.close());
  CHECK_FALSE(file.is_open());
  CHECK(file.write("x") == std::errc::bad_file_descriptor);
  CHECK(file.resize(0) == std::errc::bad_file_descriptor);
  CHECK(file.flush() == std::errc::bad_file_descriptor);
  CHECK(file.try_lock() == std::errc::bad_file_descriptor);
  std::error_code error;
  static_cast<void>(file.status(error));
  CHECK(error == std::errc::bad_file_descriptor);
}

TEST_CASE("the status of a file tells its kind, size, change and identity") {
  const TestFolder folder;
  std::error_code error;
  const auto status_of = [&](const std::string& name) {
    const auto status = file_status(folder.path(name), error);
    REQUIRE_FALSE(error);
    return status;
  };
  File file = open_file(folder.path("a"), new_file);
  CHECK_FALSE(file.write("four"));
  const auto time = fs::file_time_type::clock::from_sys(
      std::chrono::sys_time<std::chrono::nanoseconds>(std::chrono::nanoseconds(1'700'000'000'123'000'000)));
  fs::last_write_time(folder.path("a"), time);
  CHECK(status_of("a").kind == FileKind::regular);
  CHECK(status_of("a").size == 4);
  CHECK(status_of("a").modified_at == 1'700'000'000'123'000'000);
  CHECK(file.status(error).is_same_file(status_of("a")));
  CHECK(status_of("").kind == FileKind::directory);

  static_cast<void>(folder.file("b", "four"));
  CHECK_FALSE(status_of("b").is_same_file(status_of("a")));
  fs::rename(folder.path("b"), folder.path("a"));
  CHECK_FALSE(file.status(error).is_same_file(status_of("a")));

  fs::create_symlink(folder.path("a"), folder.path("link"));
  CHECK(status_of("link").kind == FileKind::regular);
  CHECK(link_status(folder.path("link"), error).kind == FileKind::other);
  fs::remove(folder.path("a"));
  static_cast<void>(link_status(folder.path("link"), error));
  CHECK_FALSE(error);
  static_cast<void>(file_status(folder.path("link"), error));
  CHECK(error == std::errc::no_such_file_or_directory);
}
