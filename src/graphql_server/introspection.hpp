#pragma once

#include <nlohmann/json.hpp>

#include "graphql_server/schema.hpp"

namespace kili::sandbox::graphql {

// The schema refers to itself endlessly, so its objects are not written out: a small JSON value names the
// element of the schema (a "handle"), and each of its fields is looked up when it is requested.

/// The value of `__schema`.
nlohmann::json introspect_schema();

/// The value of `__type`: null when there is no such type.
nlohmann::json introspect_type(const Schema::Data& schema, const nlohmann::json& arguments);

/// The value of a field of an object of the introspection types.
nlohmann::json introspect_field(const Schema::Data& schema, const NamedType& parent,
                                const nlohmann::json& handle, const FieldDefinition& field,
                                const nlohmann::json& arguments);

}  // namespace kili::sandbox::graphql
