#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "graphql_server/validation_context.hpp"

namespace kili::sandbox::graphql {
namespace {

bool is_subtype(TypeRef type, TypeRef super_type) noexcept {
  if (type == super_type) return true;
  if (super_type.is_non_null()) return type.is_non_null() && is_subtype(type.inner(), super_type.inner());
  if (type.is_non_null()) return is_subtype(type.inner(), super_type);
  return type.is_list() && super_type.is_list() && is_subtype(type.inner(), super_type.inner());
}

bool is_usage_allowed(const ast::VariableDefinition& variable, TypeRef type, const VariableUsage& usage) {
  const auto expected = *usage.type;
  if (!expected.is_non_null() || type.is_non_null()) return is_subtype(type, expected);
  const bool has_default = variable.default_value && variable.default_value->kind != ast::ValueKind::null;
  return (has_default || usage.has_default) && is_subtype(type, expected.inner());
}

/// The variables that an operation reads itself or in the fragments it spreads, directly or not.
std::vector<VariableUsage> collect_usages(const ValidationContext& context, const ast::Operation& operation) {
  std::vector<VariableUsage> usages;
  std::unordered_set<const void*> visited;
  std::vector<const void*> pending = {&operation};
  while (!pending.empty()) {
    const auto* const definition = pending.back();
    pending.pop_back();
    if (!visited.insert(definition).second) continue;
    const auto found = context.references.find(definition);
    if (found == context.references.end()) continue;
    usages.insert(usages.end(), found->second.variables.begin(), found->second.variables.end());
    for (const auto* const spread : found->second.spreads) {
      const auto* const fragment = context.prepared.find_fragment(spread->name);
      if (fragment != nullptr) pending.push_back(fragment);
    }
  }
  return usages;
}

void check_usage(ValidationContext& context, const ast::VariableDefinition& variable,
                 const VariableUsage& usage) {
  const auto type = context.schema.resolve(variable.type);
  if (!usage.type || !type || is_usage_allowed(variable, *type, usage)) return;
  context.report(fmt::format("Variable \"${}\" of type \"{}\" used in position expecting type \"{}\".",
                             variable.name, type->to_string(), usage.type->to_string()),
                 {variable.offset, usage.node->offset});
}

void check_operation(ValidationContext& context, const ast::Operation& operation) {
  const auto suffix =
      operation.name.empty() ? std::string() : fmt::format(" by operation \"{}\"", operation.name);
  std::unordered_map<std::string_view, const ast::VariableDefinition*> definitions;
  for (const auto& variable : operation.variables) definitions.emplace(variable.name, &variable);
  std::unordered_set<std::string_view> used;
  for (const auto& usage : collect_usages(context, operation)) {
    const auto found = definitions.find(usage.node->text);
    if (found == definitions.end()) {
      context.report(fmt::format("Variable \"${}\" is not defined{}.", usage.node->text, suffix),
                     {usage.node->offset, operation.offset});
      continue;
    }
    used.insert(found->first);
    check_usage(context, *found->second, usage);
  }
  for (const auto& variable : operation.variables) {
    if (used.contains(variable.name)) continue;
    const auto where =
        operation.name.empty() ? std::string() : fmt::format(" in operation \"{}\"", operation.name);
    context.report(fmt::format("Variable \"${}\" is never used{}.", variable.name, where), {variable.offset});
  }
}

}  // namespace

void validate_variables(ValidationContext& context) {
  for (const auto& operation : context.document().operations) {
    if (context.is_full()) return;
    check_operation(context, operation);
  }
}

}  // namespace kili::sandbox::graphql
