#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "sandbox/store/dates.hpp"
#include "sandbox/store/store.hpp"

namespace kili::sandbox {

/// Whether a text fits an ILIKE pattern of PostgreSQL: `%` stands for any characters, `_` for one, a
/// backslash takes the meaning from the character behind it. Case does not matter for ASCII letters.
[[nodiscard]] bool is_like(std::string_view text, std::string_view pattern);

/// The criteria of an input ProjectWhere.
class ProjectFilter {
 public:
  /// @throws graphql::ResolverError on a value that cannot be meant.
  explicit ProjectFilter(const nlohmann::json& where);

  [[nodiscard]] bool matches(const Project& project, const Store& store) const;

 private:
  [[nodiscard]] bool matches_settings(const ProjectInfo& info) const;
  [[nodiscard]] bool matches_dates(const ProjectInfo& info) const;
  [[nodiscard]] bool has_tag(const std::string& project_id, const Store& store) const;

  std::optional<bool> archived_;
  std::optional<Milliseconds> created_from_;
  std::optional<Milliseconds> created_until_;
  bool deleted_too_ = false;
  std::optional<std::string> id_;
  std::optional<std::string> organization_;
  std::optional<bool> relaunches_kpi_;
  std::optional<std::string> search_;
  std::optional<bool> starred_;
  std::optional<std::vector<std::string>> tag_ids_;
  std::optional<Milliseconds> updated_from_;
  std::optional<Milliseconds> updated_until_;
};

}  // namespace kili::sandbox
