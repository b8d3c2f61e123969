#include "graphql_server/execution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "graphql_server/coercion.hpp"
#include "graphql_server/introspection.hpp"
#include "graphql_server/printing.hpp"
#include "graphql_server/scalars.hpp"
#include "graphql_server/selection_plan.hpp"

namespace kili::sandbox::graphql {
namespace {

using nlohmann::json;

/// A place in the result, linked upwards; only written out when there is an error to report.
struct Path {
  const Path* parent = nullptr;
  const std::string* key = nullptr;
  std::size_t index = 0;
};

json to_json(const Path* path) {
  auto result = json::array();
  for (; path != nullptr; path = path->parent) {
    result.push_back(path->key != nullptr ? json(*path->key) : json(path->index));
  }
  std::reverse(result.begin(), result.end());
  return result;
}

std::string full_name(const PlannedField& field) { return field.parent->name + '.' + field.definition->name; }

/// Tells a resolver what is selected below a root field.
class PlannedSelection : public Selection {
 public:
  explicit PlannedSelection(std::vector<const ObjectPlan*> plans) : plans_(std::move(plans)) {}

  [[nodiscard]] bool has(std::string_view field) const override {
    return std::any_of(plans_.begin(), plans_.end(), [field](const ObjectPlan* plan) {
      return std::any_of(plan->fields.begin(), plan->fields.end(),
                         [field](const PlannedField& planned) { return planned.definition->name == field; });
    });
  }

 private:
  std::vector<const ObjectPlan*> plans_;
};

/// Computes the result of one operation. The `complete_` functions return false when null has to spread to
/// what holds the value; the error is recorded by then.
class Executor {
 public:
  Executor(const Schema::Data& schema, const PreparedDocument& document, const ast::Operation& operation,
           const json& variables, const RootResolver& resolver)
      : schema_(schema),
        document_(document),
        operation_(operation),
        variables_(variables),
        resolver_(resolver),
        planner_(schema, document, variables) {}

  json run();

 private:
  bool complete_root(ObjectPlan& plan, json& data);
  bool complete_root_field(PlannedField& field, json& out);
  json resolve_root_field(PlannedField& field);
  PlannedSelection selection_of(PlannedField& field);
  bool complete_nullable(PlannedField& field, TypeRef type, json& source, json& out, const Path& path);
  bool complete(PlannedField& field, TypeRef type, json& source, json& out, const Path& path);
  bool complete_list(PlannedField& field, TypeRef item_type, json& source, json& out, const Path& path);
  bool complete_object(PlannedField& field, const NamedType& type, json& source, json& out, const Path& path);
  bool complete_child(PlannedField& field, const NamedType& parent, json& source, json& out,
                      const Path& path);
  const NamedType* concrete_type(const NamedType& type, const json& source) const;
  json take_value(PlannedField& field, const NamedType& parent, json& source);
  bool fail(const PlannedField& field, const std::string& message, const Path& path);

  /// Only introspection can request more than a resolver returned.
  static constexpr std::size_t max_introspected_fields_ = 200'000;

