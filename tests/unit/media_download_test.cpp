#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "error_messages.hpp"
#include "fake_service.hpp"
#include "fake_storage.hpp"
#include "fake_transport.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// A service with assets, a storage with their files, and a folder to put them in.
struct MediaWorld {
  explicit MediaWorld(const std::string& input_type = "IMAGE")
      : service(input_type), world([this](const HttpRequest& request, const std::stop_token&) {
          const bool to_api = request.url == "https://kili.test/api/label/v2/graphql";
          return to_api ? service.handle(request) : storage.handle(request);
        }) {}

  void add(const std::string& external_id, const std::string& content,
           HttpHeaders headers = {{"content-type", "image/png"}, {"etag", "\"1\""}}) {
    const std::string url = "https://storage.test/" + std::to_string(service.assets().size()) + "?sign=1";
    storage.put(url, {.content = content, .headers = std::move(headers)});
    service.add({{"id", "id_" + std::to_string(service.assets().size())},
                 {"externalId", external_id},
                 {"content", url}});
  }
  [[nodiscard]] AssetsArguments arguments(List<std::string> fields = {"id", "externalId", "content"}) const {
    return {.download_media = true, .fields = std::move(fields), .local_media_dir = folder.root()};
  }
  [[nodiscard]] std::vector<Asset> list() { return world.client().assets("p", {}, arguments()).to_vector(); }
  [[nodiscard]] std::size_t requests_of(const std::string& method) const {
    const auto all = storage.requests();
    return static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(), [&](const HttpRequest& request) { return request.method == method; }));
  }

  FakeService service;
  FakeStorage storage;
  TestFolder folder;
  FakeWorld world;
};

}  // namespace

TEST_CASE("media lie on disk before their asset is delivered, named by external id and type") {
  MediaWorld media;
  media.add("first", "one");
  media.add("second.png", "two");
  media.add("sub/dir/third.JPG", "three");
  media.add("v1.25", "four", {{"content-type", "text/plain; charset=utf-8"}});
  media.add("nothing known", "five", {});
  media.add("scan.jpeg", "six");  // any known extension stays, though the type is another
  media.add("tile.r0", "seven", {{"content-type", "application/vnd.nitf"}});
  std::vector<std::string> names;
  for (const Asset& asset : media.world.client().assets("p", {}, media.arguments())) {
    const fs::path path(asset.content());
    CHECK(path.is_absolute());
    names.push_back(path.lexically_relative(media.folder.root()).string() + '=' + read_file(path));
  }
  CHECK(names == std::vector<std::string>{"first.png=one", "second.png=two", "sub/dir/third.JPG=three",
                                          "v1.25.txt=four", "nothing known=five", "scan.jpeg=six",
                                          "tile.r0=seven"});
  CHECK(media.folder.files().size() == 7);
}

TEST_CASE("a file that is there whole is not fetched again, another one is replaced") {
  MediaWorld media;
  constexpr const char* then = "Sat, 01 Jan 2000 00:00:00 GMT";
  media.add("whole", "content", {{"content-type", "image/png"}, {"etag", "\"1\""}, {"last-modified", then}});
  for (const char* name : {"short.png", "long.png", "old.png", "young.png"}) {
    media.add(name, "content", {{"content-type", "image/png"}, {"last-modified", then}});
  }
  write_file(media.folder.root() / "whole.png", "CONTENT");
  write_file(media.folder.root() / "short.png", "con");
  write_file(media.folder.root() / "long.png", "content and more");
  write_file(media.folder.root() / "old.png", "CONTENT");
  write_file(media.folder.root() / "young.png", "CONTENT");
  const auto time = fs::file_time_type::clock::from_sys(
      std::chrono::sys_seconds(std::chrono::sys_days(std::chrono::year(2000) / 1 / 1)));
  fs::last_write_time(media.folder.root() / "whole.png", time);
  fs::last_write_time(media.folder.root() / "short.png", time);
  fs::last_write_time(media.folder.root() / "long.png", time);
  fs::last_write_time(media.folder.root() / "old.png", time - std::chrono::hours(1));
  REQUIRE(media.list().size() == 5);
  CHECK(read_file(media.folder.root() / "whole.png") == "CONTENT");
  CHECK(read_file(media.folder.root() / "short.png") == "content");
  CHECK(read_file(media.folder.root() / "long.png") == "content");
  CHECK(read_file(media.folder.root() / "old.png") == "content");
  CHECK(read_file(media.folder.root() / "young.png") == "content");
  CHECK(media.requests_of("GET") == 4);
  media.storage.forget_requests();
  REQUIRE(media.list().size() == 5);
  CHECK(media.requests_of("GET") == 0);
  CHECK(media.folder.files().size() == 5);
}

