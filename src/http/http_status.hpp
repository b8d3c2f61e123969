#pragma once

namespace kili::http {

/// True for 200 to 299.
[[nodiscard]] constexpr bool is_success(long status) noexcept { return status >= 200 && status < 300; }

}  // namespace kili::http
