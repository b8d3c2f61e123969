#pragma once

#include <span>
#include <string>
#include <vector>

#include "support/call_context.hpp"
#include "use_cases/assets/importing/live/outage_patience.hpp"
#include "use_cases/assets/importing/planned_asset.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// Signed URLs for the uploads of an asset and the uploads themselves. Thread-safe.
class ImportUploads {
 public:
  /// The references outlive the object.
  ImportUploads(const Resources& resources, const std::string& project_id, const OutagePatience& patience,
                const support::CallContext& context)
      : resources_(resources), project_id_(project_id), patience_(patience), context_(context) {}

  /// Where an upload goes in the storage (docs/service.md, "Importing").
  [[nodiscard]] std::string path_of(const PlannedAsset& asset, const PlannedUpload& upload) const;
  /// One signed URL per path, at most as many as one request may ask for.
  [[nodiscard]] std::vector<std::string> sign(std::span<const std::string> paths) const;
  /// Uploads. When the storage refuses, a fresh URL is asked for and the upload tried again, three times in
  /// all.
  /// @return the address to store: of a frame, where the service hands it out; else the signed URL.
  /// @throws FileError naming a file that changed meanwhile, HttpError, ConnectionError.
  [[nodiscard]] std::string run(const PlannedAsset& asset, const PlannedUpload& upload,
                                const std::string& signed_url) const;

 private:
  [[nodiscard]] std::string try_to_run(const PlannedAsset& asset, const PlannedUpload& upload,
                                       std::string signed_url) const;

  const Resources& resources_;
  const std::string& project_id_;
  const OutagePatience& patience_;
  const support::CallContext& context_;
};

}  // namespace kili::use_cases
