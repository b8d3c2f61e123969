#pragma once

#include <nlohmann/json.hpp>

#include "graphql_server/document_cache.hpp"
#include "graphql_server/engine.hpp"
#include "graphql_server/schema.hpp"

namespace kili::sandbox::graphql {

/// Runs an operation of a valid document. The result is the body of the response.
nlohmann::json execute_operation(const Schema::Data& schema, const PreparedDocument& document,
                                 const ast::Operation& operation, const nlohmann::json& variables,
                                 const RootResolver& resolver);

}  // namespace kili::sandbox::graphql
