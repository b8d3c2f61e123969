#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <nlohmann/json.hpp>

#include "graphql_server/engine.hpp"
#include "kili/sandbox.hpp"
#include "sandbox/assets/asset_view.hpp"
#include "sandbox/module_resolvers.hpp"
#include "sandbox/service_version.hpp"
#include "sandbox/store/media_storage.hpp"
#include "sandbox/store/replicas.hpp"
#include "sandbox/store/store.hpp"

namespace kili::sandbox {

class LabelMutations;

/// Settings of the resolvers. The texts do not change while the server runs.
struct ServiceSettings {
  std::string api_key;
  Milliseconds api_key_expiry = 0;
  std::string endpoint;
  ServiceVersion version = ServiceVersion::v26_2;
};

/// The operations of the API on the store. Thread-safe: each operation locks the store.
class Service {
 public:
  /// Requests a later call of `finish_import` with this id.
  using ScheduleImport = std::function<void(const std::string& notification_id)>;

  Service(Store& store, MediaStorage& storage, ServiceSettings settings, ScheduleImport schedule_import);

  /// The value of one root field. @throws graphql::ResolverError as the service refuses.
  [[nodiscard]] nlohmann::json resolve(std::string_view operation_type, std::string_view field,
                                       const nlohmann::json& arguments, const graphql::Selection& selection);

  /// Queries ask these replicas from now on. They outlive the object.
  void read_from(Replicas& replicas) { replicas_ = &replicas; }
  void finish_import(std::string_view notification_id);
  /// Actions of 26.2 report these assets as failed.
  void set_failing_assets(std::vector<SandboxFailingAsset> assets);
  /// Asynchronous imports lose the assets with these external ids, and then end with FAILURE.
  void set_failing_imports(std::vector<std::string> external_ids);
  /// Labels are refused for this reason; empty: they are taken.
  void set_lock_reason(std::string_view reason);
  void set_json_response_by_url(bool by_url) { json_response_by_url_ = by_url; }
  /// So often a notification is PENDING when it is asked for by its id.
  void set_notify_pending(std::size_t times) { notify_pending_ = times; }
  void set_notify_status(std::string_view status);
  /// What `countAssetAnnotations` answers; nothing: how many annotations there are.
  void set_annotation_count(std::optional<std::uint32_t> count) {
    annotation_count_ = count ? std::int64_t{*count} : counted;
  }
  void set_upload_local_data(bool allowed) { upload_local_data_ = allowed; }

 private:
  using json = nlohmann::json;

  // Queries (resolvers_query.cpp) of a store that is locked for reading.
  [[nodiscard]] json query(const Store& store, std::string_view field, const json& arguments,
                           const graphql::Selection& selection) const;
  [[nodiscard]] json api_keys(const Store& store, const json& arguments) const;
  [[nodiscard]] json organizations(const Store& store, const json& where) const;
  [[nodiscard]] json notifications(const Store& store, const json& where) const;
  [[nodiscard]] std::string status_asked_for(const Notification& notification) const;
  [[nodiscard]] json assets(const Store& store, const json& arguments,
                            const graphql::Selection& selection) const;
  [[nodiscard]] json signed_urls(const json& arguments) const;
  [[nodiscard]] json count_annotations(const Store& store, const json& where) const;

  // Mutations (resolvers_action.cpp, resolvers_import.cpp, resolvers_mutation.cpp); the store is locked for
  // writing.
  [[nodiscard]] json mutate(std::string_view field, const json& arguments,
                            const graphql::Selection& selection);
  [[nodiscard]] json act(std::string_view action, const json& arguments);
  /// What the service says of the failure of this asset; nothing when it does not fail.
  [[nodiscard]] std::optional<std::string> failure_of(const std::string& asset_id);
  /// Ids of users given by id or email. @throws graphql::ResolverError for one that there is not.
  [[nodiscard]] std::vector<std::string> user_ids(const json& names) const;
  [[nodiscard]] json append_many_assets(const json& arguments, const graphql::Selection& selection);
  [[nodiscard]] json append_asynchronously(const json& arguments);
  [[nodiscard]] json update_properties(const json& arguments, const graphql::Selection& selection);
  [[nodiscard]] json delete_many(const json& where);
  [[nodiscard]] json add_to_review(const json& where);
  [[nodiscard]] json send_back_to_queue(const json& where);
  [[nodiscard]] json assign(const json& arguments, const graphql::Selection& selection);
  [[nodiscard]] json set_consensus(const json& arguments);
  [[nodiscard]] json skip(const json& arguments, const graphql::Selection& selection);
  [[nodiscard]] json unskip(const json& arguments);

  [[nodiscard]] std::string response_url_prefix() const;
  [[nodiscard]] std::vector<const Asset*> select_for_mutation(const json& where) const;
  [[nodiscard]] json project_json(const Project& project) const { return project_view(project, store_); }
  [[nodiscard]] json assets_json(const Store& store, const std::vector<const Asset*>& assets,
                                 const graphql::Selection& selection) const;
  /// The one asset that `where` names. @throws graphql::ResolverError when there is none or there are
  /// several.
  [[nodiscard]] const Asset& single_asset(const json& where) const;
  /// Stores the changed assets. @return the project of the first one, null when there is none.
  json commit_updates(std::vector<Asset> changed);

  static constexpr std::int64_t counted = -1;

  std::atomic<std::int64_t> annotation_count_ = counted;
  std::unordered_map<std::string, SandboxFailingAsset> failing_assets_;  ///< By id.
  std::set<std::string, std::less<>> failing_imports_;                   ///< External ids.
  std::atomic<bool> json_response_by_url_ = false;
  LabelMutations* label_mutations_ = nullptr;              ///< One of the modules.
  std::vector<std::unique_ptr<ModuleResolvers>> modules_;  ///< Those beside the assets.
  mutable std::mutex notify_mutex_;
  std::atomic<std::size_t> notify_pending_ = 0;
  /// How often notifications that are asked for by id were PENDING.
  mutable std::map<std::string, std::size_t, std::less<>> pending_answers_;
  std::string notify_status_ = "SUCCESS";
  Replicas* replicas_ = nullptr;  ///< Null: queries ask the store.
  ScheduleImport schedule_import_;
  ServiceSettings settings_;
  MediaStorage& storage_;
  Store& store_;
  std::atomic<bool> upload_local_data_ = true;
};

}  // namespace kili::sandbox
