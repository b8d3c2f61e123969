#include "use_cases/assets/importing/local_file.hpp"

#include <fmt/format.h>

#include <optional>

#include "kili/errors.hpp"
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

}  // namespace kili::use_cases
