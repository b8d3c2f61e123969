#pragma once

/// @file
/// Arguments of `Client::assets()` beside the filters.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "kili/assets/asset_filters.hpp"
#include "kili/enums.hpp"
#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// How assets are listed (specification: `assets`).
struct AssetsArguments {
  /// RecordRange::cursor() or RecordPage::cursor of an earlier listing with the same filters, of this or
  /// another process: the listing goes on behind the records that were delivered there.
  std::optional<std::string> cursor{};
  /// Hides the progress bar that `to_vector()` shows on a terminal.
  std::optional<bool> disable_tqdm{};
  /// Downloads the media of each asset before the asset is delivered. `content` is then the absolute path of
  /// the file; texts that are not URLs stay. `jsonContent` is then: for VIDEO projects with frames the list
  /// of the paths of the frames, for TEXT projects the path of the rich text, for IMAGE projects the document
  /// itself. Files are fetched some assets ahead of the one that is read. The name of a file is the external
  /// id, with the extension of its type if it has none; an external id that is not usable as a name is
  /// changed and never leads out of the folder. A complete file is not fetched again. An interrupted download
  /// is continued; until then its beginning is in `.<hash>.kili-part` in the same folder. Needs the fields
  /// "content" and "externalId".
  /// @throws MissingPropertyError from assets(); DownloadNotAllowedError, FileWriteError while iterating.
  bool download_media = false;
  /// Fields to request, nested ones with dots ("labels.author.email"); an inline fragment, "... on Asset { id
  /// }", is allowed too, also below a field ("labels.annotations ... on TranscriptionAnnotation { chatItemId
  /// }"). Not given: the documented default fields of the project's workflow version. With "jsonResponse" of
  /// labels among the fields, records also have "content", "jsonContent", "resolution" and, where the service
  /// gives one that is no URL, "jsonResponseUrl" of these labels. Annotations given by URL are fetched; one
  /// that is not there or not JSON is {}. In LLM_STATIC and LLM_INSTR_FOLLOWING projects `jsonResponse` is
  /// made of the annotations of the label; docs/labels.md has its form.
  List<std::string> fields{};
  /// Most assets to deliver. Absent: all.
  std::optional<std::size_t> first{};
  /// parsed_label: the project's interface is requested too, and Asset::parsed_labels() gives typed objects.
  /// Request "labels.jsonResponse" or "latestLabel.jsonResponse" among the fields.
  LabelOutputFormat label_output_format = LabelOutputFormat::dict;
  /// Largest media file that `download_media` fetches, in bytes, 1 or more. A larger one is an HttpError,
  /// before it is written where the storage announces its length, else when the limit is reached. Absent: no
  /// limit but the length that the storage announces.
  std::optional<std::uint64_t> largest_media_file{};
  /// Folder for `download_media`, created if it does not exist. Absent:
  /// `~/.cache/kili/projects/<project id>/assets`.
  std::optional<std::filesystem::path> local_media_dir{};
  /// Assets per request, 1 to 1000. Absent: 100 at most; when label responses are requested, 10 for VIDEO
  /// projects and 50 for all others, and 1 in LLM_STATIC and LLM_INSTR_FOLLOWING projects with more than
  /// 10,000 annotations. Pages are then smaller, down to 10 assets, where assets are large, the link is slow
  /// or the service fails to answer larger ones. A given size is kept.
  std::optional<std::size_t> page_size{};
  /// Pages requested ahead of the one that is read, 0 to 64.
  std::size_t prefetch = 8;
  /// Number of assets to skip, in order of creation.
  std::size_t skip = 0;
};

}  // namespace v0_1
}  // namespace kili
