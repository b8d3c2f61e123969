#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "graphql_server/ast.hpp"

namespace kili::sandbox::graphql {

/// A literal in GraphQL syntax.
std::string print(const ast::Value& value);

/// A value as error messages show it, shortened where it is deep or long.
std::string inspect(const nlohmann::json& value);

}  // namespace kili::sandbox::graphql