TEST_CASE("another asset's file of the same name and length is not taken for this one's") {
  TestFolder folder;
  const auto content_in = [&folder](MediaWorld& media) {
    auto arguments = media.arguments();
    arguments.local_media_dir = folder.root();
    return read_file(media.world.client().assets("p", {}, arguments).to_vector().at(0).content());
  };
  for (const auto& [first, second] : {std::pair("\"1\"", "\"2\""), std::pair("", "")}) {
    const auto world_with = [](MediaWorld& media, const std::string& content, const std::string& tag,
                               int year) {
      HttpHeaders headers{{"content-type", "image/png"},
                          {"last-modified", "Sat, 01 Jan " + std::to_string(year) + " 00:00:00 GMT"}};
      if (!tag.empty()) headers.emplace_back("etag", tag);
      media.add("a.png", content, headers);
    };
    MediaWorld ours;
    world_with(ours, "ours", first, 2000);
    MediaWorld theirs;
    world_with(theirs, "them", second, 1994);
    CHECK(content_in(ours) == "ours");
    CHECK(content_in(theirs) == "them");
    CHECK(content_in(ours) == "ours");
  }
}

TEST_CASE("a storage that signs for GET alone is asked by GET") {
  MediaWorld media;
  media.storage.refuses_head = true;
  constexpr const char* then = "Sat, 01 Jan 2000 00:00:00 GMT";
  media.add("a", "one", {{"content-type", "image/png"}, {"etag", "\"1\""}, {"last-modified", then}});
  media.add("b", "");
  const auto time = fs::file_time_type::clock::from_sys(
      std::chrono::sys_seconds(std::chrono::sys_days(std::chrono::year(2000) / 1 / 1)));
  write_file(media.folder.root() / "a.png", "ONE");
  fs::last_write_time(media.folder.root() / "a.png", time);
  const auto assets = media.list();
  CHECK(read_file(media.folder.root() / "a.png") == "ONE");
  CHECK(assets[0].content() == (media.folder.root() / "a.png").string());
  CHECK(read_file(assets[1].content()).empty());
  CHECK(fs::exists(assets[1].content()));
}

TEST_CASE("a download that breaks off goes on where it was, at once and in a later run") {
  MediaWorld media;
  const std::string content = "0123456789abcdefghij";
  media.add("a.png", content);
  SECTION("at once") {
    media.storage.breaks_after = 6;
    REQUIRE(media.list().size() == 1);
    std::vector<std::string> ranges;
    for (const auto& request : media.storage.requests()) {
      if (request.method == "GET") ranges.push_back(header_of(request, "Range"));
    }
    CHECK(ranges == std::vector<std::string>{"", "bytes=6-", "bytes=12-", "bytes=18-"});
  }
  SECTION("in a later run") {
    media.storage.breaks_after = 8;
    auto client = media.world.client({.max_retries = 0});
    media.storage.ignores_ranges = true;  // so that it gets no further
    CHECK_THROWS_AS(client.assets("p", {}, media.arguments()).to_vector(), ConnectionError);
    REQUIRE(media.folder.files().size() == 1);
    CHECK(media.folder.files()[0].ends_with(".kili-part"));
    CHECK(read_file(media.folder.root() / media.folder.files()[0]) == content.substr(0, 8));
    media.storage.breaks_after.reset();
    media.storage.ignores_ranges = false;
    media.storage.forget_requests();
    REQUIRE(media.list().size() == 1);
    CHECK(header_of(media.storage.requests().back(), "Range") == "bytes=8-");
    CHECK(header_of(media.storage.requests().back(), "If-Range") == "\"1\"");
  }
  CHECK(media.folder.files() == std::vector<std::string>{"a.png"});
  CHECK(read_file(media.folder.root() / "a.png") == content);
}

