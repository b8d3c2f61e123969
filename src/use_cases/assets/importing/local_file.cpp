#include "use_cases/assets/importing/local_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "kili/errors.hpp"
#include "support/os/file.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili::use_cases {
namespace {

bool may_be_path(std::string_view text) noexcept {
  constexpr std::size_t longest_path = 4096;
  return !text.empty() && text.size() < longest_path && text.find('\0') == std::string_view::npos;
}

std::optional<support::FileStatus> status_of(const std::string& path, std::error_code& error) {
  error = std::make_error_code(std::errc::no_such_file_or_directory);
  if (!may_be_path(path)) return std::nullopt;
  const auto status = support::file_status(path, error);
  return error ? std::nullopt : std::optional(status);
}

std::optional<support::FileStatus> status_of(const std::string& path) {
  std::error_code error;
  return status_of(path, error);
}

/// What may be wrong with a path that leads nowhere.
std::string_view suspicion(const std::string& path) {
  const std::string trimmed(support::trim(path));
  if (path.find('\0') != std::string::npos) return "; it contains a NUL byte, which no file name can";
  if (trimmed.size() != path.size()) {
    if (support::is_url(trimmed)) return "; it is a URL with blanks or line breaks around it, remove them";
    if (status_of(trimmed)) return "; the file exists without the blanks or line breaks around the path";
  }
  if (support::equal_ignoring_case(path.substr(0, 5), "file:")) {
    return "; file: URLs are not read, give the path alone";
  }
  if (path.find("://") != std::string::npos) return "; of URLs only http:// and https:// are read";
  if (path.starts_with('~')) return "; ~ is not replaced by a home folder";
  if (path.find('\\') != std::string::npos) {
    std::string slashes = path;
    std::replace(slashes.begin(), slashes.end(), '\\', '/');
    if (status_of(slashes)) return "; the file exists when / separates the folders";
  }
  if (path.find_first_of("\r\n") != std::string::npos) return "; it contains a line break";
  return "";
}

FileStamp stamp_of(const support::FileStatus& status) {
  return {.changed_at = status.modified_at, .inode = status.inode, .size = status.size};
}

}  // namespace

// A name may have line breaks and blanks anywhere. That of a text costs one look at the disk.
bool file_exists(const std::string& path) { return status_of(path).has_value(); }

FileStamp check_local_file(const std::string& path, std::string_view asset) {
  const std::string shown = support::shown_path(path);
  std::error_code missing;
  const auto status = status_of(path, missing);
  if (!status && missing != std::errc::no_such_file_or_directory && missing != std::errc::not_a_directory) {
    throw FileError(
        fmt::format("{}: file {} cannot be found: {}; give the path of a readable file or an "
                    "http(s) URL",
                    asset, shown, missing.message()));
  }
  if (!status) {
    throw FileError(
        fmt::format("{}: file {} does not exist{}; give the path of a readable file or an http(s) URL", asset,
                    shown, suspicion(path)));
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
                  support::shown_path(path), status ? "was changed" : "was removed"));
}

}  // namespace kili::use_cases
