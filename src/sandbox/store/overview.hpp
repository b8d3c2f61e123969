#pragma once

#include <cstddef>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "sandbox/store/media_storage.hpp"
#include "sandbox/store/store.hpp"

namespace kili::sandbox {

/// What a page that shows the sandbox needs, in bounded portions.

/// {"projects": [{"id", "title", "inputType", "assets": COUNT, "archived"}]}, without deleted ones.
[[nodiscard]] nlohmann::json projects_overview(const Store& store);

struct AssetPage {
  std::string_view project_id;
  std::size_t skip = 0;
  std::size_t first = 0;
};

inline constexpr std::size_t longest_asset_page = 100;

/// {"count", "assets": [...]}: a part of the assets of a project in order of creation, each with `id`,
/// `externalId`, `status`, `skipped`, `content` (its beginning), `media` ({"type", "size"} of a stored file,
/// else null), `labelCount` and `labels`, the newest first; of a label that is very long `jsonResponse` is
/// null.
/// @throws std::invalid_argument when there is no such project, or more are asked for than a page has.
[[nodiscard]] nlohmann::json assets_overview(const Store& store, const MediaStorage& storage,
                                             std::string_view endpoint, const AssetPage& page);

}  // namespace kili::sandbox
