#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sandbox/store/model.hpp"

struct sqlite3;

namespace kili::sandbox {

/// A media file of the storage; its content lies on disk under its id.
struct StoredFile {
  std::string content_type;
  std::string id;
  std::string path;  ///< Decoded path of its URL, without "/bucket/".
  std::string signature;
  std::int64_t size = 0;
  bool stored = false;
  std::int64_t version = 0;  ///< Counts uploads.
};

/// Assets that appear when an asynchronous import ends; kept so that it ends after a restart too.
struct PendingImport {
  std::vector<Asset> assets;  ///< Those that appear at its end.
  std::string notification_id;
  std::string outcome = "SUCCESS";  ///< Or FAILURE.
};

/// The changes of one operation, written in one transaction.
struct Changes {
  std::vector<Asset> created;
  std::vector<std::string> deleted;           ///< Ids of assets.
  std::vector<std::string> deleted_tags;      ///< Ids.
  std::vector<std::string> finished_imports;  ///< Ids of notifications.
  std::vector<Member> members;                ///< New or changed.
  std::vector<Notification> notifications;    ///< New or changed.
  std::string organization_name;              ///< Empty: unchanged.
  std::vector<PendingImport> pending_imports;
  std::vector<std::pair<std::uint32_t, ProjectInfo>> projects;  ///< Index and project.
  std::vector<Tag> tags;                                        ///< New or changed.
  std::vector<Asset> updated;
  std::vector<User> users;  ///< New or changed.
};

/// All state of a sandbox, as it is in its database.
struct SavedState {
  std::vector<Asset> assets;  ///< In order of creation.
  std::vector<StoredFile> files;
  std::vector<Member> members;
  std::vector<Notification> notifications;
  std::string organization_name;
  std::vector<PendingImport> pending_imports;
  std::vector<ProjectInfo> projects;
  std::vector<Tag> tags;
  std::vector<User> users;
};

/// Keeps the state in an SQLite database. Thread-safe: one connection behind a mutex.
class Persistence {
 public:
  /// Opens or creates the database. URLs that begin with the endpoint of an earlier run are moved to
  /// `endpoint`.
  /// @throws std::runtime_error when the file cannot be opened or another sandbox uses it.
  Persistence(const std::filesystem::path& file, std::string_view endpoint);
  ~Persistence();
  Persistence(const Persistence&) = delete;
  Persistence& operator=(const Persistence&) = delete;

  [[nodiscard]] SavedState load();
  void write(const Changes& changes);
  /// Forgets everything but the endpoint.
  void clear();
  void write_files(const std::vector<StoredFile>& files);

 private:
  void execute(const char* sql);
  void write_assets(const std::vector<Asset>& assets, const std::string& pending);
  void add_missing_columns();
  void write_members_and_tags(const Changes& changes);
  void load_members_and_tags(SavedState& state);
  void move_endpoint(std::string_view endpoint);

  sqlite3* database_ = nullptr;
  std::mutex mutex_;
};

}  // namespace kili::sandbox