TEST_CASE("what is left of another version is not gone on with") {
  MediaWorld media;
  media.add("a.png", "the old content", {{"etag", "\"1\""}});
  media.storage.breaks_after = 7;
  media.storage.ignores_ranges = true;
  const auto client = media.world.client({.max_retries = 0});
  CHECK_THROWS_AS(client.assets("p", {}, media.arguments()).to_vector(), ConnectionError);
  media.storage.breaks_after.reset();
  media.storage.ignores_ranges = false;
  media.storage.put("https://storage.test/0?sign=1",
                    {.content = "THE NEW CONTENT", .headers = {{"etag", "\"2\""}}});
  REQUIRE(media.list().size() == 1);
  CHECK(read_file(media.folder.root() / "a.png") == "THE NEW CONTENT");
}

TEST_CASE("a storage without ranges or versions is read from the beginning, and leaves nothing behind") {
  MediaWorld media;
  media.add("a.png", "0123456789", {});
  SECTION("ranges are ignored") { media.storage.ignores_ranges = true; }
  SECTION("the length is not told") { media.storage.hides_length = true; }
  media.storage.breaks_after = 4;
  const auto client = media.world.client({.max_retries = 2});
  CHECK_THROWS_AS(client.assets("p", {}, media.arguments()).to_vector(), ConnectionError);
  CHECK(media.folder.files().empty());
  media.storage.breaks_after.reset();
  REQUIRE(media.list().size() == 1);
  CHECK(read_file(media.folder.root() / "a.png") == "0123456789");
}

TEST_CASE("a file of another length than announced is not taken for whole") {
  MediaWorld media;
  media.add("a.png", "0123456789", {{"content-length", "12"}, {"etag", "\"1\""}});
  CHECK(message_of<Error>([&] {
          static_cast<void>(media.list());
        }).find("10 bytes arrived of a file of 12") != std::string::npos);
  CHECK(media.folder.files().empty());
}

TEST_CASE("an unfinished file that somebody else works on is left to them") {
  MediaWorld media;
  media.add("a.png", "0123456789");
  media.storage.breaks_after = 4;
  media.storage.ignores_ranges = true;
  const auto client = media.world.client({.max_retries = 0});
  CHECK_THROWS_AS(client.assets("p", {}, media.arguments()).to_vector(), ConnectionError);
  const auto unfinished = media.folder.root() / media.folder.files().at(0);
  const int other = open(unfinished.c_str(), O_RDWR | O_CLOEXEC);
  REQUIRE(flock(other, LOCK_EX) == 0);
  media.storage.breaks_after.reset();
  REQUIRE(media.list().size() == 1);
  CHECK(read_file(unfinished) == "0123");
  CHECK(read_file(media.folder.root() / "a.png") == "0123456789");
  CHECK(media.folder.files().size() == 2);
  close(other);
}

TEST_CASE("links in the folder lead nowhere") {
  MediaWorld media;
  const TestFolder elsewhere;
  write_file(elsewhere.root() / "precious", "precious");
  media.add("link.png", "0123456789");
  media.add("folder/a.png", "abc");
  media.add("gone.png", "xyz");
  fs::create_symlink(elsewhere.root() / "precious", media.folder.root() / "link.png");
  fs::create_symlink(elsewhere.root() / "nothing", media.folder.root() / "gone.png");
  fs::create_directory_symlink(elsewhere.root(), media.folder.root() / "folder");
  const auto assets = media.list();
  CHECK(read_file(elsewhere.root() / "precious") == "precious");
  CHECK(elsewhere.files() == std::vector<std::string>{"precious"});
  CHECK(read_file(assets[0].content()) == "0123456789");
  CHECK(read_file(assets[1].content()) == "abc");
  CHECK(read_file(assets[2].content()) == "xyz");
  for (const Asset& asset : assets) {
    CHECK(fs::canonical(asset.content()).parent_path() == media.folder.root());
    CHECK_FALSE(fs::is_symlink(asset.content()));
  }
  media.storage.forget_requests();
  CHECK(media.list()[1].content() == assets[1].content());
  CHECK(media.requests_of("GET") == 0);
}

