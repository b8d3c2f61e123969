#pragma once

namespace CLI {  // NOLINT(readability-identifier-naming): the library's own name
class Option;
}

namespace kili::cli {

/// Makes an option take decimal digits alone. Left to itself CLI11 reads "-1" as the largest number of an
/// unsigned type, "010" as eight, and what is too large as the largest one.
void take_whole_number(CLI::Option* option);
/// The same with a minus sign where one is given.
void take_signed_number(CLI::Option* option);

}  // namespace kili::cli
