#include "support/media_file_name.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <set>
#include <string>

#include "support/shown_text.hpp"
#include "support/text.hpp"

using kili::support::alternative_media_file_name;
using kili::support::longest_component;
using kili::support::media_file_name;

namespace {

std::vector<std::string> components_of(std::string path) {
  std::vector<std::string> components;
  for (;;) {
    const auto slash = path.find('/');
    components.push_back(path.substr(0, slash));
    if (slash == std::string::npos) return components;
    path.erase(0, slash + 1);
  }
}

bool is_harmless(const std::string& name) {
  if (name.size() > 1024 || !kili::support::is_valid_utf8(name)) return false;
  for (const auto& component : components_of(name)) {
    const bool controls = std::any_of(component.begin(), component.end(),
                                      [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    if (component.empty() || component.size() > longest_component || controls) return false;
    if (component == "." || component == ".." || component.ends_with('.') || component.ends_with(' '))
      return false;
  }
  return true;
}

}  // namespace

TEST_CASE("usual external ids are names of files as they are") {
  for (const std::string id : {"first.png", "IMG_0001.JPG", "sub/dir/a.jpg", "2024-01-01T12:00:00",
                               "photo 1 (copy).jpeg", ".hidden", "café.png", "写真.jpg", "a..b.png", "~user",
                               "-rf", "car_1", "C:\\photos\\a.png", "100%.txt", "console.png", "com10"}) {
    CAPTURE(id);
    CHECK(media_file_name(id, "") == id);
  }
  CHECK(media_file_name("first", ".png") == "first.png");
  CHECK(media_file_name("clip.mp4", "_007.jpg") == "clip.mp4_007.jpg");
  const std::string longest(longest_component - 4, 'x');
  CHECK(media_file_name(longest, ".png") == longest + ".png");
}

TEST_CASE("an external id never leaves the folder, nor is it something else than a file in it") {
  const std::string nul("a\0b.png", 7);
  const std::string long_name = std::string(300, 'n') + ".png";
  std::string deep = "a";
  for (int i = 0; i < 400; ++i) deep += "/a";
  std::string long_folders;
  for (int i = 0; i < 10; ++i) long_folders += std::string(200, 'd') + '/';
  for (const std::string& id : {std::string("../../etc/passwd"),
                                std::string("/etc/passwd"),
                                std::string("//etc//passwd"),
                                std::string(".."),
                                std::string("."),
                                std::string(""),
                                std::string("/"),
                                std::string("a/.."),
                                std::string("a/../../b.png"),
                                std::string("./a.png"),
                                std::string("a//b.png"),
                                std::string("a.png/"),
                                nul,
                                std::string("\n"),
                                std::string("a\tb"),
                                std::string("\x7f"),
                                std::string("\xff\xfe.png"),
                                std::string("\xc0\xaf\xc0\xae.png"),
                                std::string("trailing."),
                                std::string("trailing "),
                                std::string("folder./a.png"),
                                std::string("NUL"),
                                std::string("con.png"),
                                std::string("a/Lpt1.txt"),
                                std::string("COM1"),
                                std::string(".0123456789abcdef.kili-part"),
                                long_name,
                                deep,
                                long_folders + "x",
                                std::string(1000, '.'),
                                std::string(100'000, '/'),
                                std::string(100'000, 'x')}) {
    for (const std::string tail : {"", ".png", "_01.jpg"}) {
      CAPTURE(kili::support::shown_text(id, 100), tail);
      const auto name = media_file_name(id, tail);
      CAPTURE(name);
      CHECK(is_harmless(name));
      CHECK(name.ends_with(tail));
      CHECK_FALSE(name.ends_with(".kili-part"));
      CHECK(name == media_file_name(id, tail));
      const auto other = alternative_media_file_name(id, tail, "id");
      CHECK(is_harmless(other));
      CHECK(other.find('/') == std::string::npos);
      CHECK(other != name);
    }
  }
  CHECK(media_file_name("../../etc/passwd", "").starts_with("etc/passwd~"));
  CHECK(media_file_name("NUL.png", "").starts_with("_NUL~"));
  CHECK(media_file_name("NUL.png", "").ends_with(".png"));
  CHECK(media_file_name(long_name, "").ends_with(".png"));
  CHECK(media_file_name(long_name, "").size() == longest_component);
}

TEST_CASE("a name is never cut inside a character") {
  for (std::size_t before = 0; before < 5; ++before) {
    std::string id(before, 'x');
    while (id.size() < 400) id += "写";
    const auto name = media_file_name(id, ".png");
    CHECK(is_harmless(name));
    CHECK(name.size() > longest_component - 4);
  }
}

TEST_CASE("names that had to be changed stay apart") {
  const std::string stem(300, 'n');
  std::set<std::string> names;
  const std::vector<std::string> ids{
      "../a.png", "../../a.png", "/a.png",       "./a.png", "a\x01.png", "a\x02.png",
      "a_.png",   "a.png",       "a.png ",       "a.png.",  stem + "a",  stem + "b",
      "\xff",     "\xfe",        "sub/../a.png", "",        ".",         std::string(1, '\0')};
  for (const auto& id : ids) names.insert(kili::support::to_lower(media_file_name(id, ".png")));
  CHECK(names.size() == ids.size());
  CHECK(alternative_media_file_name("a", ".png", "1") != alternative_media_file_name("a", ".png", "2"));
  CHECK(alternative_media_file_name("sub/a", ".png", "1").starts_with("sub_a~"));
}

TEST_CASE("whatever the external id, its name is harmless and its own") {
  std::mt19937 random(20240301);
  constexpr std::string_view spicy = "../\\\0\n\x7f\xff\xc3\xa9 aA.:~_-png";
  std::set<std::string> ids;
  std::set<std::string> names;
  for (int i = 0; i < 20'000; ++i) {
    std::string id;
    const auto length = random() % (i % 100 == 0 ? 2000 : 12);
    for (std::size_t k = 0; k < length; ++k) id += spicy[random() % spicy.size()];
    if (!ids.insert(id).second) continue;
    const auto name = media_file_name(id, ".x");
    INFO(kili::support::shown_text(id, 200));
    REQUIRE(is_harmless(name));
    REQUIRE(names.insert(name).second);
  }
}
