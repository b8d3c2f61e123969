#include "use_cases/assets/importing/local_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <optional>

#include "kili/errors.hpp"
#include "support/mime_types.hpp"
#include "support/os/file.hpp"
#include "support/text.hpp"

namespace kili::use_cases {
namespace {

constexpr std::size_t longest_shown_path = 200;

bool may_be_path(std::string_view text) noexcept {
  constexpr std::size_t longest_path = 4096;
  return !text.empty() && text.size() < longest_path &&
         text.find_first_of(std::string_view("\0\n", 2)) == std::string_view::npos;
}

std::optional<support::FileStatus> status_of(const std::string& path) {
  if (!may_be_path(path)) return std::nullopt;
  std::error_code error;
  const auto status = support::file_status(path, error);
  return error ? std::nullopt : std::optional(status);
}

FileStamp stamp_of(const support::FileStatus& status) {
  return {.changed_at = status.modified_at, .inode = status.inode, .size = status.size};
}

}  // namespace

bool file_exists(const std::string& path) { return status_of(path).has_value(); }

FileStamp check_local_file(const std::string& path, std::string_view asset) {
  const std::string shown = support::excerpt(path, longest_shown_path);
  const auto status = status_of(path);
  if (!status) {
    throw FileError(fmt::format(
        "{}: file {} does not exist; give the path of a readable file or an http(s) URL", asset, shown));
  }
  if (status->kind == support::FileKind::directory) {
    throw FileError(fmt::format("{}: {} is a directory; give the path of a file", asset, shown));
  }
  if (status->kind != support::FileKind::regular) {
    throw FileError(fmt::format("{}: {} is not a regular file; give the path of a file", asset, shown));
  }
  std::error_code error;
  if (!support::File::open(path, {}, error).is_open()) {
    throw FileError(fmt::format("{}: file {} cannot be read: {}", asset, shown, error.message()));
  }
  if (status->size == 0) {
    throw FileError(fmt::format("{}: file {} is empty; an asset needs content", asset, shown));
  }
  return stamp_of(*status);
}

void check_unchanged(const std::string& path, const FileStamp& stamp, std::string_view asset) {
  const auto status = status_of(path);
  if (status && stamp_of(*status) == stamp) return;
  throw FileError(
      fmt::format("{}: file {} {} while it was imported; import it again when nobody writes to it", asset,
                  support::excerpt(path, longest_shown_path), status ? "was changed" : "was removed"));
}

std::string_view check_mime_type(const std::string& path, InputType input_type, std::string_view asset) {
  if (input_type == InputType::video_legacy) {
    throw MimeTypeError(fmt::format(
        "{}: a project of type VIDEO_LEGACY takes videos by URL only; file {} has to be hosted first", asset,
        support::excerpt(path, longest_shown_path)));
  }
  const auto accepted = support::accepted_mime_types(input_type);
  const auto mime_type = support::mime_type_of(path);
  if (std::find(accepted.begin(), accepted.end(), mime_type) == accepted.end()) {
    throw MimeTypeError(fmt::format(
        "{}: the type of file {} is {} and does not fit a project of type {}; give one of {}", asset,
        support::excerpt(path, longest_shown_path), mime_type.empty() ? "unknown by its name" : mime_type,
        to_string(input_type), fmt::join(accepted, ", ")));
  }
  return mime_type;
}

bool is_utf8_file(const std::string& path) {
  constexpr std::size_t piece = std::size_t{64} << 10U;
  constexpr std::size_t longest_character = 4;
  std::ifstream file(path, std::ios::binary);
  std::string buffer;
  while (file) {
    const std::size_t kept = buffer.size();
    buffer.resize(kept + piece);
    file.read(buffer.data() + kept, static_cast<std::streamsize>(piece));
    buffer.resize(kept + static_cast<std::size_t>(file.gcount()));
    std::size_t whole = buffer.size();
    if (file) {
      // The last character may continue in the next piece: cut before its first byte.
      while (whole > 0 && buffer.size() - whole < longest_character &&
             (static_cast<unsigned char>(buffer[whole - 1]) & 0xc0U) == 0x80U) {
        --whole;
      }
      whole -= whole > 0 ? 1 : 0;
    }
    if (!support::is_valid_utf8(std::string_view(buffer).substr(0, whole))) return false;
    buffer.erase(0, whole);
  }
  return true;
}

}  // namespace kili::use_cases
