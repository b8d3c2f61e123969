#include "support/text_hash.hpp"

#include <catch2/catch.hpp>

using namespace kili::support;

TEST_CASE("hashes are those that journals and names of files already hold") {
  struct Known {
    const char* text;
    TextHash hash;
    const char* file_name_hash;
  };
  const Known known[] = {
      {"", {0x9ca066f1a4ab2eea, 0x0ff2e69699c4857f}, "cbf29ce484222325"},
      {"a", {0x912dfdff1c6be8e0, 0x59865ff2ef7a7f45}, "af63dc4c8601ec8c"},
      {"1234567", {0x19d0a9f4d445abd6, 0x59026640dc988a25}, "ec75ca32794b12a7"},
      {"12345678", {0x2dd99576018b03e5, 0xf1cac0a5709b3595}, "173932c41a90a42d"},
      {"123456789", {0x7d01ab848b22c849, 0x6454d2d86047e5eb}, "06d5573923c6cdfc"},
      {"kili import journal", {0x5a4f493686f75708, 0x13610394983e36a9}, "9513e4412e8703bc"},
      {"\xc3\xa9t\xc3\xa9 2024/photo.jpg", {0x620d7f506353ad77, 0x75dbc770685b8351}, "3493a8e0069d7323"},
  };
  for (const Known& each : known) {
    CAPTURE(each.text);
    const TextHash hash = hash_of(each.text);
    CHECK(hash.high == each.hash.high);
    CHECK(hash.low == each.hash.low);
    CHECK(file_name_hash(each.text) == each.file_name_hash);
  }
}
