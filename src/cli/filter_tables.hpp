#pragma once

// All filters of the library, one line each: its member, and what the help says of it.

#include "kili/assets/asset_filters.hpp"
#include "kili/labels/label_filters.hpp"
#include "kili/projects/project_filters.hpp"

namespace kili::cli {

/// Calls `visit(name, member, help)` for each filter.
template <typename Filters, typename Visit>
void visit_asset_filters(Filters& filters, const Visit& visit) {
  visit("asset_id", filters.asset_id, "Internal id of the asset");
  visit("asset_id_in", filters.asset_id_in, "Id is one of these");
  visit("asset_id_not_in", filters.asset_id_not_in, "Id is none of these");
  visit("assignee_in", filters.assignee_in, "Ids of users one of whom is assigned");
  visit("assignee_not_in", filters.assignee_not_in, "Ids of users none of whom is assigned");
  visit("consensus_mark_gt", filters.consensus_mark_gt, "Deprecated: --consensus-mark-gte");
  visit("consensus_mark_gte", filters.consensus_mark_gte, "At least this, 0 to 1");
  visit("consensus_mark_lt", filters.consensus_mark_lt, "Deprecated: --consensus-mark-lte");
  visit("consensus_mark_lte", filters.consensus_mark_lte, "At most this, 0 to 1");
  visit("created_at_gte", filters.created_at_gte, "Imported at or after this date");
  visit("created_at_lte", filters.created_at_lte, "Imported at or before this date");
  visit("external_id_contains", filters.external_id_contains, "Deprecated: --external-id-strictly-in");
  visit("external_id_in", filters.external_id_in, "External id contains one of these");
  visit("external_id_strictly_in", filters.external_id_strictly_in, "External id is one of these");
  visit("group_name_in", filters.group_name_in, "Name of a group of steps");
  visit("group_name_not_in", filters.group_name_not_in, "Not this group of steps");
  visit("honeypot_mark_gt", filters.honeypot_mark_gt, "Deprecated: --honeypot-mark-gte");
  visit("honeypot_mark_gte", filters.honeypot_mark_gte, "At least this, 0 to 1");
  visit("honeypot_mark_lt", filters.honeypot_mark_lt, "Deprecated: --honeypot-mark-lte");
  visit("honeypot_mark_lte", filters.honeypot_mark_lte, "At most this, 0 to 1");
  visit("inference_mark_gte", filters.inference_mark_gte, "Human/model IoU, 0 to 1");
  visit("inference_mark_lte", filters.inference_mark_lte, "Human/model IoU, 0 to 1");
  visit("issue_status", filters.issue_status, "Has an issue of this status");
  visit("issue_type", filters.issue_type, "Has an issue of this type");
  visit("label_author_in", filters.label_author_in,
        "First name, last name, or both, of the author of a label");
  visit("label_category_search", filters.label_category_search,
        "Counts of categories, 'JOB.CATEGORY.count > 0', with AND, OR and parentheses");
  visit("label_consensus_mark_gt", filters.label_consensus_mark_gt, "Deprecated: --label-consensus-mark-gte");
  visit("label_consensus_mark_gte", filters.label_consensus_mark_gte, "At least this, 0 to 1");
  visit("label_consensus_mark_lt", filters.label_consensus_mark_lt, "Deprecated: --label-consensus-mark-lte");
  visit("label_consensus_mark_lte", filters.label_consensus_mark_lte, "At most this, 0 to 1");
  visit("label_created_at", filters.label_created_at, "Has a label of this day");
  visit("label_created_at_gt", filters.label_created_at_gt, "Deprecated: --label-created-at-gte");
  visit("label_created_at_gte", filters.label_created_at_gte, "Has a label of this date or later");
  visit("label_created_at_lt", filters.label_created_at_lt, "Deprecated: --label-created-at-lte");
  visit("label_created_at_lte", filters.label_created_at_lte, "Has a label of this date or earlier");
  visit("label_honeypot_mark_gt", filters.label_honeypot_mark_gt, "Deprecated: --label-honeypot-mark-gte");
  visit("label_honeypot_mark_gte", filters.label_honeypot_mark_gte, "At least this, 0 to 1");
  visit("label_honeypot_mark_lt", filters.label_honeypot_mark_lt, "Deprecated: --label-honeypot-mark-lte");
  visit("label_honeypot_mark_lte", filters.label_honeypot_mark_lte, "At most this, 0 to 1");
  visit("label_labeler_in", filters.label_labeler_in, "Id of the author of a label");
  visit("label_labeler_not_in", filters.label_labeler_not_in, "Id of no author of a label");
  visit("label_reviewer_in", filters.label_reviewer_in, "Id of a reviewer");
  visit("label_reviewer_not_in", filters.label_reviewer_not_in, "Id of no reviewer");
  visit("label_type_in", filters.label_type_in, "Has a label of this type");
  visit("metadata_where", filters.metadata_where,
        "JSON object: {\"key\": value}, {\"key\": [any, of]} or {\"key\": [low, high]}");
  visit("skipped", filters.skipped, "true or false");
  visit("status_in", filters.status_in, "Status of assets; of projects without workflow steps (V1)");
  visit("step_id_and_status_in", filters.step_id_and_status_in, "ID=STATUS");
  visit("step_id_and_status_not_in", filters.step_id_and_status_not_in, "ID=STATUS");
  visit("step_id_in", filters.step_id_in, "Ids of steps; of projects with workflow steps (V2, V3)");
  visit("step_id_not_in", filters.step_id_not_in, "Not this step");
  visit("step_name_and_status_in", filters.step_name_and_status_in, "NAME=STATUS");
  visit("step_name_and_status_not_in", filters.step_name_and_status_not_in, "NAME=STATUS");
  visit("step_name_in", filters.step_name_in, "Names of steps; of projects with workflow steps (V2, V3)");
  visit("step_name_not_in", filters.step_name_not_in, "Not this step");
  visit("step_status_in", filters.step_status_in, "Status in the step");
  visit("step_status_not_in", filters.step_status_not_in, "Not this status in the step");
  visit("updated_at_gte", filters.updated_at_gte, "Changed at or after this date");
  visit("updated_at_lte", filters.updated_at_lte, "Changed at or before this date");
}

/// The same for labels.
template <typename Filters, typename Visit>
void visit_label_filters(Filters& filters, const Visit& visit) {
  visit("asset_external_id_in", filters.asset_external_id_in,
        "External id of the asset contains one of these");
  visit("asset_external_id_strictly_in", filters.asset_external_id_strictly_in,
        "External id of the asset is one of these");
  visit("asset_group_name_in", filters.asset_group_name_in, "Name of a group of steps");
  visit("asset_group_name_not_in", filters.asset_group_name_not_in, "Not this group of steps");
  visit("asset_id", filters.asset_id, "Internal id of the asset");
  visit("asset_status_in", filters.asset_status_in,
        "Status of the asset; of projects without workflow steps (V1)");
  visit("asset_step_id_in", filters.asset_step_id_in,
        "Ids of steps that the asset is in; of projects with workflow steps (V2, V3)");
  visit("asset_step_name_in", filters.asset_step_name_in,
        "Names of steps that the asset is in; of projects with workflow steps (V2, V3)");
  visit("asset_step_status_in", filters.asset_step_status_in, "Status in the step");
  visit("author_in", filters.author_in, "First name, last name, or first name + last name");
  visit("category_search", filters.category_search,
        "Counts of categories, 'JOB.CATEGORY.count > 0', with AND, OR and parentheses");
  visit("created_at", filters.created_at, "Created on this day");
  visit("created_at_gte", filters.created_at_gte, "Created at or after this date");
  visit("created_at_lte", filters.created_at_lte, "Created at or before this date");
  visit("honeypot_mark_gte", filters.honeypot_mark_gte, "At least this, 0 to 1");
  visit("honeypot_mark_lte", filters.honeypot_mark_lte, "At most this, 0 to 1");
  visit("id_contains", filters.id_contains, "Ids of labels");
  visit("label_id", filters.label_id, "Id of the label");
  visit("type_in", filters.type_in, "Type of the label");
  visit("user_id", filters.user_id, "Id of the author");
}

/// The same for projects.
template <typename Filters, typename Visit>
void visit_project_filters(Filters& filters, const Visit& visit) {
  visit("archived", filters.archived, "Only archived projects (true), or only those that are not (false)");
  visit("deleted", filters.deleted, "Deleted projects too (true)");
  visit("organization_id", filters.organization_id, "Id of the organisation");
  visit("project_id", filters.project_id, "Id of the project");
  visit("search_query", filters.search_query,
        "Pattern for title or description: % stands for any characters, _ for one");
  visit("should_relaunch_kpi_computation", filters.should_relaunch_kpi_computation, "true or false");
  visit("starred", filters.starred, "true or false");
  visit("tags_in", filters.tags_in, "Label of a tag");
  visit("updated_at_gte", filters.updated_at_gte, "Changed at or after this date");
  visit("updated_at_lte", filters.updated_at_lte, "Changed at or before this date");
}

}  // namespace kili::cli
