#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sandbox/store/model.hpp"
#include "sandbox/store/persistence_sqlite.hpp"

namespace kili::sandbox {

/// A project with its assets in order of creation.
struct Project {
  std::vector<Asset*> assets;
  std::unordered_multimap<std::string_view, Asset*> by_external_id;  ///< Keys point into the assets.
  ProjectInfo info;
};

/// The state of the service. Callers hold `read_lock()` or `write_lock()` around every other member function;
/// pointers to assets and projects are valid while the lock is held.
class Store {
 public:
  /// @param persistence null: the state lives in memory only. Must outlive the store.
  explicit Store(Persistence* persistence);

  [[nodiscard]] std::shared_lock<std::shared_mutex> read_lock() const { return std::shared_lock{mutex_}; }
  [[nodiscard]] std::unique_lock<std::shared_mutex> write_lock() { return std::unique_lock{mutex_}; }

  /// Forgets everything, in the database too. A replica has no database.
  void clear();
  /// Loads the content of a database; pending imports are ended.
  void restore(SavedState state);

  [[nodiscard]] const std::vector<std::unique_ptr<Project>>& projects() const { return projects_; }
  [[nodiscard]] const Project* find_project(std::string_view id) const;
  [[nodiscard]] std::optional<std::uint32_t> project_index(std::string_view id) const;
  [[nodiscard]] const Asset* find_asset(std::string_view id) const;
  [[nodiscard]] bool is_taken(std::string_view asset_id) const;
  /// External id of an asset that this process deleted, null for any other.
  [[nodiscard]] const std::string* find_deleted(std::string_view asset_id) const;
  [[nodiscard]] const Asset* find_labeled_asset(std::string_view label_id) const;
  [[nodiscard]] std::size_t asset_count() const { return assets_.size(); }
  [[nodiscard]] const std::vector<User>& users() const { return users_; }
  /// By id or email.
  [[nodiscard]] const User* find_user(std::string_view id_or_email) const;
  /// Of all projects, in the order in which they were added; those who were removed are marked.
  [[nodiscard]] const std::vector<Member>& members() const { return members_; }
  [[nodiscard]] const std::vector<Tag>& tags() const { return tags_; }
  [[nodiscard]] const std::vector<Notification>& notifications() const { return notifications_; }
  /// Asynchronous imports that have not ended.
  [[nodiscard]] std::size_t pending_import_count() const { return pending_imports_.size(); }
  [[nodiscard]] const std::string& organization_name() const { return organization_name_; }

  /// A fresh id: `prefix`, time and random letters, 25 characters that sort by time.
  [[nodiscard]] std::string make_id(char prefix);
  /// Position of the next asset in the order of creation.
  [[nodiscard]] std::int64_t next_sequence() { return ++last_sequence_; }

  /// Writes the changes to the database, then applies them; when the database refuses, nothing changes.
  void commit(Changes changes);
  /// Called with all changes of a commit before they are applied; empty: nobody is.
  void set_observer(std::function<void(const Changes& changes)> observer) { observer_ = std::move(observer); }
  /// What reads see of the state; files and pending imports are not in it.
  [[nodiscard]] SavedState copy() const;
  /// Ends an asynchronous import: its assets appear, or it failed.
  void finish_import(std::string_view notification_id);

 private:
  void insert(Asset asset);
  void replace(Asset asset);
  void erase(const std::vector<std::string>& ids);
  void index_labels(const Asset& asset);
  static void unindex(Project& project, const Asset& asset);
  void set_first_state();
  void upsert(std::vector<Notification> notifications);

  std::unordered_map<std::string_view, std::unique_ptr<Asset>> assets_;  ///< Keys point into the assets.
  std::unordered_map<std::string, std::string> asset_of_label_;
  std::unordered_map<std::string, std::string> deleted_;  ///< External ids by id.
  std::mutex id_mutex_;
  std::int64_t last_sequence_ = 0;
  std::vector<Member> members_;
  mutable std::shared_mutex mutex_;
  std::vector<Notification> notifications_;
  std::unordered_map<std::string, std::size_t> notification_index_;
  std::function<void(const Changes& changes)> observer_;
  std::string organization_name_;
  std::vector<PendingImport> pending_imports_;
  Persistence* persistence_;
  std::vector<std::unique_ptr<Project>> projects_;
  std::unordered_map<std::string, std::uint32_t> project_index_;
  std::mt19937_64 random_{std::random_device{}()};
  std::vector<Tag> tags_;
  std::vector<User> users_;
};

}  // namespace kili::sandbox
