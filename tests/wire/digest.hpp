#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace kili::wire {

/// SHA-256 in lower-case hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view bytes);
/// Of the content of a file.
[[nodiscard]] std::string sha256(const std::filesystem::path& path);

}  // namespace kili::wire
