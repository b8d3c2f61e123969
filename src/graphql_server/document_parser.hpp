#pragma once

#include <string_view>

#include "graphql_server/ast.hpp"

namespace kili::sandbox::graphql {

/// Parses a request. @throws SyntaxError.
ast::Document parse_document(std::string_view source);

}  // namespace kili::sandbox::graphql
