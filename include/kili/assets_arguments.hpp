#pragma once

/// @file
/// Arguments of `Client::assets()` beside the filters.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "kili/asset_filters.hpp"
#include "kili/export.hpp"
#include "kili/list.hpp"

namespace kili {

/// How assets are listed (specification: `assets`).
struct AssetsArguments {
  /// Hides the progress bar that `to_vector()` shows on a terminal.
  std::optional<bool> disable_tqdm{};
  /// Fields to request, nested ones with dots ("labels.author.email"); an inline fragment, "... on Asset { id
  /// }", may stand among them. Not given: the documented default fields of the project's workflow version.
  List<std::string> fields{};
  /// Most assets to deliver. Absent: all.
  std::optional<std::size_t> first{};
  /// Assets per request, 1 to 1000. Absent: what the service asks for (100; 10 for VIDEO and 50 for LLM
  /// projects when label responses are requested).
  std::optional<std::size_t> page_size{};
  /// Pages requested ahead of the one that is consumed, 0 to 64.
  std::size_t prefetch = 8;
  /// Assets to leave out from the beginning, in order of creation.
  std::size_t skip = 0;
};

/// What becomes of a listing.
enum class AssetsResult {
  list,   ///< AssetRange::to_vector().
  range,  ///< The AssetRange itself.
  table   ///< AssetRange::to_table().
};

/// For programs that take the specification's arguments as they are: what `assets` is asked for.
/// @param format "pandas" asks for a table; other formats have no meaning, as in Kili's Python SDK.
/// @throws ValidationError when a generator is asked for as a table.
[[nodiscard]] KILI_EXPORT AssetsResult assets_result(bool as_generator,
                                                     std::optional<std::string_view> format);

}  // namespace kili
