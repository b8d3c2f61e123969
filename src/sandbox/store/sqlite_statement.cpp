#include "sandbox/store/sqlite_statement.hpp"

#include <sqlite3.h>

#include <stdexcept>

#include <fmt/format.h>

namespace kili::sandbox {

SqliteStatement::SqliteStatement(sqlite3* database, const char* sql) : database_(database) {
  check(sqlite3_prepare_v2(database_, sql, -1, &statement_, nullptr));
}

SqliteStatement::~SqliteStatement() { sqlite3_finalize(statement_); }

void SqliteStatement::check(int result) const {
  if (result == SQLITE_OK) return;
  throw std::runtime_error(fmt::format("sandbox database: {}", sqlite3_errmsg(database_)));
}

SqliteStatement& SqliteStatement::bind(std::string_view text) {
  // A null destructor means that the text stays valid until `run`; every caller guarantees that.
  check(sqlite3_bind_text64(statement_, ++bound_, text.empty() ? "" : text.data(), text.size(), nullptr,
                            SQLITE_UTF8));
  return *this;
}

SqliteStatement& SqliteStatement::bind(std::int64_t number) {
  check(sqlite3_bind_int64(statement_, ++bound_, number));
  return *this;
}

SqliteStatement& SqliteStatement::bind_null() {
  check(sqlite3_bind_null(statement_, ++bound_));
  return *this;
}

void SqliteStatement::run() {
  const int result = sqlite3_step(statement_);
  if (result != SQLITE_DONE && result != SQLITE_ROW) check(result);
  check(sqlite3_reset(statement_));
  bound_ = 0;
}

bool SqliteStatement::next() {
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) check(result);
  return false;
}

std::string SqliteStatement::text(int column) const {
  const auto* const bytes = sqlite3_column_blob(statement_, column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return bytes == nullptr ? std::string() : std::string(static_cast<const char*>(bytes), size);
}

std::int64_t SqliteStatement::number(int column) const { return sqlite3_column_int64(statement_, column); }

bool SqliteStatement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

}  // namespace kili::sandbox