TEST_CASE("a link under the name of an unfinished file is not written through") {
  MediaWorld media;
  media.add("a.png", "0123456789");
  media.storage.breaks_after = 4;
  media.storage.ignores_ranges = true;
  const auto client = media.world.client({.max_retries = 0});
  CHECK_THROWS_AS(client.assets("p", {}, media.arguments()).to_vector(), ConnectionError);
  const auto unfinished = media.folder.root() / media.folder.files().at(0);
  const TestFolder elsewhere;
  write_file(elsewhere.root() / "precious", "precious");
  fs::remove(unfinished);
  fs::create_symlink(elsewhere.root() / "precious", unfinished);
  media.storage.breaks_after.reset();
  REQUIRE(media.list().size() == 1);
  CHECK(read_file(elsewhere.root() / "precious") == "precious");
  CHECK(media.folder.files() == std::vector<std::string>{"a.png"});
}

TEST_CASE("assets whose names meet keep their own files, with the same names in each listing") {
  MediaWorld media;
  media.add("first", "one");
  media.add("first.png", "two");
  media.add("a.png", "three");
  media.add("a.png/b.png", "four");
  media.add("c/d.png", "five");
  media.add("c", "six", {});
  media.add("same.png", "seven");
  media.add("same.png", "eight");
  const std::vector<std::string> contents{"one", "two", "three", "four", "five", "six", "seven", "eight"};
  std::vector<std::string> paths;
  for (int run = 0; run < 3; ++run) {
    const auto assets = media.list();
    REQUIRE(assets.size() == contents.size());
    std::vector<std::string> now;
    for (std::size_t i = 0; i < assets.size(); ++i) {
      now.emplace_back(assets[i].content());
      CHECK(read_file(now.back()) == contents[i]);
    }
    if (run > 0) CHECK(now == paths);
    paths = now;
  }
  CHECK(paths[0] == (media.folder.root() / "first.png").string());
  CHECK(paths[2] == (media.folder.root() / "a.png").string());
  CHECK(media.folder.files().size() == contents.size());
}

TEST_CASE("the error of a download names its asset and comes after the assets before it, once") {
  MediaWorld media;
  for (int i = 0; i < 150; ++i) media.add("asset_" + std::to_string(i) + ".png", "x");
  media.service.add(
      {{"id", "broken"}, {"externalId", "broken"}, {"content", "https://storage.test/gone?key=1"}});
  for (int i = 0; i < 50; ++i) media.add("later_" + std::to_string(i) + ".png", "x");
  auto range = media.world.client().assets("p", {}, media.arguments());
  std::size_t seen = 0;
  std::string message;
  auto it = range.begin();
  try {
    for (;; ++it) ++seen;
  } catch (const HttpError& error) {
    message = error.what();
    CHECK(error.context().http_status == 404);
  }
  CHECK(seen == 150);
  CHECK(message.find("'broken'") != std::string::npos);
  CHECK(message.find("key=1") == std::string::npos);
  ++it;
  CHECK(it == range.end());
}

