#include <algorithm>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "kili/assets/journaled_import.hpp"
#include "kili/errors.hpp"
#include "support/os/file.hpp"
#include "support/shown_text.hpp"
#include "use_cases/assets/importing/journal_content.hpp"

namespace kili {
inline namespace v0_1 {

JournaledImport read_import_journal(const std::filesystem::path& path) {
  std::error_code error;
  const auto file = support::File::open(path, {.access = support::FileAccess::read}, error);
  const auto status = error ? support::FileStatus{} : file.status(error);
  if (error || status.kind != support::FileKind::regular) {  // a device may have no end
    throw FileError(fmt::format("journal: {} cannot be read: {}; give the journal of an import",
                                support::shown_path(path.string()),
                                error ? error.message() : "it is not a regular file"));
  }
  auto content = use_cases::read_journal(file, path.string());
  JournaledImport import;
  import.is_complete = content.complete;
  if (content.header) import.project_id = std::move(content.header->project_id);
  import.assets.reserve(content.entries.size());
  for (auto& [index, entry] : content.entries) {
    import.assets.push_back({.asset_id = std::move(entry.asset_id),
                             .external_id = std::move(entry.external_id),
                             .index = index,
                             .outcome = entry.state});
  }
  std::sort(import.assets.begin(), import.assets.end(),
            [](const JournaledAsset& a, const JournaledAsset& b) { return a.index < b.index; });
  return import;
}

}  // namespace v0_1
}  // namespace kili
