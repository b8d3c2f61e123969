#include "use_cases/assets/media/media_file.hpp"

#include <fmt/format.h>

#include <chrono>
#include <string_view>
#include <system_error>

#include "kili/errors.hpp"
#include "support/text_hash.hpp"
#include "use_cases/assets/media/file_origin.hpp"
#include "use_cases/assets/media/unfinished_file.hpp"

namespace kili::use_cases {
namespace {

namespace fs = std::filesystem;

/// Identifies the content of a file: address and version. The query of an address is a signature, which
/// differs each time; it is part of the result only when there is no validator to tell the version.
std::string version_of(const MediaFile& file, const api::RemoteFile& remote) {
  const auto address = remote.validator.empty() ? std::string_view(file.url)
                                                : std::string_view(file.url).substr(0, file.url.find('?'));
  return fmt::format("{}\n{}\n{}", address, remote.validator,
                     remote.size ? fmt::format("{}", *remote.size) : "");
}

bool has_time(const fs::path& place, const api::RemoteFile& remote) {
  if (!remote.last_modified) return true;
  std::error_code error;
  const auto written = fs::file_time_type::clock::to_sys(fs::last_write_time(place, error));
  constexpr auto coarsest_time = std::chrono::seconds(2);  // of file systems in use
  return !error && std::chrono::abs(written - *remote.last_modified) <= coarsest_time;
}

/// Whether the file on disk is the one in the storage: the same length and time, and the same origin where it
/// is known. The length alone is not enough: another asset's file may have had this name.
bool is_up_to_date(const MediaFile& file, const api::RemoteFile& remote) {
  std::error_code error;
  if (!fs::is_regular_file(file.place, error)) return false;
  const auto size = fs::file_size(file.place, error);
  if (error || (remote.size && size != *remote.size) || !has_time(file.place, remote)) return false;
  const auto origin = read_origin(file.place);
  if (origin) return *origin == support::file_name_hash(version_of(file, remote));
  return remote.last_modified || remote.validator.empty();
}

void check_whole(UnfinishedFile& unfinished, const std::optional<std::uint64_t>& expected) {
  const auto size = unfinished.size();
  if (!expected || size == *expected) return;
  unfinished.clear();
  throw ConnectionError(
      fmt::format("download: {} bytes arrived of a file of {}; try again", size, *expected));
}

/// Gives the file the time that the storage has for it.
void set_time(const fs::path& path, const api::RemoteFile& remote) {
  if (!remote.last_modified) return;
  std::error_code ignored;
  fs::last_write_time(path, fs::file_time_type::clock::from_sys(*remote.last_modified), ignored);
}

}  // namespace

void fetch_media_file(const MediaFile& file, const api::StorageApi& storage, const support::IdGenerator& ids,
                      const support::CallContext& context) {
  const api::RemoteFile remote = file.known ? *file.known : storage.describe_file(file.url, context);
  if (is_up_to_date(file, remote)) return;
  // Without a validator it is not known whether the content changed, so the download cannot be resumed.
  const std::string version = version_of(file, remote);
  UnfinishedFile unfinished(file.place, remote.validator.empty() ? "" : version, ids);
  if (is_up_to_date(file, remote)) return;  // another download finished before the lock was given
  if (remote.size && unfinished.size() > *remote.size) unfinished.clear();
  const bool is_whole = remote.size && !remote.validator.empty() && unfinished.size() == *remote.size;
  if (!is_whole) {
    const auto answer =
        storage.download_file(file.url, {.file = unfinished.path(), .validator = remote.validator}, context);
    check_whole(unfinished, answer.size ? answer.size : remote.size);
  }
  write_origin(unfinished.path(), support::file_name_hash(version));
  set_time(unfinished.path(), remote);
  unfinished.move_to(file.place);
}

}  // namespace kili::use_cases
