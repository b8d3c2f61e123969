#include "asset_filters.hpp"

#include <string>
#include <vector>

namespace kili::driver {
namespace {

/// Pairs of a step and a status, each a list of two texts.
template <typename Pair>
List<Pair> pairs(Arguments& arguments, const char* name) {
  const auto lists = arguments.nested_list<std::string>(
      name, [](const nlohmann::ordered_json& element) { return element.get<std::string>(); });
  if (!lists) return {};
  std::vector<Pair> result;
  for (const auto& each : *lists) {
    if (!each || each->size() != 2) {
      throw ValidationError(std::string(name) + " has an element that is not a pair of a step and a status");
    }
    result.push_back({(*each)[0], from_string<StatusInStep>((*each)[1])});
  }
  return result;
}

}  // namespace

AssetFilters filters_of(Arguments& arguments) {
  AssetFilters filters;
  filters.asset_id = arguments.text("asset_id");
  filters.asset_id_in = arguments.texts("asset_id_in");
  filters.asset_id_not_in = arguments.texts("asset_id_not_in");
  filters.assignee_in = arguments.texts("assignee_in");
  filters.assignee_not_in = arguments.texts("assignee_not_in");
  filters.consensus_mark_gt = arguments.number("consensus_mark_gt");
  filters.consensus_mark_gte = arguments.number("consensus_mark_gte");
  filters.consensus_mark_lt = arguments.number("consensus_mark_lt");
  filters.consensus_mark_lte = arguments.number("consensus_mark_lte");
  filters.created_at_gte = arguments.text("created_at_gte");
  filters.created_at_lte = arguments.text("created_at_lte");
  filters.external_id_contains = arguments.texts("external_id_contains");
  filters.external_id_in = arguments.texts("external_id_in");
  filters.external_id_strictly_in = arguments.texts("external_id_strictly_in");
  filters.group_name_in = arguments.texts("group_name_in");
  filters.group_name_not_in = arguments.texts("group_name_not_in");
  filters.honeypot_mark_gt = arguments.number("honeypot_mark_gt");
  filters.honeypot_mark_gte = arguments.number("honeypot_mark_gte");
  filters.honeypot_mark_lt = arguments.number("honeypot_mark_lt");
  filters.honeypot_mark_lte = arguments.number("honeypot_mark_lte");
  filters.inference_mark_gte = arguments.number("inference_mark_gte");
  filters.inference_mark_lte = arguments.number("inference_mark_lte");
  filters.issue_status = arguments.word<IssueStatus>("issue_status");
  filters.issue_type = arguments.word<IssueType>("issue_type");
  filters.label_author_in = arguments.texts("label_author_in");
  filters.label_category_search = arguments.text("label_category_search");
  filters.label_consensus_mark_gt = arguments.number("label_consensus_mark_gt");
  filters.label_consensus_mark_gte = arguments.number("label_consensus_mark_gte");
  filters.label_consensus_mark_lt = arguments.number("label_consensus_mark_lt");
  filters.label_consensus_mark_lte = arguments.number("label_consensus_mark_lte");
  filters.label_created_at = arguments.text("label_created_at");
  filters.label_created_at_gt = arguments.text("label_created_at_gt");
  filters.label_created_at_gte = arguments.text("label_created_at_gte");
  filters.label_created_at_lt = arguments.text("label_created_at_lt");
  filters.label_created_at_lte = arguments.text("label_created_at_lte");
  filters.label_honeypot_mark_gt = arguments.number("label_honeypot_mark_gt");
  filters.label_honeypot_mark_gte = arguments.number("label_honeypot_mark_gte");
  filters.label_honeypot_mark_lt = arguments.number("label_honeypot_mark_lt");
  filters.label_honeypot_mark_lte = arguments.number("label_honeypot_mark_lte");
  filters.label_labeler_in = arguments.texts("label_labeler_in");
  filters.label_labeler_not_in = arguments.texts("label_labeler_not_in");
  filters.label_reviewer_in = arguments.texts("label_reviewer_in");
  filters.label_reviewer_not_in = arguments.texts("label_reviewer_not_in");
  filters.label_type_in = arguments.words<LabelType>("label_type_in");
  filters.metadata_where = arguments.value("metadata_where");
  filters.skipped = arguments.flag("skipped");
  filters.status_in = arguments.words<AssetStatus>("status_in");
  filters.step_id_and_status_in = pairs<StepIdAndStatus>(arguments, "step_id_and_status_in");
  filters.step_id_and_status_not_in = pairs<StepIdAndStatus>(arguments, "step_id_and_status_not_in");
  filters.step_id_in = arguments.texts("step_id_in");
  filters.step_id_not_in = arguments.texts("step_id_not_in");
  filters.step_name_and_status_in = pairs<StepNameAndStatus>(arguments, "step_name_and_status_in");
  filters.step_name_and_status_not_in = pairs<StepNameAndStatus>(arguments, "step_name_and_status_not_in");
  filters.step_name_in = arguments.texts("step_name_in");
  filters.step_name_not_in = arguments.texts("step_name_not_in");
  filters.step_status_in = arguments.words<StatusInStep>("step_status_in");
  filters.step_status_not_in = arguments.words<StatusInStep>("step_status_not_in");
  filters.updated_at_gte = arguments.text("updated_at_gte");
  filters.updated_at_lte = arguments.text("updated_at_lte");
  return filters;
}

}  // namespace kili::driver
