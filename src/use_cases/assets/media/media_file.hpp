#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "api/storage/storage_api.hpp"
#include "support/call_context.hpp"
#include "support/ids.hpp"

namespace kili::use_cases {

/// One file of an asset: where it comes from and where it goes.
struct MediaFile {
  std::optional<api::RemoteFile> known;  ///< Its headers, when they were asked already.
  std::filesystem::path place;           ///< From MediaDirectory::place_for.
  std::string url;
};

/// Sees to it that the file lies whole in its place. One that is there with the length and the time that the
/// storage names, and of this origin (see file_stamp.hpp), stays. Otherwise it is read into an unfinished
/// file beside its place, which takes the place, links included, once it is whole; what is left of an
/// unfinished download of the same version is gone on with, here or in a later run. Several clients and
/// processes may do this at once.
/// @throws HttpError, ConnectionError, FileWriteError, Cancelled, DeadlineExceeded.
void fetch_media_file(const MediaFile& file, const api::StorageApi& storage, const support::IdGenerator& ids,
                      const support::CallContext& context);

}  // namespace kili::use_cases
