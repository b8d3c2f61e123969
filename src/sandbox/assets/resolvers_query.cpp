#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "sandbox/arguments.hpp"
#include "sandbox/assets/asset_filter.hpp"
#include "sandbox/assets/asset_view.hpp"
#include "sandbox/service.hpp"
#include "sandbox/store/asset_json.hpp"
#include "sandbox/store/organization.hpp"

namespace kili::sandbox {
namespace {

using nlohmann::json;

bool is_true(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

json existing_external_ids(const Store& store, const json& arguments) {
  const auto& id = arguments.at("projectID").get_ref<const std::string&>();
  const Project* const project = store.find_project(id);
  if (project == nullptr)
    throw graphql::ResolverError(fmt::format("[accessDenied] No access to project {}", id));
  json existing = json::array();
  for (const auto& external_id : arguments.at("externalIDs")) {
    if (project->by_external_id.contains(external_id.get_ref<const std::string&>()))
      existing.push_back(external_id);
  }
  return existing;
}

}  // namespace

json Service::query(const Store& store, std::string_view field, const json& arguments,
                    const graphql::Selection& selection) const {
  for (const auto& module : modules_) {
    if (auto value = module->query(store, field, arguments, selection)) return *std::move(value);
  }
  if (field == "assets") return assets(store, arguments, selection);
  if (field == "countAssets") return AssetFilter(arguments.at("where"), store).count(store);
  if (field == "countAssetAnnotations") return count_annotations(store, arguments.at("where"));
  if (field == "apiKeys") return page_of(api_keys(store, arguments), arguments);
  if (field == "organizations") return page_of(organizations(store, arguments.at("where")), arguments);
  if (field == "countOrganizations") return organizations(store, arguments.at("where")).size();
  if (field == "notifications") return page_of(notifications(store, arguments.at("where")), arguments);
  if (field == "countNotifications") return notifications(store, arguments.at("where")).size();
  if (field == "filterExistingAssets") return existing_external_ids(store, arguments);
  if (field == "createUploadBucketSignedUrls") return signed_urls(arguments);
  throw graphql::ResolverError(fmt::format("[notImplemented] {}", field));
}

json Service::signed_urls(const json& arguments) const {
  std::vector<std::string> paths;
  const auto given = arguments.find("filePaths");
  if (given != arguments.end() && !given->is_null()) paths = given->get<std::vector<std::string>>();
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < paths.size(); ++i) ids.push_back(store_.make_id('f'));
  try {
    json urls = json::array();
    for (const std::string& url : storage_.sign(paths, ids))
      urls.push_back(settings_.endpoint + "/bucket/" + url);
    return urls;
  } catch (const std::invalid_argument& error) {
    throw graphql::ResolverError(fmt::format("[invalidInput] {}", error.what()));
  }
}

json Service::api_keys(const Store& store, const json& arguments) const {
  json keys = json::array();
  const json& where = arguments.at("where");
  const std::string* const key = text_under(where, {"key"});
  const std::string* const email = text_under(where, {"user", "email"});
  const std::string* const id = text_under(where, {"user", "id"});
  const User& user = store.users().front();
  if ((key == nullptr || *key == settings_.api_key) && (email == nullptr || *email == user.email) &&
      (id == nullptr || *id == user.id)) {
    keys.push_back(
        {{"expiryDate", format_date(settings_.api_key_expiry)}, {"id", "api-key-1"}, {"name", "sandbox"}});
  }
  return keys;
}

json Service::organizations(const Store& store, const json& where) const {
  const std::string* const id = text_under(where, {"id"});
  if (id != nullptr && *id != organization_id) return json::array();
  for (const std::string* const user : {text_under(where, {"email"}), text_under(where, {"user", "email"}),
                                        text_under(where, {"user", "id"})}) {
    if (user != nullptr && store.find_user(*user) == nullptr) return json::array();
  }
  return json::array({{{"id", organization_id},
                       {"license", {{"uploadLocalData", upload_local_data_.load()}}},
                       {"name", store.organization_name()}}});
}

/// An import that has ended may have to look unfinished for a while.
std::string Service::status_asked_for(const Notification& notification) const {
  const std::scoped_lock lock{notify_mutex_};
  std::size_t& answers = pending_answers_[notification.id];
  if (answers >= notify_pending_) return notification.status;
  ++answers;
  return "PENDING";
}

json Service::notifications(const Store& store, const json& where) const {
  json found = json::array();
  const std::string* const id = text_under(where, {"id"});
  const std::string* const user = text_under(where, {"user", "id"});
  if (is_true(where, "hasBeenSeen")) return found;
  for (const Notification& notification : store.notifications()) {
    if ((id != nullptr && *id != notification.id) || (user != nullptr && *user != notification.user_id))
      continue;
    const std::string status = id == nullptr ? notification.status : status_asked_for(notification);
    found.push_back({{"createdAt", format_date(notification.created_at)},
                     {"hasBeenSeen", false},
                     {"id", notification.id},
                     {"message", notification.message.empty() ? json() : json(notification.message)},
                     {"progress", status == "PENDING" ? 0 : 100},
                     {"status", status},
                     {"url", "/label/projects/" + notification.project_id},
                     {"userID", notification.user_id}});
  }
  return found;
}

json Service::assets(const Store& store, const json& arguments, const graphql::Selection& selection) const {
  const AssetFilter filter{arguments.at("where"), store};
  return assets_json(
      store, filter.select(store, size_argument(arguments, "skip"), size_argument(arguments, "first")),
      selection);
}

json Service::count_annotations(const Store& store, const json& where) const {
  const auto fixed = annotation_count_.load();
  if (fixed >= 0) return fixed;
  std::size_t annotations = 0;
  for (const Asset* const asset :
       AssetFilter{where, store}.select(store, 0, std::numeric_limits<std::size_t>::max())) {
    for (const Label& label : asset->details().labels) annotations += annotations_of(label).size();
  }
  return annotations;
}

}  // namespace kili::sandbox
