#pragma once

#include <string>
#include <string_view>

namespace kili::support {

/// 16 hexadecimal digits that are the same on every machine and in every version, for names of files.
[[nodiscard]] std::string stable_hash(std::string_view text);

}  // namespace kili::support
