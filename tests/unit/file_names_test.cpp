#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "fake_service.hpp"
#include "import_helpers.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;

namespace {

/// What an import of one content says, or "imported".
std::string outcome_of_content(const std::string& content, const std::string& input_type = "IMAGE") {
  FakeService service(input_type);
  FakeWorld world(service.handler());
  try {
    world.client().append_many_to_dataset("p", AppendManyToDataset{.content_array = {content}});
    return "imported " + service.uploads().at(0).body;
  } catch (const Error& error) {
    CHECK(service.uploads().empty());
    return error.what();
  }
}

}  // namespace

TEST_CASE("a file may have any name that the file system takes") {
  const TestFolder folder;
  for (const char* name : {"a\nb.png", "a\r\nb.png", " a.png", "\ta.png", "a\x01.png", "a\xE9.png",
                           "a\\b.png", "~.png", "file:x.png", "a?b#c.png", "100%.png"}) {
    CAPTURE(name);
    const auto path = folder.file(name, png());
    CHECK(outcome_of_content(path) == "imported file:" + path);
  }
  const auto text = folder.file("a\nb.txt", "text");
  CHECK(outcome_of_content(text, "TEXT") == "imported file:" + text);
  CHECK(outcome_of_content("two\nlines", "TEXT") == "imported two\nlines");
}

TEST_CASE("a path that leads nowhere is shown as it is, with what may be wrong with it") {
  using Catch::Matchers::Contains;
  const TestFolder folder;
  const auto path = folder.file("a.png", png());
  std::filesystem::create_directory(folder.root() / "sub");
  static_cast<void>(folder.file("sub/b.png", png()));
  CHECK_THAT(outcome_of_content("no\nsuch.png"),
             Contains("file 'no\\nsuch.png' does not exist; it contains a line break"));
  for (const std::string before : {" ", "\n", "\t"}) {
    CHECK_THAT(outcome_of_content(before + path),
               Contains("does not exist; the file exists without the blanks"));
  }
  const auto bare = folder.file("bare", png());
  CHECK_THAT(outcome_of_content(bare + "\r"), Contains("bare\\r' does not exist; the file exists without"));
  for (const std::string behind : {" ", "\n", "\r\n"}) {
    CHECK_THAT(outcome_of_content(path + behind), Contains("remove the blanks or line breaks at the end"));
  }
  CHECK_THAT(outcome_of_content(path + "\n"), Contains("'.png\\n'"));
  CHECK_THAT(outcome_of_content(" https://example.com/a.png"), Contains("it is a URL with blanks"));
  CHECK_THAT(outcome_of_content(path + std::string("\0.png", 5)), Contains("with a NUL, which no path has"));
  CHECK_THAT(outcome_of_content("file://" + path), Contains("file: URLs are not read"));
  CHECK_THAT(outcome_of_content("gs://bucket/a.png"), Contains("only http:// and https:// are read"));
  CHECK_THAT(outcome_of_content("~/a.png"), Contains("~ is not replaced"));
  CHECK_THAT(outcome_of_content(folder.path() + "/sub\\b.png"), Contains("when / separates the folders"));
  CHECK_THAT(outcome_of_content(folder.path(std::string(300, 'a') + ".png")),
             Contains("cannot be found: File name too long"));
  CHECK_THAT(outcome_of_content("none.png"), Contains("file none.png does not exist; give the path"));
}

TEST_CASE("messages show line breaks in the names of assets, frames, layers and tables as escapes") {
  using Catch::Matchers::Contains;
  FakeService service("VIDEO");
  FakeWorld world(service.handler());
  CHECK_THAT(message_of<FileError>(world.client(),
                                   {.content_array = {""},
                                    .external_id_array = {"one\ntwo"},
                                    .json_content_array = {nlohmann::json::array({"no\nframe.png"})}}),
             Contains("external id 'one\\ntwo'") && Contains("'no\\nframe.png'"));
  FakeService images;
  FakeWorld image_world(images.handler());
  CHECK_THAT(message_of<FileError>(image_world.client(), {.multi_layer_content_array = {nlohmann::json::array(
                                                              {nlohmann::json{{"path", "no\nlayer.tif"}}})}}),
             Contains("'no\\nlayer.tif'"));
  CHECK_THAT(message_of<FileError>(image_world.client(), {.from_csv = "no\ntable.csv"}),
             Contains("'no\\ntable.csv'"));
}
