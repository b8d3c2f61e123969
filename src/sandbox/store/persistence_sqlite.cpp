#include "sandbox/store/persistence_sqlite.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sandbox/store/asset_json.hpp"
#include "sandbox/store/project_json.hpp"
#include "sandbox/store/sqlite_statement.hpp"

namespace kili::sandbox {
namespace {

// "pending" names the notification of the asynchronous import that will create an asset.
constexpr const char* tables = R"(
CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS users(id TEXT PRIMARY KEY, email TEXT, firstname TEXT, lastname TEXT,
  activated INTEGER, organization_role TEXT);
CREATE TABLE IF NOT EXISTS members(id TEXT PRIMARY KEY, document TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tags(id TEXT PRIMARY KEY, document TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS projects(position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT,
  description TEXT, input_type TEXT, json_interface TEXT, workflow_version TEXT, data_connections TEXT,
  workflow TEXT, settings TEXT);
CREATE TABLE IF NOT EXISTS assets(sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, project INTEGER NOT NULL,
  external_id TEXT NOT NULL, content TEXT NOT NULL, created_at INTEGER, updated_at INTEGER, priority INTEGER,
  status INTEGER, step INTEGER, step_status INTEGER, flags INTEGER, details TEXT, pending TEXT);
CREATE TABLE IF NOT EXISTS notifications(position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, status TEXT,
  message TEXT, created_at INTEGER, project_id TEXT, user_id TEXT);
CREATE TABLE IF NOT EXISTS pending_imports(notification_id TEXT PRIMARY KEY, outcome TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files(id TEXT PRIMARY KEY, path TEXT NOT NULL, signature TEXT NOT NULL,
  content_type TEXT, size INTEGER, version INTEGER, stored INTEGER) WITHOUT ROWID;
)";

constexpr std::int64_t honeypot_flag = 1;
constexpr std::int64_t consensus_flag = 2;
constexpr std::int64_t skipped_flag = 4;

std::int64_t flags_of(const Asset& asset) {
  return (asset.is_honeypot ? honeypot_flag : 0) | (asset.is_used_for_consensus ? consensus_flag : 0) |
         (asset.skipped ? skipped_flag : 0);
}

Asset read_asset(const SqliteStatement& row) {
  Asset asset;
  asset.sequence = row.number(0);
  asset.id = row.text(1);
  asset.project = static_cast<std::uint32_t>(row.number(2));
  asset.external_id = row.text(3);
  asset.content = row.text(4);
  asset.created_at = row.number(5);
  asset.updated_at = row.number(6);
  asset.priority = static_cast<std::int32_t>(row.number(7));
  asset.status = static_cast<AssetState>(row.number(8));
  asset.step = static_cast<std::uint8_t>(row.number(9));
  asset.step_status = static_cast<StepState>(row.number(10));
  asset.is_honeypot = (row.number(11) & honeypot_flag) != 0;
  asset.is_used_for_consensus = (row.number(11) & consensus_flag) != 0;
  asset.skipped = (row.number(11) & skipped_flag) != 0;
  if (!row.is_null(12)) asset.extra = std::make_unique<AssetDetails>(details_from_text(row.text(12)));
  return asset;
}

/// Rolls back unless committed.
class Transaction {
 public:
  explicit Transaction(sqlite3* database) : database_(database) { SqliteStatement(database_, "BEGIN").run(); }
  ~Transaction() {
    if (!done_) sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit() {
    SqliteStatement(database_, "COMMIT").run();
    done_ = true;
  }

 private:
  sqlite3* database_;
  bool done_ = false;
};

}  // namespace

Persistence::Persistence(const std::filesystem::path& file, std::string_view endpoint) {
  if (sqlite3_open(file.c_str(), &database_) != SQLITE_OK) {
    const std::string reason = sqlite3_errmsg(database_);
    sqlite3_close(database_);
    throw std::runtime_error(
        fmt::format("sandbox database '{}' cannot be opened: {}", file.string(), reason));
  }
  try {
    // The exclusive lock prevents a second sandbox in the same folder.
    execute("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;");
    execute(tables);
    add_missing_columns();
    move_endpoint(endpoint);
  } catch (const std::exception& error) {
    sqlite3_close(database_);
    throw std::runtime_error(fmt::format(
        "sandbox database '{}' cannot be used (is another sandbox running on this data directory?): {}",
        file.string(), error.what()));
  }
}

Persistence::~Persistence() { sqlite3_close(database_); }

void Persistence::execute(const char* sql) {
  if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) == SQLITE_OK) return;
  throw std::runtime_error(sqlite3_errmsg(database_));
}

/// Databases of earlier versions have no steps of their own, and know less of projects and users.
void Persistence::add_missing_columns() {
  const auto is_missing = [this](const char* query) { return !SqliteStatement{database_, query}.next(); };
  if (is_missing("SELECT 1 FROM pragma_table_info('projects') WHERE name = 'workflow'"))
    execute("ALTER TABLE projects ADD COLUMN workflow TEXT");
  if (is_missing("SELECT 1 FROM pragma_table_info('projects') WHERE name = 'settings'"))
    execute("ALTER TABLE projects ADD COLUMN settings TEXT");
  if (is_missing("SELECT 1 FROM pragma_table_info('users') WHERE name = 'activated'")) {
    execute(
        "ALTER TABLE users ADD COLUMN activated INTEGER; ALTER TABLE users ADD COLUMN organization_role "
        "TEXT");
  }
}

void Persistence::move_endpoint(std::string_view endpoint) {
  Transaction transaction{database_};
  std::string old;
  {
    SqliteStatement query{database_, "SELECT value FROM meta WHERE key = 'endpoint'"};
    if (query.next()) old = query.text(0);
  }
  if (!old.empty() && old != endpoint) {
    const std::string old_prefix = old + "/";
    const std::string new_prefix = std::string(endpoint) + "/";
    SqliteStatement{database_,
                    "UPDATE assets SET content = replace(content, ?, ?), details = replace(details, ?, ?)"}
        .bind(old_prefix)
        .bind(new_prefix)
        .bind(old_prefix)
        .bind(new_prefix)
        .run();
  }
  SqliteStatement{database_, "INSERT OR REPLACE INTO meta VALUES('endpoint', ?)"}.bind(endpoint).run();
  transaction.commit();
}

void Persistence::write_assets(const std::vector<Asset>& assets, const std::string& pending) {
  if (assets.empty()) return;
  SqliteStatement insert{database_, "INSERT OR REPLACE INTO assets VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)"};
  std::string details;
  for (const Asset& asset : assets) {
    insert.bind(asset.sequence).bind(asset.id).bind(std::int64_t{asset.project}).bind(asset.external_id);
    insert.bind(asset.content)
        .bind(asset.created_at)
        .bind(asset.updated_at)
        .bind(std::int64_t{asset.priority});
    insert.bind(static_cast<std::int64_t>(asset.status)).bind(std::int64_t{asset.step});
    insert.bind(static_cast<std::int64_t>(asset.step_status)).bind(flags_of(asset));
    if (asset.extra) {
      details = details_to_text(*asset.extra);
      insert.bind(details);
    } else {
      insert.bind_null();
    }
    if (pending.empty()) {
      insert.bind_null();
    } else {
      insert.bind(pending);
    }
    insert.run();
  }
}

void Persistence::clear() {
  const std::scoped_lock lock{mutex_};
  Transaction transaction{database_};
  for (const char* const table :
       {"users", "members", "tags", "projects", "assets", "notifications", "pending_imports", "files"}) {
    SqliteStatement{database_, fmt::format("DELETE FROM {}", table).c_str()}.run();
  }
  transaction.commit();
}

void Persistence::write(const Changes& changes) {
  const std::scoped_lock lock{mutex_};
  Transaction transaction{database_};
  for (const User& user : changes.users) {
    SqliteStatement{
        database_,
        "INSERT INTO users VALUES(?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET email = excluded.email, "
        "firstname = excluded.firstname, lastname = excluded.lastname, "
        "activated = excluded.activated, organization_role = excluded.organization_role"}
        .bind(user.id)
        .bind(user.email)
        .bind(user.firstname)
        .bind(user.lastname)
        .bind(std::int64_t{user.activated ? 1 : 0})
        .bind(user.organization_role)
        .run();
  }
  write_members_and_tags(changes);
  for (const auto& [position, project] : changes.projects) {
    const std::string connections = nlohmann::json(project.data_connections).dump();
    const std::string workflow = workflow_to_json(project).dump();
    const std::string settings = settings_to_text(project);
    SqliteStatement{database_, "INSERT OR REPLACE INTO projects VALUES(?,?,?,?,?,?,?,?,?,?)"}
        .bind(std::int64_t{position})
        .bind(project.id)
        .bind(project.title)
        .bind(project.description)
        .bind(project.input_type)
        .bind(project.json_interface)
        .bind(project.workflow_version)
        .bind(connections)
        .bind(workflow)
        .bind(settings)
        .run();
  }
  if (!changes.organization_name.empty()) {
    SqliteStatement{database_, "INSERT OR REPLACE INTO meta VALUES('organization', ?)"}
        .bind(changes.organization_name)
        .run();
  }
  if (!changes.deleted.empty()) {
    SqliteStatement remove{database_, "DELETE FROM assets WHERE id = ?"};
    for (const std::string& id : changes.deleted) remove.bind(id).run();
  }
  for (const std::string& id : changes.finished_imports) {
    SqliteStatement{database_, "DELETE FROM pending_imports WHERE notification_id = ?"}.bind(id).run();
    SqliteStatement{database_, "DELETE FROM assets WHERE pending = ?"}.bind(id).run();
  }
  for (const PendingImport& import : changes.pending_imports) {
    SqliteStatement{database_, "INSERT INTO pending_imports VALUES(?,?)"}
        .bind(import.notification_id)
        .bind(import.outcome)
        .run();
    write_assets(import.assets, import.notification_id);
  }
  write_assets(changes.created, {});
  write_assets(changes.updated, {});
  for (const Notification& notification : changes.notifications) {
    SqliteStatement{database_,
                    "INSERT INTO notifications(id, status, message, created_at, project_id, user_id) "
                    "VALUES(?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET status = excluded.status, "
                    "message = excluded.message"}
        .bind(notification.id)
        .bind(notification.status)
        .bind(notification.message)
        .bind(notification.created_at)
        .bind(notification.project_id)
        .bind(notification.user_id)
        .run();
  }
  transaction.commit();
}

void Persistence::write_files(const std::vector<StoredFile>& files) {
  const std::scoped_lock lock{mutex_};
  Transaction transaction{database_};
  SqliteStatement insert{database_, "INSERT OR REPLACE INTO files VALUES(?,?,?,?,?,?,?)"};
  for (const StoredFile& file : files) {
    insert.bind(file.id).bind(file.path).bind(file.signature).bind(file.content_type);
    insert.bind(file.size).bind(file.version).bind(std::int64_t{file.stored ? 1 : 0}).run();
  }
  transaction.commit();
}

void Persistence::write_members_and_tags(const Changes& changes) {
  // Not replaced: rows keep the order in which they were made.
  for (const Member& member : changes.members) {
    SqliteStatement{
        database_,
        "INSERT INTO members VALUES(?,?) ON CONFLICT(id) DO UPDATE SET document = excluded.document"}
        .bind(member.id)
        .bind(member_to_json(member).dump())
        .run();
  }
  for (const Tag& tag : changes.tags) {
    SqliteStatement{database_,
                    "INSERT INTO tags VALUES(?,?) ON CONFLICT(id) DO UPDATE SET document = excluded.document"}
        .bind(tag.id)
        .bind(tag_to_json(tag).dump())
        .run();
  }
  for (const std::string& id : changes.deleted_tags)
    SqliteStatement{database_, "DELETE FROM tags WHERE id = ?"}.bind(id).run();
}

void Persistence::load_members_and_tags(SavedState& state) {
  SqliteStatement members{database_, "SELECT document FROM members ORDER BY rowid"};
  while (members.next()) state.members.push_back(member_from_fixture(nlohmann::json::parse(members.text(0))));
  SqliteStatement tags{database_, "SELECT document FROM tags ORDER BY rowid"};
  while (tags.next()) state.tags.push_back(tag_from_fixture(nlohmann::json::parse(tags.text(0))));
}

SavedState Persistence::load() {
  const std::scoped_lock lock{mutex_};
  SavedState state;
  SqliteStatement users{
      database_,
      "SELECT id, email, firstname, lastname, activated, organization_role FROM users ORDER BY rowid"};
  while (users.next()) {
    User& user = state.users.emplace_back(User{users.text(1), users.text(2), users.text(0), users.text(3)});
    if (users.is_null(4)) continue;  // of an earlier version
    user.activated = users.number(4) != 0;
    user.organization_role = users.text(5);
  }
  load_members_and_tags(state);
  SqliteStatement organization{database_, "SELECT value FROM meta WHERE key = 'organization'"};
  if (organization.next()) state.organization_name = organization.text(0);
  SqliteStatement projects{database_,
                           "SELECT id, title, description, input_type, json_interface, workflow_version, "
                           "data_connections, workflow, settings FROM projects ORDER BY position"};
  while (projects.next()) {
    ProjectInfo project;
    project.id = projects.text(0);
    project.title = projects.text(1);
    project.description = projects.text(2);
    project.input_type = projects.text(3);
    project.json_interface = projects.text(4);
    project.workflow_version = projects.text(5);
    project.data_connections = nlohmann::json::parse(projects.text(6)).get<std::vector<std::string>>();
    if (!projects.is_null(7)) read_workflow(nlohmann::json::parse(projects.text(7)), project);
    if (!projects.is_null(8)) read_settings_text(projects.text(8), project);
    state.projects.push_back(std::move(project));
  }
  SqliteStatement imports{database_, "SELECT notification_id, outcome FROM pending_imports"};
  while (imports.next()) state.pending_imports.push_back({{}, imports.text(0), imports.text(1)});
  SqliteStatement assets{
      database_,
      "SELECT sequence, id, project, external_id, content, created_at, updated_at, priority, "
      "status, step, step_status, flags, details, pending FROM assets ORDER BY sequence"};
  while (assets.next()) {
    if (assets.is_null(13)) {
      state.assets.push_back(read_asset(assets));
      continue;
    }
    const auto import =
        std::find_if(state.pending_imports.begin(), state.pending_imports.end(),
                     [&](const auto& each) { return each.notification_id == assets.text(13); });
    if (import != state.pending_imports.end()) import->assets.push_back(read_asset(assets));
  }
  SqliteStatement notifications{
      database_,
      "SELECT id, status, message, created_at, project_id, user_id FROM notifications "
      "ORDER BY position"};
  while (notifications.next()) {
    state.notifications.push_back({notifications.number(3), notifications.text(0), notifications.text(2),
                                   notifications.text(4), notifications.text(1), notifications.text(5)});
  }
  SqliteStatement files{database_,
                        "SELECT id, path, signature, content_type, size, version, stored FROM files"};
  while (files.next()) {
    state.files.push_back({files.text(3), files.text(0), files.text(1), files.text(2), files.number(4),
                           files.number(6) != 0, files.number(5)});
  }
  return state;
}

}  // namespace kili::sandbox
