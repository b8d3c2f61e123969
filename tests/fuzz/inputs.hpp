#pragma once

#include <cstddef>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace kili::fuzz {

/// The inputs of a folder of corpora/. A file that ends in .seeds holds several: each begins behind a line
/// "%%", its last line break belongs to the file, and \xNN stands for a byte. Every other file is one input
/// as it is; dictionaries (.dict) are none.
[[nodiscard]] std::vector<std::string> read_inputs(const std::filesystem::path& folder);

/// Changes an input as libFuzzer does, a few times: bytes changed, added, removed, repeated, taken from
/// another input. @param inputs not empty.
[[nodiscard]] std::string changed_input(const std::vector<std::string>& inputs, std::mt19937_64& random);

}  // namespace kili::fuzz
