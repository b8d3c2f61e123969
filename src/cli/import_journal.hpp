#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace kili::cli {

/// What a journal says of an asset.
enum class JournalState : std::uint8_t {
  sent,      ///< It was about to be sent; the journal does not know more.
  accepted,  ///< The service was going to import it.
  created,
  failed
};

struct JournalAsset {
  std::string asset_id{};
  std::string external_id{};
  JournalState state = JournalState::sent;
};

/// The journal of an import, as Client::append_many_to_dataset() writes it.
struct ImportJournal {
  std::vector<JournalAsset> assets{};  ///< In the order of the import.
  bool is_complete = false;            ///< The import is finished.
  std::string project_id{};
};

/// Reads a journal; a last line that is not whole, as a crash leaves it, counts for nothing.
/// @throws FileError; ValidationError when the file is no journal or is damaged.
[[nodiscard]] ImportJournal read_import_journal(const std::filesystem::path& path);

}  // namespace kili::cli
