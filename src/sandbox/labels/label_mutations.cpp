#include "sandbox/labels/label_mutations.hpp"

#include <algorithm>
#include <stdexcept>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "sandbox/assets/asset_filter.hpp"
#include "sandbox/labels/label_effects.hpp"
#include "sandbox/store/json_access.hpp"

namespace kili::sandbox {
namespace {

using nlohmann::json;

std::string text_or_empty(const json& object, const char* key) {
  const json* const value = present(object, key);
  return value == nullptr ? std::string() : value->get<std::string>();
}

std::vector<const Asset*> bounded_selection(const json& where, const Store& store) {
  const AssetFilter filter{where, store};
  if (!filter.is_bounded())
    throw graphql::ResolverError("[invalidInput] where must name a project or asset ids");
  return filter.select(store, 0, store.asset_count());
}

void read_properties(const json& data, Label& label) {
  if (const json* const value = present(data, "isSentBackToQueue")) {
    label.is_sent_back_to_queue = value->get<bool>();
  }
  if (const json* const value = present(data, "jsonResponse")) label.json_response = document_text(*value);
  if (const json* const value = present(data, "modelName")) label.model_name = value->get<std::string>();
  if (const json* const value = present(data, "secondsToLabel")) {
    label.seconds_to_label = value->get<double>();
  }
}

bool has_label(const Asset& asset, std::string_view label_id) {
  const auto& labels = asset.details().labels;
  return std::any_of(labels.begin(), labels.end(), [&](const Label& label) { return label.id == label_id; });
}

json answer_of(const Label& label) {
  return {{"id", label.id}, {"labelType", label.label_type}, {"jsonResponse", label.json_response}};
}

/// The assets of a mutation that are changed, each copied once, in the order in which they are named first.
class ChangedAssets {
 public:
  Asset& copy_of(const Asset& asset) {
    const auto [entry, added] = positions_.try_emplace(asset.id, assets_.size());
    if (added) {
      assets_.push_back(asset);
      assets_.back().updated_at = now();
    }
    return assets_[entry->second];
  }
  [[nodiscard]] bool contains(const Asset& asset) const { return positions_.contains(asset.id); }
  void commit(Store& store) {
    if (assets_.empty()) return;
    Changes changes;
    changes.updated = std::move(assets_);
    store.commit(std::move(changes));
  }

