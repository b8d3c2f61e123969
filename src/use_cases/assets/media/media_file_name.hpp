#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kili::use_cases {

/// End of the names under which unfinished downloads lie; no file of an asset is named so.
inline constexpr std::string_view unfinished_ending = ".kili-part";

/// Longest name of a file or folder, in bytes.
inline constexpr std::size_t longest_component = 255;

/// Path, relative to the folder of the media, of the file of an asset: its external id, then `tail` (an
/// extension, or the number of a frame with one). A usual external id stays as it is, slashes make
/// sub-folders. One that would leave the folder or break it (`..`, an absolute path, control characters, text
/// that is not UTF-8, names of devices, blanks and dots at the end, names that are too long) is made harmless
/// and gets "~" and a hash of the whole external id before its extension, so that two of them never become
/// one name. The same external id always gives the same name.
[[nodiscard]] std::string media_file_name(std::string_view external_id, std::string_view tail);

/// Another name for the same, without sub-folders, when that one is taken. `identity` tells the asset from
/// others.
[[nodiscard]] std::string alternative_media_file_name(std::string_view external_id, std::string_view tail,
                                                      std::string_view identity);

}  // namespace kili::use_cases
