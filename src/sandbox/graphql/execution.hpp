#pragma once

#include <nlohmann/json.hpp>

#include "sandbox/graphql/document_cache.hpp"
#include "sandbox/graphql/engine.hpp"
#include "sandbox/graphql/schema.hpp"

namespace kili::sandbox::graphql {

/// Runs an operation of a valid document. The result is the body of the answer.
nlohmann::json execute_operation(const Schema::Data& schema, const PreparedDocument& document,
                                 const ast::Operation& operation, const nlohmann::json& variables,
                                 const RootResolver& resolver);

}  // namespace kili::sandbox::graphql
