#include "support/gzip.hpp"

#include <zlib.h>

#include <stdexcept>

#include "support/inflater.hpp"

namespace kili::support {
namespace {

constexpr int gzip_window = 15 + 16;

}  // namespace

std::string gzip(std::string_view text) {
  constexpr int memory_level = 8;
  z_stream stream{};
  // The fastest level: the server sits on the same machine as its client.
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, gzip_window, memory_level, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    throw std::runtime_error("gzip cannot be started");
  }
  std::string packed(deflateBound(&stream, text.size()), '\0');
  // zlib does not write to its input, though its type says so.
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int result = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) throw std::runtime_error("gzip failed");
  return packed;
}

std::optional<std::string> gunzip(std::string_view packed, std::size_t most_bytes) {
  Inflater inflater(Inflater::Format::gzip);
  std::string text;
  const auto result = inflater.write(packed, [&](std::string_view bytes) {
    text += bytes;
    return text.size() <= most_bytes;
  });
  const bool is_gzip = result == Inflater::Result::good && inflater.is_whole() && !inflater.has_rest();
  if (packed.empty() || !is_gzip) return std::nullopt;
  return text;
}

}  // namespace kili::support