  const Schema::Data& schema_;
  const PreparedDocument& document_;
  const ast::Operation& operation_;
  const json& variables_;
  const RootResolver& resolver_;
  Planner planner_;
  const NamedType* root_ = nullptr;
  std::vector<Error> errors_;
  std::size_t introspected_fields_ = 0;
};

json Executor::run() {
  json data = nullptr;
  root_ = schema_.root_type(operation_.type);
  try {
    auto plan = planner_.plan_operation(operation_, *root_);
    if (!complete_root(plan, data)) data = nullptr;
  } catch (const ArgumentError& error) {
    errors_.push_back({error.what(), {error.offset()}, nullptr});
  } catch (const PlanTooLarge& error) {
    data = nullptr;
    errors_.push_back({error.what(), {operation_.offset}, nullptr});
  }
  json body = {{"data", std::move(data)}};
  if (!errors_.empty()) {
    auto& errors = body["errors"] = json::array();
    for (const auto& error : errors_)
      errors.push_back(graphql::to_json(error, document_.document.source, operation_failed));
  }
  return body;
}

bool Executor::complete_root(ObjectPlan& plan, json& data) {
  data = json::object();
  for (auto& field : plan.fields) {
    if (!complete_root_field(field, data[field.key])) return false;
  }
  return true;
}

bool Executor::complete_root_field(PlannedField& field, json& out) {
  const Path path{nullptr, &field.key, 0};
  const auto type = field.definition->type;
  try {
    auto value = resolve_root_field(field);
    return complete_nullable(field, type, value, out, path);
  } catch (const ArgumentError& error) {
    errors_.push_back({error.what(), {error.offset()}, to_json(&path)});
  } catch (const ResolverError& error) {
    fail(field, error.what(), path);
    if (error.extensions() != nullptr) errors_.back().extensions = *error.extensions();
  }
  out = nullptr;
  return !type.is_non_null();
}

json Executor::resolve_root_field(PlannedField& field) {
  const auto& definition = *field.definition;
  const auto& node = *field.nodes.front();
  if (&definition == &schema_.typename_field) return root_->name;
  if (&definition == &schema_.schema_field) return introspect_schema();
  const auto arguments = coerce_arguments(definition.arguments, node.arguments, node.offset, variables_);
  if (&definition == &schema_.type_field) return introspect_type(schema_, arguments);
  return resolver_(ast::to_string(operation_.type), definition.name, arguments, selection_of(field));
}

PlannedSelection Executor::selection_of(PlannedField& field) {
  std::vector<const ObjectPlan*> plans;
  plans.reserve(field.definition->type.named->possible_types.size());
  for (const auto* const type : field.definition->type.named->possible_types) {
    plans.push_back(&planner_.children(field, *type));
  }
  return PlannedSelection(std::move(plans));
}

bool Executor::complete_nullable(PlannedField& field, TypeRef type, json& source, json& out,
                                 const Path& path) {
  if (complete(field, type, source, out, path)) return true;
  out = nullptr;
  return !type.is_non_null();
}

bool Executor::complete(PlannedField& field, TypeRef type, json& source, json& out, const Path& path) {
  if (source.is_null()) {
    if (!type.is_non_null()) return true;
    return fail(field, fmt::format("Cannot return null for non-nullable field {}.", full_name(field)), path);
  }
  const auto nullable = type.nullable();
  if (nullable.is_list()) return complete_list(field, nullable.inner(), source, out, path);
  const auto& named = *nullable.named;
  if (!named.is_leaf()) return complete_object(field, named, source, out, path);
  const auto message = serialise_leaf(named, source);
  if (!message.empty()) return fail(field, message, path);
  out = std::move(source);
  return true;
}

bool Executor::complete_list(PlannedField& field, TypeRef item_type, json& source, json& out,
                             const Path& path) {
  if (!source.is_array()) {
    return fail(field,
                fmt::format("Expected Iterable, but did not find one for field \"{}\".", full_name(field)),
                path);
  }
  auto& items = source.get_ref<json::array_t&>();
  json::array_t result(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!complete_nullable(field, item_type, items[i], result[i], Path{&path, nullptr, i})) return false;
  }
  out = std::move(result);
  return true;
}

bool Executor::complete_object(PlannedField& field, const NamedType& type, json& source, json& out,
                               const Path& path) {
  const auto* const object_type = concrete_type(type, source);
  if (object_type == nullptr) {
    return fail(field, fmt::format("Expected value of type \"{}\" but got: {}.", type.name, inspect(source)),
                path);
  }
  auto& plan = planner_.children(field, *object_type);
  json::object_t result;
  for (auto& child : plan.fields) {
    const auto position = result.emplace_hint(result.end(), child.key, nullptr);
    if (!complete_child(child, *object_type, source, position->second, Path{&path, &child.key, 0}))
      return false;
  }
  out = std::move(result);
  return true;
}

const NamedType* Executor::concrete_type(const NamedType& type, const json& source) const {
  if (type.is_introspection) return &type;
  if (!source.is_object()) return nullptr;
  if (!type.is_abstract()) return &type;
  const auto name = source.find("__typename");
  if (name == source.end() || !name->is_string()) return nullptr;
  const auto* const object_type = schema_.find_type(name->get_ref<const std::string&>());
  return object_type != nullptr && type.can_be(*object_type) ? object_type : nullptr;
}

bool Executor::complete_child(PlannedField& field, const NamedType& parent, json& source, json& out,
                              const Path& path) {
  const auto type = field.definition->type;
  try {
    auto value = take_value(field, parent, source);
    return complete_nullable(field, type, value, out, path);
  } catch (const ArgumentError& error) {
    errors_.push_back({error.what(), {error.offset()}, to_json(&path)});
  }
  return !type.is_non_null();
}

json Executor::take_value(PlannedField& field, const NamedType& parent, json& source) {
  const auto& definition = *field.definition;
  if (&definition == &schema_.typename_field) return parent.name;
  if (parent.is_introspection) {
    if (++introspected_fields_ > max_introspected_fields_)
      throw PlanTooLarge("The introspection query is too large.");
    const auto& node = *field.nodes.front();
    const auto arguments = coerce_arguments(definition.arguments, node.arguments, node.offset, variables_);
    return introspect_field(schema_, parent, source, definition, arguments);
  }
  const auto found = source.find(definition.name);
  if (found == source.end()) return nullptr;
  return field.is_last_reader ? std::move(*found) : json(*found);
}

bool Executor::fail(const PlannedField& field, const std::string& message, const Path& path) {
  Error error{message, {}, to_json(&path)};
  for (const auto* const node : field.nodes) error.offsets.push_back(node->offset);
  errors_.push_back(std::move(error));
  return false;
}

}  // namespace

json execute_operation(const Schema::Data& schema, const PreparedDocument& document,
                       const ast::Operation& operation, const json& variables, const RootResolver& resolver) {
  return Executor(schema, document, operation, variables, resolver).run();
}

}  // namespace kili::sandbox::graphql
