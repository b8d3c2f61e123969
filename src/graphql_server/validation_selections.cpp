#include <fmt/format.h>

#include <algorithm>

#include "graphql_server/validation_context.hpp"

namespace kili::sandbox::graphql {
namespace {

/// Walks the selections of one operation or fragment. Below an unknown field or type only what needs no type
/// is checked; `parent` is null there.
class SelectionWalker {
 public:
  SelectionWalker(ValidationContext& context, const void* owner)
      : context_(context), references_(context.references[owner]) {}

  void walk_operation(const ast::Operation& operation);
  void walk_fragment(const ast::Fragment& fragment);

 private:
  void walk_set(const ast::SelectionSet& set, const NamedType* parent);
  void walk_field(const ast::Selection& field, const NamedType* parent);
  void check_field(const ast::Selection& field, const NamedType& parent, const FieldDefinition& definition);
  void walk_spread(const ast::Selection& spread, const NamedType* parent);
  void walk_inline_fragment(const ast::Selection& fragment, const NamedType* parent);
  [[nodiscard]] bool overlap(const NamedType& first, const NamedType& second) const;

  ValidationContext& context_;
  References& references_;
};

void SelectionWalker::walk_operation(const ast::Operation& operation) {
  const auto* const root = context_.schema.root_type(operation.type);
  if (root == nullptr) {
    context_.report(
        fmt::format("Schema is not configured to execute {} operation.", ast::to_string(operation.type)),
        {operation.offset});
  }
  const auto location = operation.type == ast::OperationType::query      ? "QUERY"
                        : operation.type == ast::OperationType::mutation ? "MUTATION"
                                                                         : "SUBSCRIPTION";
  validate_directives(context_, references_, operation.directives, location);
  walk_set(operation.selection_set, root);
}

void SelectionWalker::walk_fragment(const ast::Fragment& fragment) {
  const auto* const type = context_.schema.find_type(fragment.type_condition);
  if (type == nullptr) {
    context_.report(fmt::format("Unknown type \"{}\".", fragment.type_condition), {fragment.type_offset});
  } else if (!type->is_composite()) {
    context_.report(fmt::format("Fragment \"{}\" cannot condition on non composite type \"{}\".",
                                fragment.name, type->name),
                    {fragment.type_offset});
  }
  validate_directives(context_, references_, fragment.directives, "FRAGMENT_DEFINITION");
  walk_set(fragment.selection_set, type != nullptr && type->is_composite() ? type : nullptr);
}

void SelectionWalker::walk_set(const ast::SelectionSet& set, const NamedType* parent) {
  for (const auto& selection : set.items) {
    if (context_.is_full()) return;
    switch (selection.kind) {
      case ast::SelectionKind::field:
        walk_field(selection, parent);
        break;
      case ast::SelectionKind::fragment_spread:
        walk_spread(selection, parent);
        break;
      case ast::SelectionKind::inline_fragment:
        walk_inline_fragment(selection, parent);
        break;
    }
  }
}

void SelectionWalker::walk_field(const ast::Selection& field, const NamedType* parent) {
  const auto* const definition =
      parent == nullptr ? nullptr : context_.schema.find_field(*parent, field.name);
  if (parent != nullptr && definition == nullptr) {
    context_.report(fmt::format("Cannot query field \"{}\" on type \"{}\".", field.name, parent->name),
                    {field.offset});
  }
  validate_directives(context_, references_, field.directives, "FIELD");
  if (definition != nullptr) {
    check_field(field, *parent, *definition);
  } else {
    for (const auto& argument : field.arguments)
      validate_value(context_, references_, argument.value, std::nullopt);
  }
  if (field.selection_set == nullptr) return;
  const bool is_composite = definition != nullptr && definition->type.named->is_composite();
  walk_set(*field.selection_set, is_composite ? definition->type.named : nullptr);
}

void SelectionWalker::check_field(const ast::Selection& field, const NamedType& parent,
                                  const FieldDefinition& definition) {
  const auto owner_name = fmt::format("field \"{}.{}\"", parent.name, field.name);
  validate_arguments(context_, references_, field.arguments, definition.arguments, field.offset,
                     fmt::format("Field \"{}\"", field.name), owner_name);
  const auto type = definition.type.to_string();
  if (definition.type.named->is_leaf() && field.selection_set != nullptr) {
    context_.report(fmt::format("Field \"{}\" must not have a selection since type \"{}\" has no subfields.",
                                field.name, type),
                    {field.selection_set->offset});
  } else if (!definition.type.named->is_leaf() && field.selection_set == nullptr) {
    context_.report(
        fmt::format("Field \"{0}\" of type \"{1}\" must have a selection of subfields. Did you mean "
                    "\"{0} {{ ... }}\"?",
                    field.name, type),
        {field.offset});
  }
}

void SelectionWalker::walk_spread(const ast::Selection& spread, const NamedType* parent) {
  validate_directives(context_, references_, spread.directives, "FRAGMENT_SPREAD");
  references_.spreads.push_back(&spread);
  const auto* const fragment = context_.prepared.find_fragment(spread.name);
  if (fragment == nullptr) {
    context_.report(fmt::format("Unknown fragment \"{}\".", spread.name), {spread.name_offset});
    return;
  }
  const auto* const type = context_.schema.find_type(fragment->type_condition);
  if (parent == nullptr || type == nullptr || !type->is_composite() || overlap(*parent, *type)) return;
  context_.report(
      fmt::format("Fragment \"{}\" cannot be spread here as objects of type \"{}\" can never be of type "
                  "\"{}\".",
                  spread.name, parent->name, type->name),
      {spread.offset});
}

void SelectionWalker::walk_inline_fragment(const ast::Selection& fragment, const NamedType* parent) {
  validate_directives(context_, references_, fragment.directives, "INLINE_FRAGMENT");
  if (fragment.name.empty()) {
    walk_set(*fragment.selection_set, parent);
    return;
  }
  const auto* const type = context_.schema.find_type(fragment.name);
  if (type == nullptr) {
    context_.report(fmt::format("Unknown type \"{}\".", fragment.name), {fragment.name_offset});
  } else if (!type->is_composite()) {
    context_.report(fmt::format("Fragment cannot condition on non composite type \"{}\".", type->name),
                    {fragment.name_offset});
  } else if (parent != nullptr && !overlap(*parent, *type)) {
    context_.report(
        fmt::format("Fragment cannot be spread here as objects of type \"{}\" can never be of type "
                    "\"{}\".",
                    parent->name, type->name),
        {fragment.offset});
  }
  walk_set(*fragment.selection_set, type != nullptr && type->is_composite() ? type : nullptr);
}

bool SelectionWalker::overlap(const NamedType& first, const NamedType& second) const {
  return &first == &second || std::any_of(first.possible_types.begin(), first.possible_types.end(),
                                          [&second](const NamedType* type) { return second.can_be(*type); });
}

}  // namespace

void validate_selections(ValidationContext& context) {
  for (const auto& operation : context.document().operations) {
    SelectionWalker(context, &operation).walk_operation(operation);
  }
  for (const auto& fragment : context.document().fragments) {
    SelectionWalker(context, &fragment).walk_fragment(fragment);
  }
}

}  // namespace kili::sandbox::graphql
