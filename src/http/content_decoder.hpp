#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "support/inflater.hpp"

namespace kili::http {

/// Each coding takes memory, and 32 KiB of the stack while it is undone. One is usual.
inline constexpr std::size_t max_content_codings = 5;

/// Undoes the codings that a Content-Encoding header names, while the body comes: gzip and deflate, also
/// several of them. What is no coding of content (UTF-8, binary, aws-chunked, ...) changes nothing, as in
/// browsers.
class ContentDecoder {
 public:
  using Result = support::Inflater::Result;

  /// @param content_encoding value of the header; empty when there is none.
  explicit ContentDecoder(std::string_view content_encoding);

  /// The body is delivered as it comes.
  [[nodiscard]] bool is_identity() const noexcept { return layers_.empty() && unsupported_.empty(); }
  /// A coding that exists but cannot be undone here, such as br, or all codings when they are more than
  /// max_content_codings; otherwise empty.
  [[nodiscard]] const std::string& unsupported() const noexcept { return unsupported_; }

  [[nodiscard]] Result write(std::string_view bytes, const support::ByteSink& sink);
  /// At the end of the body: whether all that was coded is there. An empty body is.
  [[nodiscard]] bool is_whole() const noexcept;

 private:
  [[nodiscard]] Result write(std::size_t layer, std::string_view bytes, const support::ByteSink& sink);

  std::vector<support::Inflater> layers_;  ///< In the order in which they are undone.
  std::string unsupported_;
};

}  // namespace kili::http
