#pragma once

#include <string_view>

namespace kili::sandbox {

/// Whether an Accept-Encoding header allows gzip.
[[nodiscard]] bool accepts_gzip(std::string_view accept_encoding);

}  // namespace kili::sandbox
