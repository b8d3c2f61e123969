#include "graphql_server/selection_plan.hpp"

#include <algorithm>
#include <unordered_set>

#include "graphql_server/coercion.hpp"

namespace kili::sandbox::graphql {
namespace {

void mark_last_readers(ObjectPlan& plan) {
  std::unordered_set<const FieldDefinition*> read_later;
  std::for_each(plan.fields.rbegin(), plan.fields.rend(), [&read_later](PlannedField& field) {
    field.is_last_reader = read_later.insert(field.definition).second;
  });
}

}  // namespace

ObjectPlan Planner::plan_operation(const ast::Operation& operation, const NamedType& type) {
  ObjectPlan plan{&type, {}};
  std::vector<const ast::Fragment*> visited;
  collect(operation.selection_set, plan, visited);
  return plan;
}

ObjectPlan& Planner::children(PlannedField& field, const NamedType& type) {
  for (const auto& [child_type, plan] : field.children) {
    if (child_type == &type) return *plan;
  }
  auto plan = std::make_unique<ObjectPlan>(ObjectPlan{&type, {}});
  std::vector<const ast::Fragment*> visited;
  for (const auto* const node : field.nodes) {
    if (node->selection_set != nullptr) collect(*node->selection_set, *plan, visited);
  }
  // Objects of the result keep their keys sorted: appending in order is faster than searching.
  std::sort(plan->fields.begin(), plan->fields.end(),
            [](const PlannedField& first, const PlannedField& second) { return first.key < second.key; });
  mark_last_readers(*plan);
  field.children.emplace_back(&type, std::move(plan));
  return *field.children.back().second;
}

void Planner::collect(const ast::SelectionSet& set, ObjectPlan& plan,
                      std::vector<const ast::Fragment*>& visited) {
  for (const auto& selection : set.items) {
    if (++fields_ > max_fields_) throw PlanTooLarge("The operation selects too many fields.");
    if (!is_included(selection)) continue;
    switch (selection.kind) {
      case ast::SelectionKind::field:
        add_field(selection, plan);
        break;
      case ast::SelectionKind::inline_fragment:
        if (selection.name.empty() || applies_to(selection.name, *plan.type)) {
          collect(*selection.selection_set, plan, visited);
        }
        break;
      case ast::SelectionKind::fragment_spread: {
        const auto* const fragment = document_.find_fragment(selection.name);
        if (fragment == nullptr || std::find(visited.begin(), visited.end(), fragment) != visited.end())
          break;
        visited.push_back(fragment);
        if (applies_to(fragment->type_condition, *plan.type)) collect(fragment->selection_set, plan, visited);
        break;
      }
    }
  }
}

void Planner::add_field(const ast::Selection& selection, ObjectPlan& plan) {
  const auto& key = selection.response_key();
  const auto found = std::find_if(plan.fields.begin(), plan.fields.end(),
                                  [&key](const PlannedField& field) { return field.key == key; });
  if (found != plan.fields.end()) {
    found->nodes.push_back(&selection);
    return;
  }
  PlannedField field;
  field.key = key;
  field.parent = plan.type;
  field.definition = schema_.find_field(*plan.type, selection.name);
  field.nodes.push_back(&selection);
  plan.fields.push_back(std::move(field));
}

bool Planner::is_included(const ast::Selection& selection) const {
  for (const auto& directive : selection.directives) {
    const bool is_skip = directive.name == "skip";
    if (!is_skip && directive.name != "include") continue;
    const auto* const definition = schema_.find_directive(directive.name);
    const auto arguments =
        coerce_arguments(definition->arguments, directive.arguments, directive.offset, variables_);
    if (arguments.at("if").get<bool>() == is_skip) return false;
  }
  return true;
}

bool Planner::applies_to(std::string_view type_condition, const NamedType& type) const {
  const auto* const condition = schema_.find_type(type_condition);
  return condition == &type || (condition != nullptr && condition->can_be(type));
}

}  // namespace kili::sandbox::graphql
