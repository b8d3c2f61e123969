#pragma once

#include <string>
#include <string_view>

namespace kili::cli {

/// A message of the library in the words of the command line: what it calls members of the library, which a
/// user of the program cannot set, becomes the option or the variable that does so.
[[nodiscard]] std::string with_option_names(std::string_view message);

}  // namespace kili::cli