TEST_CASE("the error of a page comes after the media of the pages before it") {
  MediaWorld media;
  for (int i = 0; i < 30; ++i) media.add(std::to_string(i) + ".png", "x");
  media.service.set_fault([&](const std::string& operation, bool) -> std::optional<HttpResponse> {
    if (operation != "assets" || media.service.count_of("assets") != 3) return std::nullopt;
    return answer(200, R"({"errors":[{"message":"boom"}]})");
  });
  auto arguments = media.arguments();
  arguments.page_size = 10;
  arguments.prefetch = 0;
  std::size_t seen = 0;
  const auto read = [&] {
    for (const Asset& asset : media.world.client().assets("p", {}, arguments)) {
      seen += fs::exists(asset.content()) ? 1U : 0U;
    }
  };
  CHECK_THROWS_AS(read(), GraphQLError);
  CHECK(seen == 20);
}

TEST_CASE("no more files are fetched than the assets that were asked for") {
  MediaWorld media;
  for (int i = 0; i < 30; ++i) media.add(std::to_string(i) + ".png", "x");
  auto arguments = media.arguments();
  arguments.first = 7;
  CHECK(media.world.client().assets("p", {}, arguments).to_vector().size() == 7);
  CHECK(media.folder.files().size() == 7);
}

TEST_CASE("files are fetched a bounded number of assets ahead") {
  MediaWorld media;
  for (int i = 0; i < 300; ++i) media.add(std::to_string(i) + ".png", "x");
  auto range = media.world.client().assets("p", {}, media.arguments());
  static_cast<void>(range.begin());
  CHECK(media.requests_of("HEAD") <= 65);
}

TEST_CASE("leaving the loop cancels the downloads that are under way") {
  MediaWorld media;
  std::atomic<int> waiting{0};
  FakeWorld world([&](const HttpRequest& request, const std::stop_token& stop) {
    if (request.url == "https://kili.test/api/label/v2/graphql") return media.service.handle(request);
    if (request.url != "https://storage.test/0?sign=1") {
      ++waiting;
      while (!stop.stop_requested()) std::this_thread::yield();
      throw Cancelled("stopped");
    }
    return media.storage.handle(request);
  });
  for (int i = 0; i < 40; ++i) media.add(std::to_string(i) + ".png", "x");
  {
    auto range = world.client().assets("p", {}, media.arguments());
    CHECK(range.begin()->external_id() == "0.png");
    while (waiting == 0) std::this_thread::yield();
  }
  CHECK(media.folder.files() == std::vector<std::string>{"0.png"});
}

TEST_CASE("the key goes along only to where the API keeps files, redirects included") {
  MediaWorld media;
  const std::string api_file = "https://kili.test/api/label/v2/files?id=1";
  media.storage.put(api_file, {.content = {}, .headers = {}});
  media.storage.put("https://storage.test/moved?sign=2", {.content = "content"});
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
    if (request.url == "https://kili.test/api/label/v2/graphql") return media.service.handle(request);
    auto response = media.storage.handle(request);
    if (request.url == api_file)
      response = answer(302, "", {{"location", "https://storage.test/moved?sign=2"}});
    return response;
  });
  media.service.add({{"id", "1"}, {"externalId", "moved.png"}, {"content", api_file}});
  media.add("other.png", "x");
  const auto assets = world.client().assets("p", {}, media.arguments()).to_vector();
  CHECK(read_file(assets[0].content()) == "content");
  CHECK(media.storage.requests().size() == 6);
  for (const auto& request : media.storage.requests()) {
    CHECK(header_of(request, "Authorization") == (request.url == api_file ? "X-API-Key: secret-key" : ""));
    CHECK_FALSE(request.follow_redirects);
  }
}

TEST_CASE("redirects that go round are an error") {
  MediaWorld media;
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
    if (request.url == "https://kili.test/api/label/v2/graphql") return media.service.handle(request);
    return answer(302, "", {{"location", "/round"}});
  });
  media.add("a.png", "x");
  CHECK_THROWS_AS(world.client().assets("p", {}, media.arguments()).to_vector(), HttpError);
}

