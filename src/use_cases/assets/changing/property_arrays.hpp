#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "api/assets/asset_change.hpp"
#include "kili/assets/update_properties_in_assets.hpp"
#include "kili/list.hpp"

namespace kili::use_cases {

/// The property arrays of update_properties_in_assets(), checked. Refers to the arguments.
class PropertyArrays {
 public:
  /// @param assets how many assets the call names.
  /// @throws ValidationError naming the argument and the element: wrong length, a mark outside 0..1, metadata
  /// that are neither object, array nor text, a text that is not UTF-8, a resolution that is none.
  PropertyArrays(const UpdatePropertiesInAssets& arguments, std::size_t assets);

  /// No array was given.
  [[nodiscard]] bool empty() const;
  /// What is to be set of an asset that the call names with these indexes; what the later ones set prevails.
  [[nodiscard]] api::AssetChange change(std::span<const std::size_t> mentions) const;

 private:
  [[nodiscard]] api::AssetChange change(std::size_t mention) const;

  const UpdatePropertiesInAssets& arguments_;
};

}  // namespace kili::use_cases
