#pragma once

#include "kili/assets/asset.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The files of one format. Gets the assets of an export one after the other.
class AssetFiles {
 public:
  AssetFiles() = default;
  AssetFiles(const AssetFiles&) = delete;
  AssetFiles& operator=(const AssetFiles&) = delete;
  virtual ~AssetFiles() = default;

  /// @param asset with the labels to export, see labels_to_export(), and the fields that the format needs.
  /// @throws FieldError a field is missing; FileWriteError.
  virtual void add(const Asset& asset) = 0;
  /// Writes what is known when all assets are. @throws FileWriteError
  virtual void finish() {}
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
