#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kili::support {

/// End of the names of unfinished downloads; no file of an asset has such a name.
inline constexpr std::string_view unfinished_ending = ".kili-part";

/// Longest name of a file or folder, in bytes.
inline constexpr std::size_t longest_component = 255;

/// Path, relative to the folder of the media, of the file of an asset: its external id, then `tail` (an
/// extension, or the number of a frame with one). A usual external id stays as it is, slashes make
/// sub-folders. One that would leave the folder or break it (`..`, an absolute path, control characters, text
/// that is not UTF-8, names of devices, blanks and dots at the end, names that are too long) is changed into
/// a safe name and gets "~" and a hash of the whole external id before its extension, so that two external
/// ids never get the same name. The same external id always gives the same name.
[[nodiscard]] std::string media_file_name(std::string_view external_id, std::string_view tail);

/// Another name for the same file, without sub-folders, for when the first one is taken. `identity`
/// distinguishes the asset from others.
[[nodiscard]] std::string alternative_media_file_name(std::string_view external_id, std::string_view tail,
                                                      std::string_view identity);

}  // namespace kili::support
