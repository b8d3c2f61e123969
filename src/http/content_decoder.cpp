#include "http/content_decoder.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <new>

#include "support/text.hpp"

namespace kili::http {
namespace {

constexpr std::array<std::string_view, 2> gzip_names{"gzip", "x-gzip"};
constexpr std::string_view deflate_name = "deflate";
/// Codings of the IANA registry that are not built in.
constexpr std::array<std::string_view, 8> other_names{"aes128gcm", "br",  "compress",   "dcb",
                                                      "dcz",       "exi", "x-compress", "zstd"};

template <typename Names>
bool is_one_of(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

/// One coding, undone by zlib.
class ContentDecoder::Layer {
 public:
  explicit Layer(bool is_gzip) : is_gzip_(is_gzip) {}
  Layer(const Layer&) = delete;
  Layer& operator=(const Layer&) = delete;
  ~Layer() {
    if (begun_) inflateEnd(&stream_);
  }

  [[nodiscard]] Result write(std::string_view bytes, const Sink& sink) {
    if (bytes.empty()) return Result::good;
    if (!begun_) begin(static_cast<unsigned char>(bytes.front()));
    while (!bytes.empty() && !is_rest_) {
      if (ended_ && !begin_next_member(bytes.front())) break;
      const std::size_t taken = std::min<std::size_t>(bytes.size(), std::numeric_limits<uInt>::max());
      // zlib does not write to its input, though its type says so.
      // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
      stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
      stream_.avail_in = static_cast<uInt>(taken);
      const Result result = inflate_all(sink);
      if (result != Result::good) return result;
      bytes.remove_prefix(taken - stream_.avail_in);
    }
    return Result::good;  // the rest behind the end is ignored, as browsers do
  }
  [[nodiscard]] bool is_whole() const noexcept { return !begun_ || ended_; }

 private:
  /// Some servers send deflate without the header of zlib, whose first byte ends in 8.
  void begin(unsigned char first) {
    constexpr int window = 15;
    constexpr int of_gzip = 16;
    constexpr unsigned method_mask = 0x0f;
    constexpr unsigned method_of_zlib = 8;
    const bool has_header = (first & method_mask) == method_of_zlib;
    const int bits = is_gzip_ ? window + of_gzip : (has_header ? window : -window);
    if (inflateInit2(&stream_, bits) != Z_OK) throw std::bad_alloc();
    begun_ = true;
  }
  /// gzip may consist of several members. @return false when the rest is something else.
  [[nodiscard]] bool begin_next_member(char first) {
    constexpr char begin_of_member = '\x1f';
    is_rest_ = !is_gzip_ || first != begin_of_member || inflateReset(&stream_) != Z_OK;
    ended_ = is_rest_;
    return !is_rest_;
  }
  /// Up to the end of a member, or of the input.
  [[nodiscard]] Result inflate_all(const Sink& sink) {
    std::array<char, std::size_t{32} * 1024>
        piece;  // NOLINT(cppcoreguidelines-pro-type-member-init): written first
    for (;;) {
      stream_.next_out = reinterpret_cast<Bytef*>(piece.data());
      stream_.avail_out = static_cast<uInt>(piece.size());
      const int result = inflate(&stream_, Z_NO_FLUSH);
      const std::size_t size = piece.size() - stream_.avail_out;
      if (size > 0 && !sink({piece.data(), size})) return Result::ended;
      ended_ = result == Z_STREAM_END;
      if (ended_ || result == Z_BUF_ERROR || (result == Z_OK && stream_.avail_out > 0)) return Result::good;
      if (result != Z_OK) return Result::broken;
    }
  }

  bool begun_ = false;
  bool ended_ = false;  ///< The member.
  bool is_gzip_;
  bool is_rest_ = false;  ///< What comes is no member.
  z_stream stream_{};
};

ContentDecoder::ContentDecoder(std::string_view content_encoding) {
  while (!content_encoding.empty()) {
    const std::size_t comma = std::min(content_encoding.find(','), content_encoding.size());
    const std::string name = support::to_lower(support::trim(content_encoding.substr(0, comma)));
    content_encoding.remove_prefix(std::min(comma + 1, content_encoding.size()));
    if (is_one_of(gzip_names, name) || name == deflate_name) {
      layers_.insert(layers_.begin(), std::make_unique<Layer>(name != deflate_name));
    } else if (is_one_of(other_names, name)) {
      unknown_ = name;
    }
  }
}

ContentDecoder::ContentDecoder(ContentDecoder&&) noexcept = default;
ContentDecoder& ContentDecoder::operator=(ContentDecoder&&) noexcept = default;
ContentDecoder::~ContentDecoder() = default;

ContentDecoder::Result ContentDecoder::write(std::string_view bytes, const Sink& sink) {
  return write(0, bytes, sink);
}

ContentDecoder::Result ContentDecoder::write(std::size_t layer, std::string_view bytes, const Sink& sink) {
  if (layer == layers_.size()) return sink(bytes) ? Result::good : Result::ended;
  Result inner = Result::good;
  const Result outer = layers_[layer]->write(bytes, [&](std::string_view decoded) {
    inner = write(layer + 1, decoded, sink);
    return inner == Result::good;
  });
  return inner == Result::good ? outer : inner;
}

bool ContentDecoder::is_whole() const noexcept {
  return std::all_of(layers_.begin(), layers_.end(), [](const auto& layer) { return layer->is_whole(); });
}

}  // namespace kili::http
