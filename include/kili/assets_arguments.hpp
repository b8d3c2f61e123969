#pragma once

/// @file
/// Arguments of `Client::assets()` beside the filters.

#include <cstddef>
#include <optional>
#include <string>

#include "kili/asset_filters.hpp"
#include "kili/list.hpp"

namespace kili {

/// How assets are listed (specification: `assets`).
struct AssetsArguments {
  /// Hides the progress bar that `to_vector()` shows on a terminal.
  std::optional<bool> disable_tqdm{};
  /// Fields to request, nested ones with dots ("labels.author.email"); an inline fragment, "... on Asset { id }",
  /// may stand among them. Not given: the documented default fields of the project's workflow version.
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

}  // namespace kili
