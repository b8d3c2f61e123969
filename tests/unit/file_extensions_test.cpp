#include "support/file_extensions.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "support/mime_types.hpp"

using namespace kili;
using support::extension_of_type;
using support::known_extension_of;

TEST_CASE("extensions of types are those of Python's client") {
  CHECK(extension_of_type("image/jpeg") == ".jpg");
  CHECK(extension_of_type("image/png") == ".png");
  CHECK(extension_of_type("image/tiff") == ".tiff");
  CHECK(extension_of_type("image/svg+xml") == ".svg");
  CHECK(extension_of_type("text/plain; charset=utf-8") == ".txt");
  CHECK(extension_of_type(" Application/PDF ;x=y") == ".pdf");
  CHECK(extension_of_type("video/mp4") == ".mp4");
  CHECK(extension_of_type("video/quicktime") == ".mov");
  CHECK(extension_of_type("audio/mpeg") == ".mp3");
  CHECK(extension_of_type("application/json") == ".json");
  CHECK(extension_of_type("application/octet-stream") == ".bin");
  CHECK(extension_of_type("").empty());
  CHECK(extension_of_type("nonsense").empty());
}

TEST_CASE("every type that a project accepts has an extension that is known as one") {
  for (const auto input_type : {InputType::audio, InputType::geospatial, InputType::image,
                                InputType::llm_rlhf, InputType::pdf, InputType::text, InputType::video}) {
    for (const auto type : support::accepted_mime_types(input_type)) {
      CAPTURE(type);
      const auto extension = extension_of_type(type);
      REQUIRE_FALSE(extension.empty());
      CHECK(known_extension_of("a" + std::string(extension)) == extension);
    }
  }
}

TEST_CASE("an extension is what follows the last dot of a name, when it is one") {
  CHECK(known_extension_of("a.png") == ".png");
  CHECK(known_extension_of("a.b.PNG") == ".PNG");
  CHECK(known_extension_of("a.png/b").empty());
  CHECK(known_extension_of("dir/a.jpeg") == ".jpeg");
  CHECK(known_extension_of(".png").empty());
  CHECK(known_extension_of("dir/.png").empty());
  CHECK(known_extension_of("a.").empty());
  CHECK(known_extension_of("png").empty());
  CHECK(known_extension_of("v1.25").empty());
  CHECK(known_extension_of("").empty());
}
