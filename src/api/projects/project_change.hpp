#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/projects/update_properties_in_project.hpp"

namespace kili::api {

/// What a mutation changes of a project: the input ProjectData.
class ProjectChange {
 public:
  /// @param metadata_properties complete, by name; null: they stay as they are.
  ProjectChange(const UpdatePropertiesInProject& arguments, const nlohmann::json& metadata_properties);

  /// The change for a service that has only the types of metadata (before 26.2).
  [[nodiscard]] ProjectChange with_metadata_types() const;
  /// Whether metadata is changed.
  [[nodiscard]] bool has_metadata() const { return data_.contains("metadataProperties"); }

  [[nodiscard]] const nlohmann::json& data() const noexcept { return data_; }
  /// Names of the changed fields, and "id".
  [[nodiscard]] std::vector<std::string> fields() const;
  /// Whether a record of these fields is as asked.
  [[nodiscard]] bool is_done_in(const nlohmann::json& record) const;

 private:
  nlohmann::json data_;
};

}  // namespace kili::api
