#pragma once

/// @file
/// Arguments and result of `Client::append_many_to_dataset()`.

#include <concepts>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "kili/assets/new_asset.hpp"
#include "kili/element_source.hpp"
#include "kili/errors.hpp"
#include "kili/export.hpp"
#include "kili/json.hpp"
#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// What to import (specification: `append_many_to_dataset`). Arrays are parallel: all given ones have the
/// same length. One of content_array, json_content_array, multi_layer_content_array and from_csv is given.
struct AppendManyToDataset {
  /// One element per asset: a path of a file, a URL, for TEXT projects the text itself, for LLM_RLHF projects
  /// a JSON object or a chat. URLs and files are not mixed in one call.
  List<Content> content_array{};
  /// One character between the fields of `from_csv`.
  std::string csv_separator = ",";
  /// Hides the progress bar that is shown on a terminal.
  std::optional<bool> disable_tqdm{};
  /// Names of the assets, unique in the project. Not given: random names.
  List<std::string> external_id_array{};
  /// Path of a CSV file (RFC 4180, UTF-8) with the columns `content` and `externalId`, for TEXT projects;
  /// content_array and external_id_array must then not be given.
  std::optional<std::string> from_csv{};
  /// Disabled by the specification: accepted and ignored, with a warning. Ids are chosen by the client.
  List<std::string> id_array{};
  /// Whether an asset is used as honeypot.
  List<bool> is_honeypot_array{};
  /// Path of a file in which the import records what it sends; created if it does not exist. When the program
  /// was killed, the same call with the same arguments and the same journal continues where it stopped. No
  /// asset is imported twice and none is left out, also without external ids. With the journal of a complete
  /// import the call returns the same result and sends nothing; delete the journal to import again.
  std::optional<std::string> journal{};
  /// One element per asset, or null: for VIDEO projects the frames (an array of URLs or of paths), for TEXT
  /// projects a rich text, for IMAGE and GEOSPATIAL projects an array of further layers.
  List<Json> json_content_array{};
  /// A JSON object per asset. Key "processingParameters": how videos and large images are processed.
  List<Json> json_metadata_array{};
  /// One element per asset: an array of layers, see NewAsset::multi_layer_content. For IMAGE and GEOSPATIAL
  /// projects; content_array must then not be given.
  List<Json> multi_layer_content_array{};
  /// Deprecated and without effect.
  List<std::string> status_array{};
  /// true: the call returns when the assets that the service imports asynchronously (videos, large or tiled
  /// images) are fully imported. false: it returns when the service has accepted them.
  bool wait_until_availability = true;
};

/// How a range of `NewAsset` is imported; see the members of the same names of AppendManyToDataset.
struct AppendSettings {
  std::optional<bool> disable_tqdm{};
  std::optional<std::string> journal{};
  bool wait_until_availability = true;
};

/// Result of an import.
struct AppendResult {
  /// Assets that the service imports asynchronously, in input order: outcome `created` when the end of
  /// their import was awaited, `accepted` otherwise.
  std::vector<ImportedAsset> accepted{};
  /// Ids of the assets created synchronously, in input order (as the specification has it, without those
  /// imported asynchronously).
  std::vector<std::string> asset_ids{};
  /// Id of the project.
  std::string id{};
  /// Assets that were not imported, in input order, each with the reason: its external id exists in the
  /// project already, or is in the input more than once; or an open import has dropped it (`not_sent`).
  std::vector<ImportedAsset> skipped{};
};

namespace detail {

using NewAssetSource = ElementSource<NewAsset>;

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