TEST_CASE("texts that are no addresses stay as they are") {
  MediaWorld media("TEXT");
  media.service.add({{"id", "1"}, {"externalId", "a"}, {"content", "plain text"}, {"jsonContent", ""}});
  media.service.add({{"id", "2"}, {"externalId", "b"}, {"content", nullptr}, {"jsonContent", nullptr}});
  const auto assets = media.list();
  CHECK(assets[0].json() == json{{"id", "1"}, {"externalId", "a"}, {"content", "plain text"}});
  CHECK(assets[1].json() == json{{"id", "2"}, {"externalId", "b"}, {"content", nullptr}});
  CHECK(media.folder.files().empty());
  CHECK(media.world.sink->warnings().empty());
}

TEST_CASE("rich text is a file of its own, and says that it came along unasked") {
  MediaWorld media("TEXT");
  media.storage.put("https://storage.test/rich",
                    {.content = "[]", .headers = {{"content-type", "application/json"}}});
  media.storage.put("https://storage.test/plain",
                    {.content = "text", .headers = {{"content-type", "text/plain"}}});
  for (const char* id : {"doc", "doc.txt", "other.txt"}) {
    media.service.add({{"id", id},
                       {"externalId", id},
                       {"content", "https://storage.test/plain"},
                       {"jsonContent", "https://storage.test/rich"}});
  }
  const auto assets = media.list();
  CHECK(assets[0].content() == (media.folder.root() / "doc.txt").string());
  CHECK(assets[0].json()["jsonContent"] == (media.folder.root() / "doc.json").string());
  for (const Asset& asset : assets) {
    CHECK(read_file(asset.content()) == "text");
    CHECK(read_file(asset.json()["jsonContent"].get<std::string>()) == "[]");
  }
  CHECK(media.folder.files().size() == 6);
  CHECK(media.world.sink->warnings().size() == 1);
}

TEST_CASE("frames of a video come in the order of their numbers, instead of the content") {
  MediaWorld media("VIDEO");
  json frames = json::object();
  for (int i = 0; i < 12; ++i) {
    const auto url = "https://storage.test/frame" + std::to_string(i);
    media.storage.put(url, {.content = "frame " + std::to_string(i)});
    frames[std::to_string(i)] = url;
  }
  REQUIRE(frames.begin().key() == "0");
  REQUIRE((++frames.begin()).key() == "1");
  REQUIRE((++ ++frames.begin()).key() == "10");
  media.storage.put("https://storage.test/frames", {.content = frames.dump()});
  media.service.add({{"id", "1"},
                     {"externalId", "clip"},
                     {"content", "https://storage.test/no-such-video"},
                     {"jsonContent", "https://storage.test/frames"}});
  auto arguments = media.arguments({"id", "externalId", "content", "jsonContent"});
  const auto assets = media.world.client().assets("p", {}, arguments).to_vector();
  const auto& paths = assets[0].json()["jsonContent"];
  REQUIRE(paths.size() == 12);
  for (int i = 0; i < 12; ++i) {
    const auto path = paths[static_cast<std::size_t>(i)].get<std::string>();
    CHECK(path ==
          (media.folder.root() / ("clip_" + std::string(i < 9 ? "0" : "") + std::to_string(i + 1) + ".jpg"))
              .string());
    CHECK(read_file(path) == "frame " + std::to_string(i));
  }
  CHECK(assets[0].content() == "https://storage.test/no-such-video");
  CHECK(media.world.sink->warnings().empty());
}

