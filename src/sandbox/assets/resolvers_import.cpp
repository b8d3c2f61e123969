#include <optional>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "sandbox/service.hpp"
#include "support/immortal.hpp"

namespace kili::sandbox {
namespace {

using nlohmann::json;

/// The parallel arrays of an import: all that are given have the same length.
class ImportArrays {
 public:
  explicit ImportArrays(const json& data) : data_(data) {
    for (const auto& [key, value] : data.items()) {
      if (!value.is_array()) continue;
      if (size_ && *size_ != value.size()) {
        throw graphql::ResolverError(fmt::format(
            "[invalidInput] the arrays must have the same length: {} has {} elements, expected {}", key,
            value.size(), *size_));
      }
      size_ = value.size();
    }
  }

  [[nodiscard]] std::size_t size() const { return size_.value_or(0); }

  /// Null when the array or the element is absent.
  [[nodiscard]] const json& at(const char* key, std::size_t index) const {
    static const auto& null = support::immortal(json{});
    const auto found = data_.find(key);
    return found == data_.end() || !found->is_array() ? null : (*found)[index];
  }

  [[nodiscard]] std::string text(const char* key, std::size_t index, std::string_view otherwise) const {
    const json& value = at(key, index);
    return value.is_string() ? value.get<std::string>() : std::string(otherwise);
  }

 private:
  const json& data_;
  std::optional<std::size_t> size_;
};

/// The layers as the service stores them: in the order of the schema, without absent members.
std::string layers_text(const json& layers, const std::string& extra) {
  using nlohmann::ordered_json;
  ordered_json list = ordered_json::array();
  for (const auto& layer : layers) {
    ordered_json entry = ordered_json::object();
    for (const char* const key : {"url", "name", "isBaseLayer", "epsg", "bounds", "minZoom", "maxZoom",
                                  "initEpsg", "tileLayerUrl", "useClassicCoordinates"}) {
      const auto value = layer.find(key);
      if (value != layer.end()) entry[key] = ordered_json(*value);
    }
    list.push_back(std::move(entry));
  }
  ordered_json document = ordered_json::object();
  document["layers"] = std::move(list);
  document["extra"] = extra;
  return document.dump();
}

Asset read_asset(const ImportArrays& arrays, std::size_t index) {
  Asset asset;
  asset.id = arrays.text("idArray", index, {});
  asset.external_id = arrays.text("externalIDArray", index, {});
  asset.content = arrays.text("contentArray", index, {});
  asset.is_honeypot = arrays.at("isHoneypotArray", index) == json(true);
  std::string json_content = arrays.text("jsonContentArray", index, {});
  if (const json& layers = arrays.at("multiLayerContentArray", index); layers.is_array()) {
    json_content = layers_text(layers, json_content);
  }
  if (!json_content.empty()) asset.edit_details().json_content = std::move(json_content);
  std::string metadata = arrays.text("jsonMetadataArray", index, "{}");
  if (metadata != "{}") asset.edit_details().json_metadata = std::move(metadata);
  return asset;
}

/// Reads the assets of an import and refuses it as a whole when one of them cannot be created.
std::vector<Asset> read_assets(Store& store, const json& arguments) {
  const json& where = arguments.at("where");
  const std::string project_id = where.value("id", std::string());
  const auto project = store.project_index(project_id);
  if (!project)
    throw graphql::ResolverError(fmt::format("[accessDenied] No access to project {}", project_id));
  const ImportArrays arrays{arguments.at("data")};
  const auto& taken_external_ids = store.projects()[*project]->by_external_id;
  std::unordered_set<std::string> ids;
  std::vector<Asset> assets;
  assets.reserve(arrays.size());
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    Asset asset = read_asset(arrays, i);
    if (asset.id.empty()) asset.id = store.make_id('c');
    if (asset.external_id.empty()) asset.external_id = store.make_id('e');
    if (!ids.insert(asset.id).second || store.is_taken(asset.id)) {
      throw graphql::ResolverError(fmt::format("[alreadyExists] asset id {} is already taken", asset.id));
    }
    // The same external id twice in one import is accepted, as the service does.
    if (taken_external_ids.contains(asset.external_id)) {
      throw graphql::ResolverError(fmt::format(
          "[alreadyExists] external id {} is already taken in project {}", asset.external_id, project_id));
    }
    asset.project = *project;
    asset.created_at = asset.updated_at = now();
    assets.push_back(std::move(asset));
  }
  for (Asset& asset : assets) asset.sequence = store.next_sequence();
  return assets;
}

}  // namespace

json Service::append_many_assets(const json& arguments, const graphql::Selection& selection) {
  Changes changes;
  changes.created = read_assets(store_, arguments);
  std::vector<std::string> ids;
  ids.reserve(changes.created.size());
  for (const Asset& asset : changes.created) ids.push_back(asset.id);
  store_.commit(std::move(changes));
  std::vector<const Asset*> created;
  created.reserve(ids.size());
  for (const std::string& id : ids) created.push_back(store_.find_asset(id));
  return assets_json(store_, created, selection);
}

json Service::append_asynchronously(const json& arguments) {
  Changes changes;
  PendingImport import;
  import.assets = read_assets(store_, arguments);
  {
    const std::scoped_lock lock{notify_mutex_};
    import.outcome = notify_status_;
    const auto lost = std::erase_if(
        import.assets, [this](const Asset& asset) { return failing_imports_.contains(asset.external_id); });
    if (lost > 0) import.outcome = "FAILURE";
  }
  Notification notification;
  notification.id = store_.make_id('n');
  notification.created_at = now();
  notification.project_id = arguments.at("where").at("id").get<std::string>();
  notification.user_id = store_.users().front().id;
  import.notification_id = notification.id;
  json answer{{"createdAt", format_date(notification.created_at)},
              {"hasBeenSeen", false},
              {"id", notification.id},
              {"message", nullptr},
              {"progress", 0},
              {"status", notification.status},
              {"url", "/label/projects/" + notification.project_id},
              {"userID", notification.user_id}};
  const std::string notification_id = notification.id;
  changes.notifications.push_back(std::move(notification));
  changes.pending_imports.push_back(std::move(import));
  store_.commit(std::move(changes));
  schedule_import_(notification_id);
  return answer;
}

}  // namespace kili::sandbox
