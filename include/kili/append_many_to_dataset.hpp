#pragma once

/// @file
/// Arguments and result of `Client::append_many_to_dataset()`.

#include <optional>
#include <string>
#include <vector>

#include "kili/errors.hpp"
#include "kili/json.hpp"
#include "kili/list.hpp"

namespace kili {

/// What to import (specification: `append_many_to_dataset`). Arrays are parallel: all given ones have the
/// same length.
struct AppendManyToDataset {
  /// One element per asset: a path of a file, a URL, or, for TEXT projects, the text itself.
  List<std::string> content_array{};
  /// One character between the fields of `from_csv`.
  std::string csv_separator = ",";
  /// Hides the progress bar that is shown on a terminal.
  std::optional<bool> disable_tqdm{};
  /// Names of the assets, unique in the project. Not given: random ones are made.
  List<std::string> external_id_array{};
  /// Path of a CSV file (RFC 4180, UTF-8) with the columns `content` and `externalId`, for TEXT projects;
  /// content_array and external_id_array are then not given.
  std::optional<std::string> from_csv{};
  /// Whether an asset is used as honeypot.
  List<bool> is_honeypot_array{};
  /// A JSON object per asset.
  List<Json> json_metadata_array{};
  /// Deprecated and without effect.
  List<std::string> status_array{};
  /// Returns when the assets are fully imported.
  bool wait_until_availability = true;
};

/// What an import did.
class AppendResult {
 public:
  /// Ids of the created assets in input order (those not created are left out).
  std::vector<std::string> asset_ids{};
  /// Every asset of the call in input order, with what became of it.
  std::vector<ImportedAsset> assets{};
  /// Id of the project.
  std::string id{};
};

}  // namespace kili
