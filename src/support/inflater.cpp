#include "support/inflater.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <new>
#include <utility>

namespace kili::support {

Inflater::Inflater(Format format) noexcept : format_(format) {}
Inflater::Inflater(Inflater&&) noexcept = default;
Inflater& Inflater::operator=(Inflater&&) noexcept = default;
Inflater::~Inflater() = default;

void Inflater::End::operator()(z_stream_s* stream) const noexcept {
  inflateEnd(stream);
  std::default_delete<z_stream_s>()(stream);
}

/// Deflate without the header of zlib is told by its first byte: that of a header ends in 8.
void Inflater::begin(unsigned char first) {
  constexpr int window = 15;
  constexpr int of_gzip = 16;
  constexpr unsigned method_mask = 0x0f;
  constexpr unsigned method_of_zlib = 8;
  const bool has_header = (first & method_mask) == method_of_zlib;
  const int bits = format_ == Format::gzip ? window + of_gzip : (has_header ? window : -window);
  auto stream = std::make_unique<z_stream_s>();
  if (inflateInit2(stream.get(), bits) != Z_OK) throw std::bad_alloc();
  stream_.reset(stream.release());
}

/// @return false when the rest is something else.
bool Inflater::begin_next_member(char first) {
  constexpr char begin_of_member = '\x1f';
  is_rest_ = format_ != Format::gzip || first != begin_of_member || inflateReset(stream_.get()) != Z_OK;
  ended_ = is_rest_;
  return !is_rest_;
}

/// Up to the end of a member, or of the input.
Inflater::Result Inflater::inflate_all(const ByteSink& sink) {
  constexpr std::size_t piece_bytes = std::size_t{32} * 1024;
  std::array<char, piece_bytes> piece;  // NOLINT(cppcoreguidelines-pro-type-member-init): written first
  for (;;) {
    stream_->next_out = reinterpret_cast<Bytef*>(piece.data());
    stream_->avail_out = static_cast<uInt>(piece.size());
    const int result = inflate(stream_.get(), Z_NO_FLUSH);
    const std::size_t size = piece.size() - stream_->avail_out;
    if (size > 0 && !sink({piece.data(), size})) return Result::ended;
    ended_ = result == Z_STREAM_END;
    if (ended_ || result == Z_BUF_ERROR || (result == Z_OK && stream_->avail_out > 0)) return Result::good;
    if (result != Z_OK) return Result::broken;
  }
}

Inflater::Result Inflater::write(std::string_view bytes, const ByteSink& sink) {
  if (bytes.empty()) return Result::good;
  if (!stream_) begin(static_cast<unsigned char>(bytes.front()));
  while (!bytes.empty() && !is_rest_) {
    if (ended_ && !begin_next_member(bytes.front())) break;
    const std::size_t taken = std::min<std::size_t>(bytes.size(), std::numeric_limits<uInt>::max());
    // zlib does not write to its input, though its type says so.
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
    stream_->next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
    stream_->avail_in = static_cast<uInt>(taken);
    const Result result = inflate_all(sink);
    if (result != Result::good) return result;
    bytes.remove_prefix(taken - stream_->avail_in);
  }
  return Result::good;
}

}  // namespace kili::support