TEST_CASE("frames without numbers come as they stand, and a list that is none is an error") {
  MediaWorld media("VIDEO");
  std::string document;
  SECTION("names") { document = R"({"z": "https://storage.test/z", "a": "https://storage.test/a"})"; }
  SECTION("no frames") { document = "{}"; }
  SECTION("a list") { document = R"(["https://storage.test/z"])"; }
  SECTION("no address") { document = R"({"0": 1})"; }
  SECTION("not JSON") { document = "<html>"; }
  SECTION("nested too deep") { document = std::string(100'000, '['); }
  media.storage.put("https://storage.test/z", {.content = "z"});
  media.storage.put("https://storage.test/a", {.content = "a"});
  media.storage.put("https://storage.test/frames", {.content = document});
  media.service.add(
      {{"id", "1"}, {"externalId", "clip"}, {"content", ""}, {"jsonContent", "https://storage.test/frames"}});
  if (document == "{}") {
    CHECK_FALSE(media.list()[0].json().contains("jsonContent"));
  } else if (document.starts_with(R"({"z")")) {
    CHECK(media.list()[0].json()["jsonContent"] ==
          json{(media.folder.root() / "clip_1.jpg").string(), (media.folder.root() / "clip_2.jpg").string()});
    CHECK(read_file(media.folder.root() / "clip_1.jpg") == "z");
  } else {
    CHECK(message_of<Error>([&] {
            static_cast<void>(media.list());
          }).find("asset 'clip': the document that jsonContent") == 0);
  }
}

TEST_CASE("documents that belong to the record stand in it") {
  const std::string input_type = GENERATE("IMAGE", "PDF", "GEOSPATIAL");
  CAPTURE(input_type);
  MediaWorld media(input_type);
  media.storage.put("https://storage.test/json", {.content = R"({"layers": [1]})"});
  media.storage.put("https://storage.test/ocr", {.content = R"({"words": 2})"});
  media.add("a.png", "content");
  auto record = media.service.assets()[0];
  record["jsonContent"] = "https://storage.test/json";
  record["ocrMetadata"] = "https://storage.test/ocr";
  media.service.add(record);
  auto arguments = media.arguments({"id", "externalId", "content", "jsonContent", "ocrMetadata"});
  arguments.skip = 1;
  const auto fetched = media.world.client().assets("p", {}, arguments).to_vector().at(0).json();
  CHECK(fetched["ocrMetadata"] == json{{"words", 2}});
  if (input_type == "IMAGE") {
    CHECK(fetched["jsonContent"] == json{{"layers", {1}}});
  } else {
    CHECK(fetched["jsonContent"] == "https://storage.test/json");
  }
  if (input_type == "GEOSPATIAL") {
    CHECK(fetched["content"] == record["content"]);
    CHECK(media.folder.files().empty());
  } else {
    CHECK(fetched["content"] == (media.folder.root() / "a.png").string());
  }
}

TEST_CASE("arguments that cannot be meant are refused before anything is sent") {
  MediaWorld media;
  const Client client = media.world.client();
  write_file(media.folder.root() / "file", "");
  CHECK_THROWS_AS(client.assets("p", {}, media.arguments({"id", "content"})), MissingPropertyError);
  CHECK_THROWS_AS(client.assets("p", {}, media.arguments({"externalId", "contents"})), MissingPropertyError);
  CHECK(message_of<Error>([&] {
          static_cast<void>(client.assets("p", {}, media.arguments({"content"})));
        }).find("\"externalId\"") != std::string::npos);
  auto arguments = media.arguments();
  for (const fs::path& path : {fs::path(), media.folder.root() / "file", fs::path(std::string("a\0b", 3))}) {
    arguments.local_media_dir = path;
    CHECK_THROWS_AS(client.assets("p", {}, arguments), ValidationError);
  }
  arguments.local_media_dir = media.folder.root() / "file" / "below";
  CHECK_THROWS_AS(client.assets("p", {}, arguments).to_vector(), FileWriteError);
  arguments.download_media = false;
  arguments.local_media_dir = fs::path();
  CHECK(client.assets("p", {}, arguments).to_vector().empty());
}

TEST_CASE("without a folder media go to the documented one") {
  MediaWorld media;
  media.add("a.png", "content");
  const char* const given = std::getenv("HOME");
  const std::string home = given == nullptr ? "" : given;
  ::setenv("HOME", media.folder.root().c_str(), 1);
  auto arguments = media.arguments();
  arguments.local_media_dir.reset();
  const auto assets = media.world.client().assets("p", {}, arguments).to_vector();
  ::setenv("HOME", home.c_str(), 1);
  CHECK(assets[0].content() == (media.folder.root() / ".cache/kili/projects/p/assets/a.png").string());
  CHECK(read_file(assets[0].content()) == "content");
}