 private:
  std::vector<Asset> assets_;
  std::unordered_map<std::string, std::size_t> positions_;
};

}  // namespace

std::optional<json> LabelMutations::query(const Store& /*store*/, std::string_view /*field*/,
                                          const json& /*arguments*/,
                                          const graphql::Selection& /*selection*/) const {
  return std::nullopt;
}

std::optional<json> LabelMutations::mutate(std::string_view field, const json& arguments,
                                           const graphql::Selection& /*selection*/) {
  if (field == "appendManyLabels") return append_many(arguments);
  if (field == "appendToLabels") return append_one(arguments);
  if (field == "createHoneypot") return create_honeypot(arguments);
  if (field == "deleteLabels") return delete_labels(arguments.at("ids"));
  if (field == "updatePropertiesInLabel") return update(arguments);
  if (field == "createAnnotationFileUpload") return create_file_upload(arguments);
  return std::nullopt;
}

void LabelMutations::set_lock_reason(std::string_view reason) {
  const std::scoped_lock lock(mutex_);
  lock_reason_ = reason;
}

void LabelMutations::refuse_when_locked() const {
  const std::scoped_lock lock(mutex_);
  if (lock_reason_.empty()) return;
  throw graphql::ResolverError(
      "[lockedAsset] the asset cannot be edited",
      {{"code", "OPERATION_RESOLUTION_FAILURE"}, {"context", {{"reason", lock_reason_}}}});
}

User LabelMutations::author_of(const json& data) const {
  const json* const id = present(data, "authorID");
  if (id == nullptr) return store_.users().front();
  const User* const user = store_.find_user(id->get<std::string>());
  if (user == nullptr)
    throw graphql::ResolverError(fmt::format("[notFound] user {}", id->get<std::string>()));
  return *user;
}

const Asset& LabelMutations::single_asset(const json& where) const {
  const auto found = bounded_selection(where, store_);
  if (found.size() == 1) return *found.front();
  throw graphql::ResolverError(found.empty() ? fmt::format("[notFound] asset {}", text_or_empty(where, "id"))
                                             : fmt::format("[invalidInput] {} assets match", found.size()));
}

Label LabelMutations::new_label(const json& data, std::string_view label_type) {
  Label label;
  label.author = author_of(data);
  label.labeler = label.author.email;
  label.created_at = now();
  label.id = store_.make_id('l');
  label.label_type = label_type;
  label.referenced_label_id = text_or_empty(data, "referencedLabelId");
  read_properties(data, label);
  return label;
}

json LabelMutations::append_many(const json& arguments) {
  refuse_when_locked();
  const json& data = arguments.at("data");
  const std::string type = data.at("labelType").get<std::string>();
  const bool of_model = type == "PREDICTION" || type == "INFERENCE";
  const bool overwrite = of_model && data.value("overwrite", json()) == json(true);
  std::unordered_map<std::string_view, const Asset*> allowed;
  for (const Asset* const asset : bounded_selection(arguments.at("where"), store_)) {
    allowed.emplace(asset->id, asset);
  }
  ChangedAssets changed;
  std::set<std::pair<std::string, std::string>> cleared;  // asset and model
  std::vector<Label> added;
  for (const json& each : data.at("labelsData")) {
    const std::string asset_id = each.at("assetID").get<std::string>();
    const auto found = allowed.find(asset_id);
    if (found == allowed.end()) throw graphql::ResolverError(fmt::format("[notFound] asset {}", asset_id));
    const std::string model = text_or_empty(each, "modelName");
    if (of_model && model.empty()) {
      throw graphql::ResolverError(fmt::format("[invalidData] modelName is required for {} labels", type));
    }
    Label label = new_label(each, type);
    if (!label.referenced_label_id.empty() && !has_label(*found->second, label.referenced_label_id)) {
      throw graphql::ResolverError(
          fmt::format("[notFound] label {} on asset {}", label.referenced_label_id, asset_id));
    }
    Asset& asset = changed.copy_of(*found->second);
    const ProjectInfo& project = project_of(asset);
    const ProjectStep* step = &step_of_label(project, asset, type);
    if (const std::string step_id = text_or_empty(data, "stepId"); !step_id.empty()) {
      const auto named = std::find_if(project.steps.begin(), project.steps.end(),
                                      [&](const ProjectStep& candidate) { return candidate.id == step_id; });
      if (named == project.steps.end()) {
        throw graphql::ResolverError(fmt::format("[notFound] step {}", step_id));
      }
      step = &*named;
    }
    label.step_id = step->id;
    if (overwrite && cleared.emplace(asset_id, model).second) remove_labels(asset, type, model);
    added.push_back(label);
    add_label(project, asset, std::move(label), *step);
  }
  changed.commit(store_);
  json answer = json::array();
  for (const Label& label : added) answer.push_back(answer_of(label));
  return answer;
}

json LabelMutations::add_alone(const Asset& asset, Label label, bool is_honeypot) {
  json answer = answer_of(label);
  ChangedAssets changed;
  Asset& copy = changed.copy_of(asset);
  copy.is_honeypot = copy.is_honeypot || is_honeypot;
  const ProjectStep& step = step_of_label(project_of(asset), asset, label.label_type);
  add_label(project_of(asset), copy, std::move(label), step);
  changed.commit(store_);
  return answer;
}

json LabelMutations::append_one(const json& arguments) {
  refuse_when_locked();
  const Asset& asset = single_asset(arguments.at("where"));
  const json& data = arguments.at("data");
  Label label = new_label(data, data.at("labelType").get<std::string>());
  label.skipped = data.value("skipped", json()) == json(true);
  return add_alone(asset, std::move(label), false);
}

json LabelMutations::create_honeypot(const json& arguments) {
  refuse_when_locked();
  const Asset& asset = single_asset(arguments.at("where"));
  return add_alone(asset, new_label(arguments.at("data"), "REVIEW"), true);
}

json LabelMutations::delete_labels(const json& ids) {
  ChangedAssets changed;
  json deleted = json::array();
  for (const json& each : ids) {
    const std::string id = each.get<std::string>();
    const Asset* const asset = store_.find_labeled_asset(id);
    if (asset == nullptr) continue;
    // The copy, from which an id that stands twice is gone already.
    if (remove_label(project_of(*asset), changed.copy_of(*asset), id)) deleted.push_back(id);
  }
  changed.commit(store_);
  return deleted;
}

json LabelMutations::update(const json& arguments) {
  const std::string id = text_or_empty(arguments.at("where"), "id");
  const Asset* const asset = store_.find_labeled_asset(id);
  if (asset == nullptr) throw graphql::ResolverError(fmt::format("[notFound] label {}", id));
  ChangedAssets changed;
  json answer;
  for (Label& label : changed.copy_of(*asset).edit_details().labels) {
    if (label.id != id) continue;
    read_properties(arguments.at("data"), label);
    answer = answer_of(label);
  }
  changed.commit(store_);
  return answer;
}

json LabelMutations::create_file_upload(const json& arguments) {
  const std::string project_id = arguments.at("projectId").get<std::string>();
  const std::string asset_id = arguments.at("assetId").get<std::string>();
  const Asset* const asset = store_.find_asset(asset_id);
  if (asset == nullptr || project_of(*asset).id != project_id) {
    throw graphql::ResolverError(fmt::format("[notFound] asset {}", asset_id));
  }
  const std::string file_id = store_.make_id('f');
  const std::string path = annotation_file_path(project_id, asset_id, file_id);
  std::string url;
  try {
    url = storage_.sign({path}, {file_id}).front();
  } catch (const std::invalid_argument& error) {
    throw graphql::ResolverError(fmt::format("[invalidInput] {}", error.what()));
  }
  url.resize(url.rfind("&id="));  // it is in the path
  return {{"fileId", file_id}, {"uploadUrl", fmt::format("{}/bucket/{}", endpoint_, url)}};
}

}  // namespace kili::sandbox
