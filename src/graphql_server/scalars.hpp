#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "graphql_server/schema.hpp"

namespace kili::sandbox::graphql {

// These put the value into `out` and return an empty string, or return why the value does not fit.

/// A value of a variable as a scalar or enum.
std::string coerce_leaf(const NamedType& type, const nlohmann::json& value, nlohmann::json& out);

/// A literal (not a list, object or variable unless the scalar takes anything; no variables inside).
std::string coerce_leaf_literal(const NamedType& type, const ast::Value& literal, nlohmann::json& out);

/// Checks a value of a result and, where the type asks for it, turns it into another in place.
std::string serialise_leaf(const NamedType& type, nlohmann::json& value);

/// A literal as the JSON it looks like. A variable without a value is null, and as a field of an object
/// left out.
nlohmann::json untyped_literal(const ast::Value& literal, const nlohmann::json& variables);

}  // namespace kili::sandbox::graphql
