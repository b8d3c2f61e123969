#pragma once

#include <string_view>

#include "api/service_api.hpp"
#include "kili/enums.hpp"
#include "use_cases/assets/importing/planned_asset.hpp"

namespace kili::use_cases::lanes {

inline constexpr std::size_t batch_size = api::AssetsApi::assets_per_mutation;

/// Created at once, by `appendManyAssets`.
inline constexpr ImportLane appended{
    .asynchronous = false, .batch_size = batch_size, .has_layers = false, .upload_type = {}};
/// The same, one asset per mutation.
inline constexpr ImportLane single{
    .asynchronous = false, .batch_size = 1, .has_layers = false, .upload_type = {}};

/// Imported by the service after the mutation, which only announces it.
constexpr ImportLane asynchronous(std::string_view upload_type, bool has_layers = false) {
  return {
      .asynchronous = true, .batch_size = batch_size, .has_layers = has_layers, .upload_type = upload_type};
}

/// The upload type of images that the service cuts into tiles.
constexpr std::string_view tiles_of(InputType input_type) noexcept {
  return input_type == InputType::geospatial ? "GEO_SATELLITE" : "TILED_IMAGE";
}

}  // namespace kili::use_cases::lanes
