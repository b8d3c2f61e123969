#include "http/content_decoder.hpp"

#include <algorithm>
#include <array>

#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili::http {
namespace {

using support::Inflater;

constexpr std::array<std::string_view, 2> gzip_names{"gzip", "x-gzip"};
constexpr std::string_view deflate_name = "deflate";
/// Codings of the IANA registry that are not built in.
constexpr std::array<std::string_view, 8> unsupported_names{"aes128gcm", "br",  "compress",   "dcb",
                                                            "dcz",       "exi", "x-compress", "zstd"};

template <typename Names>
bool is_one_of(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

ContentDecoder::ContentDecoder(std::string_view content_encoding) {
  const std::string_view all = content_encoding;
  while (!content_encoding.empty()) {
    const std::size_t comma = std::min(content_encoding.find(','), content_encoding.size());
    const std::string name = support::to_lower(support::trim(content_encoding.substr(0, comma)));
    content_encoding.remove_prefix(std::min(comma + 1, content_encoding.size()));
    if (is_one_of(gzip_names, name)) {
      layers_.emplace_back(Inflater::Format::gzip);
    } else if (name == deflate_name) {
      layers_.emplace_back(Inflater::Format::deflate);
    } else if (is_one_of(unsupported_names, name)) {
      unsupported_ = name;
    }
  }
  if (layers_.size() > max_content_codings) unsupported_ = support::shown_text(all, 40);
  std::reverse(layers_.begin(), layers_.end());
}

ContentDecoder::Result ContentDecoder::write(std::string_view bytes, const support::ByteSink& sink) {
  return write(0, bytes, sink);
}

ContentDecoder::Result ContentDecoder::write(std::size_t layer, std::string_view bytes,
                                             const support::ByteSink& sink) {
  if (layer == layers_.size()) return sink(bytes) ? Result::good : Result::ended;
  Result inner = Result::good;
  const Result outer = layers_[layer].write(bytes, [&](std::string_view decoded) {
    inner = write(layer + 1, decoded, sink);
    return inner == Result::good;
  });
  return inner == Result::good ? outer : inner;
}

bool ContentDecoder::is_whole() const noexcept {
  return std::all_of(layers_.begin(), layers_.end(), [](const auto& layer) { return layer.is_whole(); });
}

}  // namespace kili::http
