#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "api/storage/storage_api.hpp"
#include "support/call_context.hpp"
#include "support/ids.hpp"
#include "use_cases/assets/media/media_directory.hpp"

namespace kili::use_cases {

/// One file of an asset: its URL and its path on disk.
struct MediaFile {
  std::optional<api::RemoteFile> known;  ///< Its headers, when they were requested already.
  std::optional<std::uint64_t> largest;  ///< In bytes; absent: any that the storage announces.
  MediaPlace place;                      ///< From MediaDirectory::place_for.
  std::string url;
};

/// Downloads a file, unless it is on disk already with the length and the time that the storage gives and
/// with this origin (see file_origin.hpp). The download goes to an unfinished file in the same folder, which
/// replaces the file, or a link of its name, when it is complete. A download of the same version that broke
/// off is resumed, here or in a later run. Several clients and processes may do this at once. No link is
/// followed, also when a folder is replaced by one meanwhile.
/// @throws HttpError, ConnectionError, FileWriteError, Cancelled, DeadlineExceeded.
void fetch_media_file(const MediaFile& file, const api::StorageApi& storage, const support::IdGenerator& ids,
                      const support::CallContext& context);

}  // namespace kili::use_cases
