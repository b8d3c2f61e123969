#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace kili::sandbox {

/// A prepared SQL statement. Parameters are bound in order; `run` executes and makes it ready for the next
/// row.
class SqliteStatement {
 public:
  SqliteStatement(sqlite3* database, const char* sql);
  ~SqliteStatement();
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;

  SqliteStatement& bind(std::string_view text);
  SqliteStatement& bind(std::int64_t number);
  SqliteStatement& bind_null();
  void run();
  /// Steps to the next row of a query.
  [[nodiscard]] bool next();
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] bool is_null(int column) const;

 private:
  void check(int result) const;

  sqlite3* database_;
  int bound_ = 0;
  sqlite3_stmt* statement_ = nullptr;
};

}  // namespace kili::sandbox
