// Bytes that are given as a text where a path is meant.

#include <catch2/catch.hpp>
#include <string>

#include "fake_service.hpp"
#include "import_helpers.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;
using nlohmann::json;
using std::string_literals::operator""s;

TEST_CASE("bytes in place of a path are told by their format, and none of them is shown") {
  struct Case {
    std::string bytes;
    std::string name;
  };
  const auto given =
      GENERATE(Case{"\xff\xd8\xff\xe0SECRET"s, "a JPEG image"}, Case{png() + "SECRET", "a PNG image"},
               Case{"GIF89a\1\0SECRET"s, "a GIF image"}, Case{"II*\0SECRET"s, "a TIFF image"},
               Case{"RIFF\0\0\0\0WEBPSECRET"s, "a WebP image"}, Case{"BM\0\0SECRET"s, "a BMP image"},
               Case{"%PDF-1.7\n%\xe2\xe3SECRET"s, "a PDF document"},
               Case{"\0\0\0\x18"
                    "ftypmp42SECRET"s,
                    "an MP4 video"});
  CAPTURE(given.name);
  for (const std::string input_type : {"IMAGE", "TEXT", "LLM_RLHF", "VIDEO", "PDF"}) {
    FakeService service(input_type);
    FakeWorld world(service.handler());
    const auto message = message_of<ImportValidationError>(
        world.client(), {.content_array = {given.bytes}, .external_id_array = {"car"}});
    CHECK_THAT(message, Contains("asset 0 (external id 'car'): its content looks like the bytes of " +
                                 given.name + ", not a path; use Content::from_bytes(...)"));
    CHECK_THAT(message, !Contains("SECRET"));
    CHECK(world.transport->count() == 0);
  }
}

TEST_CASE("what is too long for a path, or has a NUL, is taken for bytes where paths are meant") {
  FakeService service("PDF");
  FakeWorld world(service.handler());
  const Client client = world.client();
  CHECK_THAT(message_of<ImportValidationError>(client, {.content_array = {"SECRET\0x"s}}),
             Contains("it has 8 bytes, with a NUL, which no path has") && !Contains("SECRET"));
  CHECK_THAT(message_of<ImportValidationError>(client, {.content_array = {std::string(5000, 'S')}}),
             Contains("it has 5000 bytes; use Content::from_bytes") && !Contains("SS"));
  FakeService texts("TEXT");
  FakeWorld text_world(texts.handler());
  CHECK(text_world.client()
            .append_many_to_dataset("p", {.content_array = {std::string(5000, 'S'), "BM is a text", "a\0b"s}})
            .asset_ids.size() == 3);
}

TEST_CASE("bytes as frames and layers are refused the same way") {
  FakeService service("VIDEO");
  FakeWorld world(service.handler());
  const json bytes = json::array({"\xff\xd8\xffSECRET"s});
  CHECK_THAT(message_of<ImportValidationError>(world.client(), {.json_content_array = {bytes}}),
             Contains("a frame in json_content looks like the bytes of a JPEG image") &&
                 Contains("write them to a file") && !Contains("SECRET"));
  CHECK_THAT(message_of<ImportValidationError>(
                 world.client(), {.json_content_array = {json::array({std::string(5000, 'S')})}}),
             Contains("a frame in json_content looks like") && !Contains("SS"));
  FakeService images;
  FakeWorld image_world(images.handler());
  const json layer{{"path", "II*\0SECRET"s}};
  CHECK_THAT(message_of<ImportValidationError>(image_world.client(),
                                               {.multi_layer_content_array = {json::array({layer})}}),
             Contains("the path of a layer looks like the bytes of a TIFF image") && !Contains("SECRET"));
}
