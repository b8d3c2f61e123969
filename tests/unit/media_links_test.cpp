// The folder of media while somebody else changes it, and storages that never come to an end.

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "error_messages.hpp"
#include "fake_service.hpp"
#include "fake_storage.hpp"
#include "fake_transport.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;

namespace {

namespace fs = std::filesystem;

/// One asset with a file, a folder of media, and another folder that nothing may be written to.
struct MediaUnderAttack {
  explicit MediaUnderAttack(std::string external_id = "sub/deep/a.png",
                            std::string content = "0123456789abcdefghij")
      : world([this](const HttpRequest& request, const std::stop_token&) { return handle(request); }) {
    storage.put(url, {.content = std::move(content)});
    service.add({{"id", "id_0"}, {"externalId", std::move(external_id)}, {"content", url}});
    write_file(elsewhere.root() / "victim", "precious");
  }

  HttpResponse handle(const HttpRequest& request) {
    if (request.url == "https://kili.test/api/label/v2/graphql") return service.handle(request);
    if (before && request.method == "GET") std::exchange(before, nullptr)();
    HttpResponse response = storage.handle(request);
    if (after && request.method == "GET") std::exchange(after, nullptr)();
    return response;
  }
  [[nodiscard]] AssetsArguments arguments() const {
    return {
        .download_media = true, .fields = {"id", "externalId", "content"}, .local_media_dir = folder.root()};
  }
  void list(ClientOptions options = {}) {
    static_cast<void>(world.client(std::move(options)).assets("p", {}, arguments()).to_vector());
  }
  /// Leaves the beginning of the file. @return its path.
  fs::path break_off() {
    storage.breaks_after = 4;
    storage.ignores_ranges = true;
    CHECK_THROWS_AS(list({.max_retries = 0}), ConnectionError);
    storage.breaks_after.reset();
    storage.ignores_ranges = false;
    const auto files = folder.files();
    REQUIRE(files.size() == 1);
    REQUIRE(files[0].ends_with(".kili-part"));
    return folder.root() / files[0];
  }
  void replace_by_link(const std::string& name) const {
    fs::rename(folder.root() / name, folder.root() / "moved");
    fs::create_directory_symlink(elsewhere.root(), folder.root() / name);
  }
  [[nodiscard]] std::size_t downloads() const {
    std::size_t count = 0;
    for (const auto& request : storage.requests()) count += request.method == "GET" ? 1 : 0;
    return count;
  }

  static constexpr const char* url = "https://storage.test/0?sign=secret";
  FakeService service;
  FakeStorage storage;
  std::function<void()> before;  ///< The first download.
  std::function<void()> after;   ///< The first download, but before it is renamed.
  TestFolder folder;
  TestFolder elsewhere;
  FakeWorld world;
};

}  // namespace

TEST_CASE("a sub-folder that is replaced by a link while a file comes is not followed") {
  MediaUnderAttack media;
  const std::string name = GENERATE("sub", "sub/deep");
  SECTION("before the first byte") {
    media.before = [&] { media.replace_by_link(name); };
  }
  SECTION("before the file gets its name") {
    media.after = [&] { media.replace_by_link(name); };
  }
  SECTION("by an empty folder") {
    media.after = [&] {
      fs::rename(media.folder.root() / name, media.folder.root() / "moved");
      fs::create_directories(media.folder.root() / "sub/deep");
    };
  }
  SECTION("and is gone") {
    media.after = [&] { fs::rename(media.folder.root() / name, media.folder.root() / "moved"); };
  }
  const auto message = message_of<FileWriteError>([&] { media.list(); });
  CHECK_THAT(message, Contains("sub/deep/a.png") && Contains("list the assets again"));
  CHECK(media.elsewhere.files() == std::vector<std::string>{"victim"});
}

TEST_CASE("the folder of the media itself is the one that was opened") {
  MediaUnderAttack media("a.png");
  const TestFolder parent;
  const fs::path root = parent.root() / "media";
  AssetsArguments arguments = media.arguments();
  arguments.local_media_dir = root;
  media.before = [&] {
    fs::rename(root, parent.root() / "moved");
    fs::create_directory_symlink(media.elsewhere.root(), root);
  };
  static_cast<void>(media.world.client().assets("p", {}, arguments).to_vector());
  CHECK(media.elsewhere.files() == std::vector<std::string>{"victim"});
  CHECK(read_file(parent.root() / "moved" / "a.png") == "0123456789abcdefghij");
}

