#pragma once

#include <cstddef>

#include "kili/assets/new_asset.hpp"

namespace kili::use_cases {

/// About as much memory as what is given for an asset takes.
[[nodiscard]] std::size_t content_bytes(const NewAsset& asset);

}  // namespace kili::use_cases
