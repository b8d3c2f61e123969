#include "sandbox/assets/asset_filter.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "graphql_server/engine.hpp"
#include "sandbox/store/json_access.hpp"

namespace kili::sandbox {

using nlohmann::json;

NameSet names_in(const json& where, const char* key) {
  const json* const value = present(where, key);
  if (value == nullptr) return std::nullopt;
  std::unordered_set<std::string> names;
  for (const auto& name : *value) names.insert(name.get<std::string>());
  return names;
}

namespace {

NumberRange read_numbers(const json& where, const char* low, const char* high) {
  NumberRange range;
  if (const json* const value = present(where, low)) range.low = value->get<double>();
  if (const json* const value = present(where, high)) range.high = value->get<double>();
  return range;
}

ParsedDate read_date(const json& value) {
  const auto date = parse_date(value.get<std::string>());
  if (!date)
    throw graphql::ResolverError(fmt::format("[invalidInput] {} is not an ISO 8601 date", value.dump()));
  return *date;
}

DateRange read_dates(const json& where, const char* from, const char* until) {
  DateRange range;
  if (const json* const value = present(where, from)) range.from = read_date(*value).begin;
  if (const json* const value = present(where, until)) range.until = read_date(*value).end;
  return range;
}

bool allows(const NameSet& wanted, const std::string& name) { return !wanted || wanted->contains(name); }
bool excludes(const NameSet& unwanted, const std::string& name) {
  return unwanted && unwanted->contains(name);
}

/// Whether one of the names is the email or id of a user of a label.
bool names_user(const std::unordered_set<std::string>& names, const std::string& email, const Store& store) {
  if (email.empty()) return false;
  if (names.contains(email)) return true;
  const User* const user = store.find_user(email);
  return user != nullptr && names.contains(user->id);
}

bool names_author(const std::unordered_set<std::string>& names, const User& author) {
  return names.contains(author.firstname) || names.contains(author.lastname) ||
         names.contains(author.firstname + " " + author.lastname) || names.contains(author.email);
}

bool matches_value(const json& actual, const json& wanted) {
  if (!wanted.is_array()) return actual == wanted;
  // Two numbers are the bounds of a range; any other list has alternatives.
  if (wanted.size() == 2 && wanted[0].is_number() && wanted[1].is_number()) {
    return actual.is_number() && actual >= wanted[0] && actual <= wanted[1];
  }
  return std::find(wanted.begin(), wanted.end(), actual) != wanted.end();
}

/// Statuses under their present names; the former ones stand for the same.
NameSet read_step_statuses(const json& where, const char* key) {
  NameSet given = names_in(where, key);
  if (!given) return given;
  NameSet statuses{std::in_place};
  for (const std::string& name : *given) {
    const auto index = index_of(step_statuses, name);
    if (!index) continue;
    const auto state = present_name(static_cast<StepState>(*index));
    statuses->emplace(step_statuses[static_cast<std::size_t>(state)]);
  }
  return statuses;
}

}  // namespace

LabelFilter label_filter_of(const json& criteria) {
  LabelFilter filter;
  filter.types = names_in(criteria, "typeIn");
  filter.authors = names_in(criteria, "authorIn");
  filter.consensus_mark = read_numbers(criteria, "consensusMarkGte", "consensusMarkLte");
  filter.honeypot_mark = read_numbers(criteria, "honeypotMarkGte", "honeypotMarkLte");
  filter.created_at = read_dates(criteria, "createdAtGte", "createdAtLte");
  filter.created_on = read_dates(criteria, "createdAt", "createdAt");
  filter.labelers = names_in(criteria, "labelerIn");
  filter.labelers_not = names_in(criteria, "labelerNotIn");
  filter.reviewers = names_in(criteria, "reviewerIn");
  filter.reviewers_not = names_in(criteria, "reviewerNotIn");
  if (const json* const search = present(criteria, "search"))
    filter.search.emplace(search->get<std::string>());
  return filter;
}

bool NumberRange::contains(const std::optional<double>& mark) const {
  if (!low && !high) return true;
  return mark && (!low || *mark >= *low) && (!high || *mark <= *high);
}

bool DateRange::contains(Milliseconds when) const {
  return (!from || when >= *from) && (!until || when <= *until);
}

bool LabelFilter::matches(const Label& label, const Store& store) const {
  if (!allows(types, label.label_type)) return false;
  if (authors && !names_author(*authors, label.author)) return false;
  if (!consensus_mark.contains(label.consensus_mark) || !honeypot_mark.contains(label.honeypot_mark))
    return false;
  if (!created_at.contains(label.created_at) || !created_on.contains(label.created_at)) return false;
  if (labelers && !names_user(*labelers, label.labeler, store)) return false;
  if (labelers_not && names_user(*labelers_not, label.labeler, store)) return false;
  if (reviewers && !names_user(*reviewers, label.reviewer, store)) return false;
  if (reviewers_not && names_user(*reviewers_not, label.reviewer, store)) return false;
  return !search || search->matches(json::parse(label.json_response, nullptr, false));
}

AssetFilter::AssetFilter(const json& where, const Store& store) {
  if (const json* const project = present(where, "project")) {
    if (const json* const id = present(*project, "id")) {
      project_ = store.project_index(id->get_ref<const std::string&>());
      if (!project_) {
        throw graphql::ResolverError(
            fmt::format("[accessDenied] No access to project {}", id->get_ref<const std::string&>()));
      }
    }
  }
  read_plain_criteria(where);
  if (const json* const label = present(where, "label"); label != nullptr && !label->empty()) {
    label_ = label_filter_of(*label);
  }
  if (const json* const issue = present(where, "issue"); issue != nullptr && !issue->empty()) {
    issue_ = IssueFilter{issue->value("status", ""), issue->value("type", "")};
  }
  for (const auto& [key, value] : where.items()) {
    const bool idle = value.is_null() || key == "project" || (value.is_object() && value.empty());
    restricted_ = restricted_ || !idle;
  }
}

void AssetFilter::read_plain_criteria(const json& where) {
  ids_ = names_in(where, "idIn");
  if (const json* const id = present(where, "id")) {
    const bool possible = allows(ids_, id->get<std::string>());
    ids_.emplace();
    if (possible) ids_->insert(id->get<std::string>());
  }
  ids_not_ = names_in(where, "idNotIn");
  external_ids_ = names_in(where, "externalIdStrictlyIn");
  if (const json* const parts = present(where, "externalIdIn")) {
    external_id_parts_ = parts->get<std::vector<std::string>>();
  }
  statuses_ = names_in(where, "statusIn");
  consensus_mark_ = read_numbers(where, "consensusMarkGte", "consensusMarkLte");
  honeypot_mark_ = read_numbers(where, "honeypotMarkGte", "honeypotMarkLte");
  inference_mark_ = read_numbers(where, "inferenceMarkGte", "inferenceMarkLte");
  if (const json* const metadata = present(where, "metadata")) {
    metadata_ = metadata->is_string() ? json::parse(metadata->get<std::string>(), nullptr, false) : *metadata;
    if (!metadata_.is_object()) throw graphql::ResolverError("[invalidInput] metadata must be a JSON object");
  }
  assignees_ = names_in(where, "assigneeIn");
  assignees_not_ = names_in(where, "assigneeNotIn");
  if (const json* const skipped = present(where, "skipped")) skipped_ = skipped->get<bool>();
  created_at_ = read_dates(where, "createdAtGte", "createdAtLte");
  updated_at_ = read_dates(where, "updatedAtGte", "updatedAtLte");
  steps_ = names_in(where, "stepIdIn");
  steps_not_ = names_in(where, "stepIdNotIn");
  step_statuses_ = read_step_statuses(where, "stepStatusIn");
  step_statuses_not_ = read_step_statuses(where, "stepStatusNotIn");
  step_pairs_ = read_step_pairs(where, "stepIdAndStatusIn");
  step_pairs_not_ = read_step_pairs(where, "stepIdAndStatusNotIn");
  groups_ = names_in(where, "groupNameIn");
  groups_not_ = names_in(where, "groupNameNotIn");
}

bool AssetFilter::matches(const Asset& asset, const Store& store) const {
  return matches_plainly(asset, store) && matches_details(asset, store);
}

bool AssetFilter::matches_plainly(const Asset& asset, const Store& store) const {
  if (project_ && asset.project != *project_) return false;
  if (!allows(ids_, asset.id) || excludes(ids_not_, asset.id) || !allows(external_ids_, asset.external_id)) {
    return false;
  }
  if (external_id_parts_ &&
      std::none_of(external_id_parts_->begin(), external_id_parts_->end(), [&](const std::string& part) {
        return asset.external_id.find(part) != std::string::npos;
      })) {
    return false;
  }
  if (statuses_ && !allows(statuses_, std::string(asset_statuses[static_cast<std::size_t>(asset.status)]))) {
    return false;
  }
  if (skipped_ && asset.skipped != *skipped_) return false;
  if (!created_at_.contains(asset.created_at) || !updated_at_.contains(asset.updated_at)) return false;
  return matches_step(asset, store.projects()[asset.project]->info);
}

bool AssetFilter::matches_step(const Asset& asset, const ProjectInfo& project) const {
  const bool any = !steps_ && !steps_not_ && !step_statuses_ && !step_statuses_not_ && !step_pairs_ &&
                   !step_pairs_not_ && !groups_ && !groups_not_;
  if (any) return true;
  const ProjectStep& step = step_of(project, asset);
  const StepState state = present_name(asset.step_status);
  const std::string status{step_statuses[static_cast<std::size_t>(state)]};
  if (!allows(steps_, step.id) || excludes(steps_not_, step.id) || !allows(step_statuses_, status) ||
      excludes(step_statuses_not_, status)) {
    return false;
  }
  if (step_pairs_ && !step_pairs_->contains({step.id, state})) return false;
  if (step_pairs_not_ && step_pairs_not_->contains({step.id, state})) return false;
  const std::string group{group_name_of(project, step)};
  return allows(groups_, group) && !excludes(groups_not_, group);
}

AssetFilter::StepPairs AssetFilter::read_step_pairs(const json& where, const char* key) {
  const json* const value = present(where, key);
  if (value == nullptr) return std::nullopt;
  StepPairs pairs{std::in_place};
  for (const auto& pair : *value) {
    const auto index = index_of(step_statuses, pair.at("status").get_ref<const std::string&>());
    if (index)
      pairs->emplace(pair.at("stepId").get<std::string>(), present_name(static_cast<StepState>(*index)));
  }
  return pairs;
}

bool AssetFilter::matches_details(const Asset& asset, const Store& store) const {
  const AssetDetails& details = asset.details();
  if (!consensus_mark_.contains(details.consensus_mark) || !honeypot_mark_.contains(details.honeypot_mark) ||
      !inference_mark_.contains(details.inference_mark)) {
    return false;
  }
  const auto is_assigned = [&](const std::unordered_set<std::string>& names) {
    return std::any_of(details.assignees.begin(), details.assignees.end(), [&](const std::string& id) {
      const User* const user = store.find_user(id);
      return names.contains(id) || (user != nullptr && names.contains(user->email));
    });
  };
  if (assignees_ && !is_assigned(*assignees_)) return false;
  if (assignees_not_ && is_assigned(*assignees_not_)) return false;
  if (!metadata_.is_null() && !matches_metadata(details)) return false;
  if (issue_ && std::none_of(details.issues.begin(), details.issues.end(), [&](const Issue& issue) {
        return (issue_->status.empty() || issue.status == issue_->status) &&
               (issue_->type.empty() || issue.type == issue_->type);
      })) {
    return false;
  }
  return !label_ || std::any_of(details.labels.begin(), details.labels.end(),
                                [&](const Label& label) { return label_->matches(label, store); });
}

bool AssetFilter::matches_metadata(const AssetDetails& details) const {
  const json actual = json::parse(details.json_metadata, nullptr, false);
  if (!actual.is_object()) return metadata_.empty();
  for (const auto& [key, wanted] : metadata_.items()) {
    const auto found = actual.find(key);
    if (found == actual.end() || !matches_value(*found, wanted)) return false;
  }
  return true;
}

std::optional<std::vector<const Asset*>> AssetFilter::candidates(const Store& store) const {
  std::vector<const Asset*> found;
  if (ids_) {
    for (const std::string& id : *ids_) {
      if (const Asset* const asset = store.find_asset(id)) found.push_back(asset);
    }
  } else if (external_ids_ && project_) {
    const auto& index = store.projects()[*project_]->by_external_id;
    for (const std::string& external_id : *external_ids_) {
      const auto [begin, end] = index.equal_range(external_id);
      for (auto entry = begin; entry != end; ++entry) found.push_back(entry->second);
    }
  } else {
    return std::nullopt;
  }
  std::sort(found.begin(), found.end(),
            [](const Asset* left, const Asset* right) { return left->sequence < right->sequence; });
  return found;
}

/// Calls `visit` with each match until it returns false.
template <typename Visit>
void AssetFilter::scan(const Store& store, const Visit& visit) const {
  if (const auto narrowed = candidates(store)) {
    for (const Asset* const asset : *narrowed) {
      if (matches(*asset, store) && !visit(asset)) return;
    }
    return;
  }
  for (std::uint32_t index = 0; index < store.projects().size(); ++index) {
    if (project_ && *project_ != index) continue;
    for (const Asset* const asset : store.projects()[index]->assets) {
      if (matches(*asset, store) && !visit(asset)) return;
    }
  }
}

std::vector<const Asset*> AssetFilter::select(const Store& store, std::size_t skip, std::size_t limit) const {
  std::vector<const Asset*> selected;
  if (limit == 0) return selected;
  if (project_ && !restricted_) {
    const auto& assets = store.projects()[*project_]->assets;
    const std::size_t begin = std::min(skip, assets.size());
    const std::size_t length = std::min(limit, assets.size() - begin);
    const auto first = assets.begin() + static_cast<std::ptrdiff_t>(begin);
    return {first, first + static_cast<std::ptrdiff_t>(length)};
  }
  scan(store, [&](const Asset* asset) {
    if (skip > 0) {
      --skip;
      return true;
    }
    selected.push_back(asset);
    return selected.size() < limit;
  });
  return selected;
}

std::size_t AssetFilter::count(const Store& store) const {
  if (project_ && !restricted_) return store.projects()[*project_]->assets.size();
  std::size_t matching = 0;
  scan(store, [&](const Asset*) {
    ++matching;
    return true;
  });
  return matching;
}

}  // namespace kili::sandbox
