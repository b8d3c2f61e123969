// Bodies that come with codings of their own (Content-Encoding).

#include <zlib.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "http/content_decoder.hpp"
#include "support/gzip.hpp"

using kili::http::ContentDecoder;
using kili::support::gzip;

namespace {

/// As `deflate` is meant (with the header of zlib), or as some servers send it (without).
std::string deflated(std::string_view text, bool with_header) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, with_header ? 15 : -15, 8, Z_DEFAULT_STRATEGY) ==
          Z_OK);
  std::string out(text.size() + 1024, '\0');
  std::string in(text);
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(::deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

/// The body decoded in pieces of `piece_bytes`; what went wrong, in angle brackets.
std::string decoded_body(std::string_view encoding, std::string_view body, std::size_t piece_bytes) {
  ContentDecoder decoder(encoding);
  if (!decoder.unsupported().empty()) return "<unsupported " + decoder.unsupported() + ">";
  std::string out;
  for (std::size_t at = 0; at < body.size(); at += piece_bytes) {
    const auto result = decoder.write(body.substr(at, piece_bytes), [&out](std::string_view bytes) {
      out += bytes;
      return true;
    });
    if (result != ContentDecoder::Result::good) return "<broken>";
  }
  return decoder.is_whole() ? out : "<broken off>";
}

std::string text_to_decode() {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i * 7919) + " ";
  return text;
}

}  // namespace

TEST_CASE("codings that are none change nothing, and known ones are undone") {
  const std::string text = text_to_decode();
  const std::size_t piece =
      GENERATE(std::size_t{1}, std::size_t{7}, std::size_t{4096}, std::size_t{1} << 20U);
  for (const char* encoding :
       {"", "identity", "UTF-8", "binary", "aws-chunked", "none", ",", "utf-8, binary"}) {
    INFO(encoding);
    CHECK(decoded_body(encoding, text, piece) == text);
  }
  for (const char* encoding :
       {"gzip", "x-gzip", "GZip", " gzip ,aws-chunked", "gzip,aws-chunked", "aws-chunked, gzip"}) {
    INFO(encoding);
    CHECK(decoded_body(encoding, gzip(text), piece) == text);
  }
  CHECK(decoded_body("deflate", deflated(text, true), piece) == text);
  CHECK(decoded_body("deflate", deflated(text, false), piece) == text);
  CHECK(decoded_body("deflate, gzip", gzip(deflated(text, true)), piece) == text);
  CHECK(decoded_body("gzip, gzip", gzip(gzip(text)), piece) == text);
}

TEST_CASE("compressed bodies of odd shapes are read as browsers read them") {
  const std::size_t piece = GENERATE(std::size_t{1}, std::size_t{5}, std::size_t{1} << 20U);
  CHECK(decoded_body("gzip", gzip("one ") + gzip("two"), piece) == "one two");
  CHECK(decoded_body("gzip", gzip("one") + "what follows", piece) == "one");
  CHECK(decoded_body("deflate", deflated("one", true) + "what follows", piece) == "one");
  CHECK(decoded_body("gzip", "", piece).empty());
  CHECK(decoded_body("gzip", gzip(""), piece).empty());
  CHECK(decoded_body("gzip", gzip(text_to_decode()).substr(0, 2000), piece) == "<broken off>");
  CHECK(decoded_body("gzip", "no gzip at all", piece) == "<broken>");
}

TEST_CASE("codings that exist but are not built in are named") {
  for (const char* encoding : {"br", "zstd", "compress", "gzip, BR"}) {
    INFO(encoding);
    CHECK(decoded_body(encoding, "x", 1).starts_with("<unsupported "));
    CHECK_FALSE(ContentDecoder(encoding).is_identity());
  }
  CHECK(ContentDecoder("aws-chunked").is_identity());
  CHECK_FALSE(ContentDecoder("gzip").is_identity());
}

TEST_CASE("a sink that wants no more ends the decoding") {
  ContentDecoder decoder("gzip");
  std::size_t taken = 0;
  const auto result = decoder.write(gzip(std::string(10'000'000, 'x')), [&taken](std::string_view bytes) {
    taken += bytes.size();
    return taken < 100'000;
  });
  CHECK(result == ContentDecoder::Result::ended);
  CHECK(taken < 200'000);
}
