#pragma once

/// @file
/// Arguments of `Client::assets()` beside the filters.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "kili/assets/asset_filters.hpp"
#include "kili/enums.hpp"
#include "kili/list.hpp"

namespace kili {

/// How assets are listed (specification: `assets`).
struct AssetsArguments {
  /// Hides the progress bar that `to_vector()` shows on a terminal.
  std::optional<bool> disable_tqdm{};
  /// Puts the media of each asset on disk before it is delivered: `content` is then the absolute path of the
  /// file (texts that are no URLs stay), of VIDEO projects made of frames `jsonContent` the list of their
  /// paths, of TEXT projects `jsonContent` the path of the rich text; the document behind `jsonContent` of
  /// IMAGE projects stands in the record. Files are fetched some assets ahead of the one that is consumed. A
  /// file is named by the external id, with the extension of its type unless it has one; an external id that
  /// is not usable as a name is changed as little as needed and stays inside the folder. A file that is there
  /// already, whole, is not fetched again; a download that broke off is gone on with (its beginning lies
  /// beside its place, as `.<hash>.kili-part`). Needs the fields "content" and "externalId".
  /// @throws MissingPropertyError from assets(); DownloadNotAllowedError, FileWriteError while iterating.
  bool download_media = false;
  /// Fields to request, nested ones with dots ("labels.author.email"); an inline fragment, "... on Asset { id
  /// }", may stand among them. Not given: the documented default fields of the project's workflow version.
  List<std::string> fields{};
  /// Most assets to deliver. Absent: all.
  std::optional<std::size_t> first{};
  /// parsed_label: the project's interface is asked too, and Asset::parsed_labels() gives typed objects.
  /// Request "labels.jsonResponse" or "latestLabel.jsonResponse" among the fields.
  LabelOutputFormat label_output_format = LabelOutputFormat::dict;
  /// Folder for `download_media`, made when it is not there. Absent:
  /// `~/.cache/kili/projects/<project id>/assets`.
  std::optional<std::filesystem::path> local_media_dir{};
  /// Assets per request, 1 to 1000. Absent: what the service asks for (100; 10 for VIDEO and 50 for LLM
  /// projects when label responses are requested).
  std::optional<std::size_t> page_size{};
  /// Pages requested ahead of the one that is consumed, 0 to 64.
  std::size_t prefetch = 8;
  /// Assets to leave out from the beginning, in order of creation.
  std::size_t skip = 0;
};

}  // namespace kili
