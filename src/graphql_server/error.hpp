#pragma once

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "graphql_server/ast.hpp"

namespace kili::sandbox::graphql {

// Values of `extensions.code`.
inline constexpr const char* operation_failed = "OPERATION_RESOLUTION_FAILURE";  ///< A resolver refused.
inline constexpr const char* validation_failed =
    "GRAPHQL_VALIDATION_FAILED";  ///< It does not fit the schema.

/// An entry of `errors` before its locations are turned into lines and columns.
struct Error {
  std::string message;
  std::vector<ast::Offset> offsets;
  nlohmann::json path = nullptr;
  nlohmann::json extensions = nullptr;  ///< Null: the code alone.
};

/// The text is not a GraphQL document.
class SyntaxError : public std::runtime_error {
 public:
  SyntaxError(const std::string& message, ast::Offset offset)
      : std::runtime_error("Syntax Error: " + message), offset_(offset) {}

  [[nodiscard]] ast::Offset offset() const noexcept { return offset_; }

 private:
  ast::Offset offset_;
};

struct SourceLocation {
  std::size_t line = 1;
  std::size_t column = 1;
};

/// Lines end at LF, CR or CRLF; columns count characters, not bytes.
SourceLocation locate(std::string_view source, ast::Offset offset) noexcept;

/// @param code of errors without extensions of their own.
nlohmann::json to_json(const Error& error, std::string_view source, const char* code);

}  // namespace kili::sandbox::graphql
