#pragma once

namespace kili::support {

/// True for 200 to 299.
[[nodiscard]] constexpr bool is_success(long status) noexcept { return status >= 200 && status < 300; }

/// A proxy gave up on the service behind it; whether that processed the request is not known.
[[nodiscard]] constexpr bool is_gateway_failure(long status) noexcept {
  switch (status) {
    case 502:
    case 503:
    case 504:
    case 520:
    case 522:
    case 524:
      return true;
    default:
      return false;
  }
}

}  // namespace kili::support
