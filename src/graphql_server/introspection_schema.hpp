#pragma once

#include <string_view>

namespace kili::sandbox::graphql {

/// What every schema has besides its own types: built-in scalars and directives, and the types of
/// introspection.
inline constexpr std::string_view introspection_schema = R"sdl(
"Whole numbers between -(2^31) and 2^31 - 1."
scalar Int
"Double-precision fractional values (IEEE 754)."
scalar Float
"Textual data, UTF-8."
scalar String
"`true` or `false`."
scalar Boolean
"A unique identifier, written as text; whole numbers are accepted too."
scalar ID

"Includes this field or fragment only when the `if` argument is true."
directive @include("Included when true." if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
"Skips this field or fragment when the `if` argument is true."
directive @skip("Skipped when true." if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
"Marks an element of the schema as no longer supported."
directive @deprecated(
  "Why, and what to use instead (Markdown)."
  reason: String = "No longer supported"
) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
"Names the specification of a custom scalar."
directive @specifiedBy("The URL of the specification." url: String!) on SCALAR

"The types and directives of the server, and where each kind of operation starts."
type __Schema {
  description: String
  "All types of this server."
  types: [__Type!]!
  "The type that queries start from."
  queryType: __Type!
  "The type that mutations start from, if the server supports them."
  mutationType: __Type
  "The type that subscriptions start from, if the server supports them."
  subscriptionType: __Type
  "All directives of this server."
  directives: [__Directive!]!
}

"A type; its kind says which of its fields have a value."
type __Type {
  kind: __TypeKind!
  name: String
  description: String
  specifiedByURL: String
  fields(includeDeprecated: Boolean = false): [__Field!]
  interfaces: [__Type!]
  possibleTypes: [__Type!]
  enumValues(includeDeprecated: Boolean = false): [__EnumValue!]
  inputFields(includeDeprecated: Boolean = false): [__InputValue!]
  ofType: __Type
}

"What kind of type a `__Type` is."
enum __TypeKind {
  "A leaf value."
  SCALAR
  "Has `fields` and `interfaces`."
  OBJECT
  "Has `fields`, `interfaces` and `possibleTypes`."
  INTERFACE
  "Has `possibleTypes`."
  UNION
  "Has `enumValues`."
  ENUM
  "Has `inputFields`."
  INPUT_OBJECT
  "Has `ofType`."
  LIST
  "Has `ofType`."
  NON_NULL
}

"A field of an object or interface."
type __Field {
  name: String!
  description: String
  args(includeDeprecated: Boolean = false): [__InputValue!]!
  type: __Type!
  isDeprecated: Boolean!
  deprecationReason: String
}

"An argument, or a field of an input object."
type __InputValue {
  name: String!
  description: String
  type: __Type!
  "The default value in GraphQL syntax."
  defaultValue: String
  isDeprecated: Boolean!
  deprecationReason: String
}

"A value of an enum."
type __EnumValue {
  name: String!
  description: String
  isDeprecated: Boolean!
  deprecationReason: String
}

"A way to change how a document is executed or validated."
type __Directive {
  name: String!
  description: String
  isRepeatable: Boolean!
  locations: [__DirectiveLocation!]!
  args(includeDeprecated: Boolean = false): [__InputValue!]!
}

"Where a directive may stand."
enum __DirectiveLocation {
  QUERY MUTATION SUBSCRIPTION FIELD FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT VARIABLE_DEFINITION
  SCHEMA SCALAR OBJECT FIELD_DEFINITION ARGUMENT_DEFINITION INTERFACE UNION ENUM ENUM_VALUE INPUT_OBJECT
  INPUT_FIELD_DEFINITION
}
)sdl";

}  // namespace kili::sandbox::graphql
