#pragma once

/// @file
/// What the journal of an import says: its receipt.

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "kili/export.hpp"

namespace kili {
inline namespace v0_1 {

/// What a journal says of an asset.
enum class JournaledOutcome {
  sent,      ///< It was about to be sent; whether the service created it is not known.
  accepted,  ///< The service accepted it for an asynchronous import, whose outcome is not known.
  created,
  failed  ///< The service refused it.
};

/// An asset that was sent, or about to be sent.
struct JournaledAsset {
  std::string asset_id{};     ///< That the import has chosen for it.
  std::string external_id{};  ///< That it has in the project.
  std::size_t index{};        ///< Its place in what was imported; in an open import, in the journal.
  JournaledOutcome outcome = JournaledOutcome::sent;
};

/// An import, as its journal tells it (AppendSettings::journal, docs/resume_import.md).
struct JournaledImport {
  std::vector<JournaledAsset>
      assets{};              ///< In the order of `index`. Assets that are not in it were never sent.
  bool is_complete = false;  ///< The import has ended, with nothing left to do.
  std::string project_id{};  ///< Empty when nothing was begun.
};

/// Reads the journal of an import without changing it; also while the import runs. A last line that is not
/// whole, as a crash leaves it, counts for nothing.
/// @throws FileError when the file cannot be read; ValidationError when it is no journal, or is damaged: each
/// line has a checksum.
[[nodiscard]] KILI_EXPORT JournaledImport read_import_journal(const std::filesystem::path& path);

}  // namespace v0_1
}  // namespace kili
