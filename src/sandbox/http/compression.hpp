#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kili::sandbox {

/// Whether an Accept-Encoding header allows gzip.
[[nodiscard]] bool accepts_gzip(std::string_view accept_encoding);
[[nodiscard]] std::string gzip(std::string_view text);
/// @return the text, or nothing when it is not gzip, broken off, or larger than `most_bytes`.
[[nodiscard]] std::optional<std::string> gunzip(std::string_view packed, std::size_t most_bytes);

}  // namespace kili::sandbox
