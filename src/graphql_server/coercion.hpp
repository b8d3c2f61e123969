#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "graphql_server/ast.hpp"
#include "graphql_server/error.hpp"
#include "graphql_server/schema.hpp"

namespace kili::sandbox::graphql {

/// The variables of an operation, coerced to their types; problems are added to `errors`.
nlohmann::json coerce_variables(const Schema::Data& schema, const ast::Operation& operation,
                                const nlohmann::json& inputs, std::vector<Error>& errors);

/// A literal as a value of `type`, or nothing when it does not fit (or a variable in it has no value).
std::optional<nlohmann::json> coerce_literal(const ast::Value& literal, TypeRef type,
                                             const nlohmann::json& variables);

/// The arguments of a field or directive. @throws ArgumentError.
nlohmann::json coerce_arguments(const std::vector<InputValue>& definitions,
                                const std::vector<ast::Argument>& arguments, ast::Offset owner,
                                const nlohmann::json& variables);

/// An argument whose value does not fit; detected at run time.
class ArgumentError : public std::runtime_error {
 public:
  ArgumentError(const std::string& message, ast::Offset offset)
      : std::runtime_error(message), offset_(offset) {}

  [[nodiscard]] ast::Offset offset() const noexcept { return offset_; }

 private:
  ast::Offset offset_;
};

}  // namespace kili::sandbox::graphql
