#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kili::http {

/// Undoes the codings that a Content-Encoding header names, while the body comes: gzip and deflate, also
/// several of them. What is no coding of content (UTF-8, binary, aws-chunked, ...) changes nothing, as in
/// browsers.
class ContentDecoder {
 public:
  /// Takes decoded bytes. @return false to end.
  using Sink = std::function<bool(std::string_view bytes)>;

  enum class Result {
    good,
    broken,  ///< The body is not of the coding that the header names.
    ended    ///< The sink wants no more.
  };

  /// @param content_encoding value of the header; empty when there is none.
  explicit ContentDecoder(std::string_view content_encoding);
  ContentDecoder(ContentDecoder&&) noexcept;
  ContentDecoder& operator=(ContentDecoder&&) noexcept;
  ~ContentDecoder();

  /// The body is delivered as it comes.
  [[nodiscard]] bool is_identity() const noexcept { return layers_.empty() && unknown_.empty(); }
  /// A coding that exists but cannot be undone here, such as br; otherwise empty.
  [[nodiscard]] const std::string& unsupported() const noexcept { return unknown_; }

  [[nodiscard]] Result write(std::string_view bytes, const Sink& sink);
  /// At the end of the body: whether all that was coded is there. An empty body is.
  [[nodiscard]] bool is_whole() const noexcept;

 private:
  class Layer;

  [[nodiscard]] Result write(std::size_t layer, std::string_view bytes, const Sink& sink);

  std::vector<std::unique_ptr<Layer>> layers_;  ///< In the order in which they are undone.
  std::string unknown_;
};

}  // namespace kili::http
