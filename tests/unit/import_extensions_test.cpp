#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "fake_service.hpp"
#include "import_helpers.hpp"
#include "support/mime_types.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;
using nlohmann::json;

TEST_CASE("an extension is what follows the last dot of a name, in the path of a URL") {
  CHECK(support::extension_of("/a.b/c.JPG") == ".JPG");
  CHECK(support::extension_of("a.tar.gz") == ".gz");
  for (const char* none : {"", "name", "/a.b/name", ".hidden", "..", "name.", "/a/.png"}) {
    CAPTURE(none);
    CHECK(support::extension_of(none).empty());
  }
  CHECK(support::path_of_url("https://x.com/a.jpg?b=c.pdf#d.txt") == "/a.jpg");
  CHECK(support::path_of_url("https://x.com/a.jpg#d.txt?e") == "/a.jpg");
  for (const char* none : {"https://x.com", "https://x.com?a=/b.jpg"})
    CHECK(support::path_of_url(none).empty());
}

TEST_CASE("URLs with an extension that the project does not take are refused, the first one named") {
  struct Example {
    std::string type;
    std::vector<std::string> taken;
    std::vector<std::string> refused;
  };
  const std::vector<Example> examples{
      {"AUDIO", {"a.wav", "a.FLAC", "a.mp3", "a.mp4", "a"}, {"a.ogg", "a.txt"}},
      {"GEOSPATIAL", {"a.tif", "a.JP2", "a.r0", "a.nitf?x=a.pdf"}, {"a.png"}},
      {"IMAGE", {"a.JPG?sig=x.pdf&v=1", "a.webp#f.txt", "a.r/b"}, {"a.pdf", "a.svg", "a.avif", "a.r0"}},
      {"LLM_RLHF", {"a.json", "a"}, {"a.txt"}},
      {"PDF", {"a.PDF", "noext"}, {"a.png"}},
      {"TEXT", {"a.txt", "a.csv", "c"}, {"a.md"}},
      {"VIDEO", {"a.mp4", "a.MKV"}, {"a.wmv"}},
  };
  for (const Example& example : examples) {
    for (const std::string& name : example.taken) {
      CAPTURE(example.type, name);
      FakeService service(example.type);
      FakeWorld world(service.handler());
      CHECK_NOTHROW(world.client().append_many_to_dataset("p", {.content_array = {"https://x.com/" + name}}));
    }
    for (const std::string& name : example.refused) {
      CAPTURE(example.type, name);
      FakeService service(example.type);
      FakeWorld world(service.handler());
      const std::string good = "https://x.com/" + example.taken.front();
      const std::string bad = "https://x.com/" + name;
      const auto message = message_of<ImportValidationError>(
          world.client(), {.content_array = {good, bad, bad}, .external_id_array = {"e0", "e1", "e2"}});
      CHECK_THAT(message, Contains("asset 1 (external id 'e1')"));
      CHECK_THAT(message,
                 Contains("'" + name.substr(name.rfind('.')) + "' is not allowed for " + example.type));
      CHECK(service.mutations().empty());
      // A range is checked row by row.
      const std::vector<NewAsset> range{{.content = bad, .external_id = "r"}};
      CHECK_THROWS_AS(world.client().append_many_to_dataset("p", range), ImportError);
      CHECK(service.mutations().empty());
    }
  }
}

TEST_CASE("files and layers are refused by their extension before anything is uploaded") {
  const TestFolder folder;
  FakeService images;
  FakeWorld world(images.handler());
  // It does not exist.
  CHECK_THAT(message_of<ImportValidationError>(world.client(), {.content_array = {folder.path("a.avif")}}),
             Contains(".avif"));
  const Json layers(
      json::array({{{"path", folder.file("1.tif", "II*")}}, {{"path", folder.file("2.pdf", "%PDF")}}}));
  CHECK_THAT(message_of<ImportValidationError>(
                 world.client(), {.external_id_array = {"ml"}, .multi_layer_content_array = {layers}}),
             Contains("external id 'ml'") && Contains("'.pdf'"));
  CHECK(images.uploads().empty());

  FakeService texts("TEXT");
  FakeWorld other(texts.handler());
  CHECK_THAT(
      message_of<ImportValidationError>(other.client(), {.content_array = {folder.file("a.md", "text")}}),
      Contains("'.md' is not allowed for TEXT projects. Allowed extensions: .csv, .txt"));
  // A text is no path.
  CHECK(other.client()
            .append_many_to_dataset(
                "p", {.content_array = {"See section 3.2 of report.pdf", "www.x.org/page.html"}})
            .asset_ids.size() == 2);
}

TEST_CASE("a sound may be a WAV file, a satellite image an R0 file") {
  const TestFolder folder;
  FakeService sounds("AUDIO");
  FakeWorld world(sounds.handler());
  CHECK(world.client()
            .append_many_to_dataset("p", {.content_array = {folder.file("a.wav", "RIFF")}})
            .asset_ids.size() == 1);
  FakeService satellites("GEOSPATIAL");
  FakeWorld other(satellites.handler());
  CHECK(other.client()
            .append_many_to_dataset("p", {.content_array = {folder.file("a.r0", "NITF")}})
            .accepted.size() == 1);
  CHECK(satellites.mutations()[0]["data"]["uploadType"] == "GEO_SATELLITE");
}
