#include "use_cases/assets/media/media_file.hpp"

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "kili/errors.hpp"
#include "support/os/file.hpp"
#include "support/os/file_status.hpp"
#include "support/shown_text.hpp"
#include "support/text_hash.hpp"
#include "use_cases/assets/media/file_origin.hpp"
#include "use_cases/assets/media/unfinished_file.hpp"

namespace kili::use_cases {
namespace {

/// Identifies the content of a file: address and version. The query of an address is a signature, which
/// differs each time; it is part of the result only when there is no validator to tell the version.
std::string version_of(const MediaFile& file, const api::RemoteFile& remote) {
  const auto address = remote.validator.empty() ? std::string_view(file.url)
                                                : std::string_view(file.url).substr(0, file.url.find('?'));
  return fmt::format("{}\n{}\n{}", address, remote.validator,
                     remote.size ? fmt::format("{}", *remote.size) : "");
}

bool has_time(const support::FileStatus& status, const api::RemoteFile& remote) {
  if (!remote.last_modified) return true;
  const auto written =
      std::chrono::sys_time<std::chrono::nanoseconds>(std::chrono::nanoseconds(status.modified_at));
  constexpr auto coarsest_time = std::chrono::seconds(2);  // of file systems in use
  return std::chrono::abs(written - *remote.last_modified) <= coarsest_time;
}

/// The name of the file in its folder.
std::string last_name_of(const MediaPlace& place) { return place.path.filename().string(); }

/// Whether the file on disk is the one in the storage: the same length and time, and the same origin where it
/// is known. The length alone is not enough: another asset's file may have had this name.
bool is_up_to_date(const support::Folder& folder, const MediaFile& file, const api::RemoteFile& remote) {
  const std::string name = last_name_of(file.place);
  std::error_code error;
  const auto status = folder.status_of(name, error);
  if (error || status.kind != support::FileKind::regular) return false;
  if ((remote.size && status.size != *remote.size) || !has_time(status, remote)) return false;
  const auto opened = folder.open_file(name, {}, error);
  const auto origin = error ? std::nullopt : read_origin(opened);
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
void set_time(support::File& file, const api::RemoteFile& remote) {
  if (!remote.last_modified) return;
  static_cast<void>(file.set_modified_at(
      std::chrono::duration_cast<std::chrono::nanoseconds>(remote.last_modified->time_since_epoch())
          .count()));
}

/// That the path of the place still leads to the folder that the file was written to.
void check_path_leads_to(const support::Folder& folder, const MediaPlace& place) {
  std::error_code error;
  const auto written = folder.status(error);
  const auto now = open_folder_of(place).status(error);
  if (!error && now.is_same_file(written)) return;
  throw FileWriteError(
      fmt::format("'{}' cannot be written: its folder was replaced while it was downloaded; list the assets "
                  "again when nobody changes it",
                  support::shown_text(place.path.string())));
}

void check_size(const MediaFile& file, const api::RemoteFile& remote) {
  if (!file.largest || !remote.size || *remote.size <= *file.largest) return;
  throw HttpError(fmt::format(
      "download: {} has {} bytes, more than largest_media_file, {}; raise it, or list without its asset",
      support::shown_url(file.url), *remote.size, *file.largest));
}

}  // namespace

void fetch_media_file(const MediaFile& file, const api::StorageApi& storage, const support::IdGenerator& ids,
                      const support::CallContext& context) {
  const api::RemoteFile remote = file.known ? *file.known : storage.describe_file(file.url, context);
  const support::Folder folder = open_folder_of(file.place);
  if (is_up_to_date(folder, file, remote)) return;
  check_size(file, remote);
  // Without a validator it is not known whether the content changed, so the download cannot be resumed.
  const std::string version = version_of(file, remote);
  UnfinishedFile unfinished(folder, file.place.path, remote.validator.empty() ? "" : version, ids);
  if (is_up_to_date(folder, file, remote)) return;  // another download finished before the lock was given
  if (remote.size && unfinished.size() > *remote.size) unfinished.clear();
  const bool is_whole = remote.size && !remote.validator.empty() && unfinished.size() == *remote.size;
  if (!is_whole) {
    const auto answer = storage.download_file(file.url,
                                              {.announced_size = remote.size,
                                               .file = &unfinished.file(),
                                               .largest = file.largest,
                                               .path = unfinished.path(),
                                               .validator = remote.validator},
                                              context);
    check_whole(unfinished, answer.size ? answer.size : remote.size);
  }
  write_origin(unfinished.file(), support::file_name_hash(version));
  set_time(unfinished.file(), remote);
  unfinished.move_to(last_name_of(file.place));
  check_path_leads_to(folder, file.place);
}

}  // namespace kili::use_cases
