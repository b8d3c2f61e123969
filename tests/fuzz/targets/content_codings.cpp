#include "http/content_decoder.hpp"

#include <algorithm>
#include <string>

#include "fuzz/fuzz_properties.hpp"
#include "fuzz/fuzz_targets.hpp"
#include "support/gzip.hpp"

namespace kili::fuzz {
namespace {

using http::ContentDecoder;

constexpr std::size_t most_decoded_bytes = std::size_t{1} << 20U;
constexpr std::size_t longest_piece = std::size_t{32} * 1024;  // what zlib's loop hands over at once

struct Decoded {
  std::string bytes;
  bool is_whole = false;
  ContentDecoder::Result result = ContentDecoder::Result::good;
};

Decoded decode_in_pieces(std::string_view coding, std::string_view body, std::size_t piece) {
  ContentDecoder decoder(coding);
  Decoded decoded;
  if (!decoder.unsupported().empty()) return decoded;
  const auto sink = [&decoded](std::string_view bytes) {
    decoded.bytes.append(bytes);
    return decoded.bytes.size() < most_decoded_bytes;
  };
  while (!body.empty() && decoded.result == ContentDecoder::Result::good) {
    decoded.result = decoder.write(body.substr(0, piece), sink);
    body.remove_prefix(std::min(piece, body.size()));
  }
  decoded.is_whole = decoder.is_whole();
  return decoded;
}

}  // namespace

/// A line with the value of Content-Encoding, then the body.
void fuzz_content_codings(std::string_view input) {
  const std::string_view coding = take_until(input, "\n");
  const std::size_t all = std::max<std::size_t>(input.size(), 1);
  const Decoded decoded = decode_in_pieces(coding, input, all);
  require(decoded.bytes.size() < most_decoded_bytes + std::max(longest_piece, input.size()),
          "decoding ends when no more bytes are wanted");
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}}) {
    const Decoded in_pieces = decode_in_pieces(coding, input, piece);
    const bool is_cut = decoded.result == ContentDecoder::Result::ended;
    require(in_pieces.result == decoded.result, "a body ends the same way in whatever pieces it comes");
    require(is_cut || in_pieces.bytes == decoded.bytes, "a body is the same in whatever pieces it comes");
    require(decoded.result != ContentDecoder::Result::good || in_pieces.is_whole == decoded.is_whole,
            "a body is whole in whatever pieces it comes");
  }
  const std::string packed = support::gzip(input);
  require(support::gunzip(packed, input.size()) == std::string(input), "what was compressed is the same");
  require(input.empty() || !support::gunzip(packed, input.size() - 1), "no more is decoded than is allowed");
  if (const auto text = support::gunzip(input, most_decoded_bytes)) {
    require(text->size() <= most_decoded_bytes, "no more is decoded than is allowed");
    const Decoded same = decode_in_pieces("gzip", input, all);
    require(same.is_whole && same.bytes == *text, "two ways to decode agree");
  }
}

}  // namespace kili::fuzz
