#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace kili::http {

/// Value of a header such as Last-Modified: "Sun, 06 Nov 1994 08:49:37 GMT" or one of the older forms.
[[nodiscard]] std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view value);

}  // namespace kili::http
