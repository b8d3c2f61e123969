#pragma once

#include <optional>
#include <string_view>

#include "kili/enums.hpp"
#include "support/message_log.hpp"
#include "use_cases/assets/importing/content_kind.hpp"
#include "use_cases/assets/importing/import_row.hpp"
#include "use_cases/assets/importing/planned_asset.hpp"

namespace kili::use_cases {

/// Turns rows into what has to be uploaded and sent for them in a project of one type. Checks the files.
class ImportPlanner {
 public:
  ImportPlanner(InputType input_type, support::MessageLog log)
      : input_type_(input_type), log_(std::move(log)) {}

  /// The plan for a row of this kind; ids are filled in by the caller.
  /// @throws ValidationError and its subclasses, naming the asset and the remedy.
  [[nodiscard]] PlannedAsset plan(const ImportRow& row, ContentKind kind);

 private:
  [[nodiscard]] PlannedUpload file_upload(const ImportRow& row, const std::string& path) const;
  void plan_file(const ImportRow& row, PlannedAsset& asset) const;
  void plan_layers(const ImportRow& row, PlannedAsset& asset) const;
  void plan_video_lane(const ImportRow& row, PlannedAsset& asset);

  InputType input_type_;
  support::MessageLog log_;
  std::optional<std::string_view> video_upload_type_;  ///< That of the first video.
};

}  // namespace kili::use_cases
