#include "use_cases/filters_fingerprint.hpp"

#include <fmt/format.h>

#include <concepts>
#include <optional>
#include <string>
#include <type_traits>

#include "kili/date.hpp"
#include "kili/json.hpp"
#include "kili/list.hpp"
#include "support/json_text.hpp"
#include "support/text_hash.hpp"

namespace kili::use_cases {
namespace {

/// Values as a text that no other values have.
class FilterText {
 public:
  template <typename... Values>
  explicit FilterText(const Values&... values) {
    (add(values), ...);
  }
  [[nodiscard]] std::uint64_t fingerprint() const { return support::hash_of(text_).high; }

 private:
  void add(std::string_view text) { text_ += fmt::format("{}:{};", text.size(), text); }
  void add(const std::string& text) { add(std::string_view(text)); }
  void add(const Date& date) { add(date.text()); }
  void add(const Json& value) { add(support::compact_json(value.get())); }
  void add(const StepIdAndStatus& step) {
    add(step.id);
    add(step.status);
  }
  void add(const StepNameAndStatus& step) {
    add(step.name);
    add(step.status);
  }
  template <typename Value>
  requires std::is_enum_v<Value>
  void add(Value value) { add(to_string(value)); }
  void add(std::same_as<bool> auto value) { text_ += value ? "true;" : "false;"; }
  void add(std::same_as<double> auto value) { text_ += fmt::format("{:a};", value); }
  template <typename Value>
  void add(const std::optional<Value>& value) {
    text_ += value ? '+' : '-';
    if (value) add(*value);
  }
  template <typename Value>
  void add(const List<Value>& values) {
    if (!values) {
      text_ += '-';
      return;
    }
    text_ += fmt::format("[{};", values.size());
    for (const auto& value : *values) add(value);
  }

  std::string text_;
};

}  // namespace

// The bindings name all members: a further one does not compile without being added.

std::uint64_t fingerprint_of(std::string_view project_id, const AssetFilters& filters) {
  const auto& [asset_id, asset_id_in, asset_id_not_in, assignee_in, assignee_not_in, consensus_mark_gt,
               consensus_mark_gte, consensus_mark_lt, consensus_mark_lte, created_at_gte, created_at_lte,
               external_id_contains, external_id_in, external_id_strictly_in, group_name_in,
               group_name_not_in, honeypot_mark_gt, honeypot_mark_gte, honeypot_mark_lt, honeypot_mark_lte,
               inference_mark_gte, inference_mark_lte, issue_status, issue_type, label_author_in,
               label_category_search, label_consensus_mark_gt, label_consensus_mark_gte,
               label_consensus_mark_lt, label_consensus_mark_lte, label_created_at, label_created_at_gt,
               label_created_at_gte, label_created_at_lt, label_created_at_lte, label_honeypot_mark_gt,
               label_honeypot_mark_gte, label_honeypot_mark_lt, label_honeypot_mark_lte, label_labeler_in,
               label_labeler_not_in, label_reviewer_in, label_reviewer_not_in, label_type_in, metadata_where,
               skipped, status_in, step_id_and_status_in, step_id_and_status_not_in, step_id_in,
               step_id_not_in, step_name_and_status_in, step_name_and_status_not_in, step_name_in,
               step_name_not_in, step_status_in, step_status_not_in, updated_at_gte, updated_at_lte] =
      filters;
  return FilterText(
             project_id, asset_id, asset_id_in, asset_id_not_in, assignee_in, assignee_not_in,
             consensus_mark_gt, consensus_mark_gte, consensus_mark_lt, consensus_mark_lte, created_at_gte,
             created_at_lte, external_id_contains, external_id_in, external_id_strictly_in, group_name_in,
             group_name_not_in, honeypot_mark_gt, honeypot_mark_gte, honeypot_mark_lt, honeypot_mark_lte,
             inference_mark_gte, inference_mark_lte, issue_status, issue_type, label_author_in,
             label_category_search, label_consensus_mark_gt, label_consensus_mark_gte,
             label_consensus_mark_lt, label_consensus_mark_lte, label_created_at, label_created_at_gt,
             label_created_at_gte, label_created_at_lt, label_created_at_lte, label_honeypot_mark_gt,
             label_honeypot_mark_gte, label_honeypot_mark_lt, label_honeypot_mark_lte, label_labeler_in,
             label_labeler_not_in, label_reviewer_in, label_reviewer_not_in, label_type_in, metadata_where,
             skipped, status_in, step_id_and_status_in, step_id_and_status_not_in, step_id_in, step_id_not_in,
             step_name_and_status_in, step_name_and_status_not_in, step_name_in, step_name_not_in,
             step_status_in, step_status_not_in, updated_at_gte, updated_at_lte)
      .fingerprint();
}

std::uint64_t fingerprint_of(std::string_view project_id, const IssueFilters& filters) {
  const auto& [asset_id, asset_id_in, issue_type, status] = filters;
  return FilterText(project_id, asset_id, asset_id_in, issue_type, status).fingerprint();
}

std::uint64_t fingerprint_of(std::string_view project_id, const LabelFilters& filters) {
  const auto& [asset_external_id_in, asset_external_id_strictly_in, asset_group_name_in,
               asset_group_name_not_in, asset_id, asset_status_in, asset_step_id_in, asset_step_name_in,
               asset_step_status_in, author_in, category_search, created_at, created_at_gte, created_at_lte,
               honeypot_mark_gte, honeypot_mark_lte, id_contains, label_id, type_in, user_id] = filters;
  return FilterText(project_id, asset_external_id_in, asset_external_id_strictly_in, asset_group_name_in,
                    asset_group_name_not_in, asset_id, asset_status_in, asset_step_id_in, asset_step_name_in,
                    asset_step_status_in, author_in, category_search, created_at, created_at_gte,
                    created_at_lte, honeypot_mark_gte, honeypot_mark_lte, id_contains, label_id, type_in,
                    user_id)
      .fingerprint();
}

std::uint64_t fingerprint_of(std::string_view project_id, const ProjectUserFilters& filters) {
  const auto& [email, id, organization_id, status_in] = filters;
  return FilterText(project_id, email, id, organization_id, status_in).fingerprint();
}

std::uint64_t fingerprint_of(const ProjectFilters& filters) {
  const auto& [archived, deleted, organization_id, project_id, search_query, should_relaunch_kpi_computation,
               starred, tags_in, updated_at_gte, updated_at_lte] = filters;
  return FilterText(archived, deleted, organization_id, project_id, search_query,
                    should_relaunch_kpi_computation, starred, tags_in, updated_at_gte, updated_at_lte)
      .fingerprint();
}

std::uint64_t fingerprint_of(const UserFilters& filters) {
  const auto& [api_key, email, organization_id] = filters;
  return FilterText(api_key, email, organization_id).fingerprint();
}

}  // namespace kili::use_cases
