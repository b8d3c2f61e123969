#include "use_cases/listing/media_file.hpp"

#include <fmt/format.h>

#include <chrono>
#include <system_error>

#include "kili/errors.hpp"
#include "support/text.hpp"
#include "use_cases/listing/unfinished_file.hpp"

namespace kili::use_cases {
namespace {

namespace fs = std::filesystem;

/// A file in its place is whole unless it came there by other means, which its length tells.
bool is_up_to_date(const fs::path& place, const api::RemoteFile& remote) {
  std::error_code error;
  if (!fs::is_regular_file(place, error)) return false;
  const auto size = fs::file_size(place, error);
  if (error || (remote.size && size != *remote.size)) return false;
  if (!remote.last_modified) return true;
  const auto written = fs::last_write_time(place, error);
  constexpr auto coarsest_time = std::chrono::seconds(2);  // of file systems in use
  return !error && fs::file_time_type::clock::to_sys(written) + coarsest_time >= *remote.last_modified;
}

/// Version and place of what lies in an unfinished file; empty when versions cannot be told apart.
std::string key_of(const MediaFile& file, const api::RemoteFile& remote) {
  if (remote.validator.empty()) return {};
  return fmt::format("{}\n{}\n{}", file.url.substr(0, file.url.find('?')), remote.validator,
                     remote.size ? fmt::format("{}", *remote.size) : "");
}

void check_whole(UnfinishedFile& unfinished, const std::optional<std::uint64_t>& expected) {
  const auto size = unfinished.size();
  if (!expected || size == *expected) return;
  unfinished.clear();
  throw ConnectionError(
      fmt::format("download: {} bytes arrived of a file of {}; try again", size, *expected));
}

/// A clock that is behind the storage's must not make the file look out of date for ever.
void set_time(const fs::path& path, const api::RemoteFile& remote) {
  if (!remote.last_modified) return;
  std::error_code ignored;
  const auto time = fs::file_time_type::clock::from_sys(*remote.last_modified);
  if (fs::last_write_time(path, ignored) < time) fs::last_write_time(path, time, ignored);
}

}  // namespace

void fetch_media_file(const MediaFile& file, const api::Gateway& gateway, const support::IdGenerator& ids,
                      const support::CallContext& context) {
  const api::RemoteFile remote = file.known ? *file.known : gateway.describe_file(file.url, context);
  if (is_up_to_date(file.place, remote)) return;
  UnfinishedFile unfinished(file.place, key_of(file, remote), ids);
  if (is_up_to_date(file.place, remote)) return;  // somebody else did it before we had the lock
  if (remote.size && unfinished.size() > *remote.size) unfinished.clear();
  const bool is_whole = remote.size && !remote.validator.empty() && unfinished.size() == *remote.size;
  if (!is_whole) {
    const auto answer =
        gateway.download_file(file.url, {.file = unfinished.path(), .validator = remote.validator}, context);
    check_whole(unfinished, answer.size ? answer.size : remote.size);
  }
  set_time(unfinished.path(), remote);
  unfinished.move_to(file.place);
}

}  // namespace kili::use_cases
