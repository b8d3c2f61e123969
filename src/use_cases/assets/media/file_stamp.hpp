#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace kili::use_cases {

/// What was noted with a file of where it came from (an extended attribute); nothing when there is no note,
/// or the file system has no place for one.
[[nodiscard]] std::optional<std::string> read_stamp(const std::filesystem::path& file);
/// Notes it where the file system has a place for it.
void write_stamp(const std::filesystem::path& file, const std::string& stamp) noexcept;

}  // namespace kili::use_cases