TEST_CASE("what stands under the name of an unfinished file is not written to, unless it is one") {
  MediaUnderAttack media("a.png");
  const fs::path part = media.break_off();
  const fs::path victim = media.elsewhere.root() / "victim";
  SECTION("a hard link") {
    fs::remove(part);
    fs::create_hard_link(victim, part);
  }
  SECTION("a second name of the unfinished file") {
    fs::create_hard_link(part, media.elsewhere.root() / "x");
  }
  SECTION("a symbolic link") {
    fs::remove(part);
    fs::create_symlink(victim, part);
  }
  SECTION("a link to nothing") {
    fs::remove(part);
    fs::create_symlink(media.elsewhere.root() / "nothing", part);
  }
  SECTION("a pipe") {
    fs::remove(part);
    REQUIRE(mkfifo(part.c_str(), 0600) == 0);
  }
  media.list();
  CHECK(read_file(victim) == "precious");
  CHECK_FALSE(fs::exists(media.elsewhere.root() / "nothing"));
  if (fs::exists(media.elsewhere.root() / "x")) CHECK(read_file(media.elsewhere.root() / "x") == "0123");
  CHECK(media.folder.files() == std::vector<std::string>{"a.png"});
  CHECK(read_file(media.folder.root() / "a.png") == "0123456789abcdefghij");
  CHECK(fs::hard_link_count(media.folder.root() / "a.png") == 1);
}

TEST_CASE("what is put under the name of an unfinished file meanwhile does not become the file") {
  MediaUnderAttack media("a.png");
  media.after = [&] {
    const fs::path part = media.folder.root() / media.folder.files().at(0);
    fs::remove(part);
    fs::create_hard_link(media.elsewhere.root() / "victim", part);
  };
  CHECK_THROWS_AS(media.list(), FileWriteError);
  CHECK_FALSE(fs::exists(media.folder.root() / "a.png"));
  CHECK(read_file(media.elsewhere.root() / "victim") == "precious");
}

TEST_CASE("a file that is longer than announced is neither written on nor taken for whole") {
  MediaUnderAttack media("a.png");
  media.before = [&] { media.storage.put(media.url, {.content = std::string(1'000'000, 'x')}); };
  const auto message = message_of<ConnectionError>([&] { media.list(); });
  CHECK_THAT(message, Contains("asset 'a.png'") && !Contains("secret"));
  CHECK(media.downloads() == 1);
  CHECK(media.folder.files().empty());
  media.list();
  CHECK(fs::file_size(media.folder.root() / "a.png") == 1'000'000);
}

TEST_CASE("no file larger than largest_media_file is downloaded") {
  MediaUnderAttack media("a.png");
  AssetsArguments arguments = media.arguments();
  const auto list = [&] { static_cast<void>(media.world.client().assets("p", {}, arguments).to_vector()); };
  arguments.largest_media_file = 19;
  SECTION("by what the storage announces") {
    CHECK_THAT(message_of<HttpError>(list), Contains("20 bytes") && Contains("largest_media_file, 19"));
    CHECK(media.downloads() == 0);
  }
  SECTION("by what comes") {
    media.storage.hides_length = true;
    CHECK_THROWS_AS(list(), HttpError);
  }
  CHECK(media.folder.files().empty());
  arguments.largest_media_file = 20;
  list();
  CHECK(media.folder.files() == std::vector<std::string>{"a.png"});
  arguments.largest_media_file = 0;
  CHECK_THROWS_AS(list(), ValidationError);
}

TEST_CASE("a storage that sends a byte per connection is given up") {
  MediaUnderAttack media("a.png", std::string(1'000'000, 'x'));
  media.storage.breaks_after = 1;
  CHECK_THROWS_AS(media.list(), ConnectionError);
  CHECK(media.downloads() < 30);
  // One that sends enough each time is not.
  media.storage.forget_requests();
  media.storage.breaks_after = 10'000;
  media.list();
  CHECK(media.downloads() > 90);
  CHECK(fs::file_size(media.folder.root() / "a.png") == 1'000'000);
}
