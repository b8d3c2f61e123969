#pragma once

#include <cstddef>
#include <span>
#include <string>

#include <nlohmann/json.hpp>

#include "kili/list.hpp"
#include "kili/assets/update_properties_in_assets.hpp"

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
  /// AssetData of an asset that the call names at these places, the later ones prevailing.
  [[nodiscard]] nlohmann::json data(std::span<const std::size_t> places) const;

 private:
  [[nodiscard]] nlohmann::json data(std::size_t place) const;

  const UpdatePropertiesInAssets& arguments_;
};

}  // namespace kili::use_cases
