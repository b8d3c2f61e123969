#include <fmt/format.h>

#include <stdexcept>
#include <utility>

#include "graphql_server/coercion.hpp"
#include "graphql_server/introspection_schema.hpp"
#include "graphql_server/schema.hpp"
#include "graphql_server/sdl_parser.hpp"

namespace kili::sandbox::graphql {
namespace {

/// Turns definitions into a schema: first all types by name, then what refers to them.
class SchemaBuilder {
 public:
  /// @param without see Schema::parse().
  void add(std::string_view sdl, bool is_introspection, std::span<const std::string_view> without = {});
  std::shared_ptr<const Schema::Data> build();

 private:
  struct Source {
    std::string_view text;
    std::vector<SdlDefinition> definitions;
  };

  void declare(const SdlDefinition& definition, bool is_introspection);
  void define(const SdlDefinition& definition);
  void define_type(const SdlDefinition& definition, NamedType& type);
  void define_directive(const SdlDefinition& definition);
  void define_roots(const SdlDefinition& definition);
  void link_possible_types();
  void coerce_defaults(std::vector<InputValue>& inputs);
  void add_meta_fields();
  void index(NamedType& type, std::string_view name, std::size_t position, ast::Offset offset);
  [[nodiscard]] NamedType& find(const SdlName& name) const;
  [[nodiscard]] TypeRef resolve(const ast::TypeNode& node) const;
  [[nodiscard]] FieldDefinition make_field(const SdlField& field) const;
  [[nodiscard]] InputValue make_input(const SdlInputValue& input) const;
  [[noreturn]] void fail(const std::string& message, ast::Offset offset) const;

  std::shared_ptr<Schema::Data> data_ = std::make_shared<Schema::Data>();
  std::vector<Source> sources_;
  std::string_view current_source_;
  bool has_schema_definition_ = false;
};

ScalarKind scalar_kind(std::string_view name) {
  if (name == "Int") return ScalarKind::integer;
  if (name == "Float") return ScalarKind::floating;
  if (name == "String") return ScalarKind::string;
  if (name == "Boolean") return ScalarKind::boolean;
  if (name == "ID") return ScalarKind::id;
  if (name == "PageSize") return ScalarKind::page_size;
  if (name == "Date") return ScalarKind::date;
  return ScalarKind::json;
}

TypeKind type_kind(SdlKind kind) {
  switch (kind) {
    case SdlKind::object:
      return TypeKind::object;
    case SdlKind::interface:
      return TypeKind::interface;
    case SdlKind::union_type:
      return TypeKind::union_type;
    case SdlKind::enumeration:
      return TypeKind::enumeration;
    case SdlKind::input_object:
      return TypeKind::input_object;
    default:
      return TypeKind::scalar;
  }
}

std::optional<std::string> directive_text(const std::vector<ast::Directive>& directives,
                                          std::string_view name, std::string_view argument_name,
                                          std::string_view default_text) {
  for (const auto& directive : directives) {
    if (directive.name != name) continue;
    for (const auto& argument : directive.arguments) {
      if (argument.name == argument_name) return argument.value.text;
    }
    return std::string(default_text);
  }
  return std::nullopt;
}

std::optional<std::string> deprecation(const std::vector<ast::Directive>& directives) {
  return directive_text(directives, "deprecated", "reason", "No longer supported");
}

[[noreturn]] void fail_at(std::string_view source, const std::string& message, ast::Offset offset) {
  const auto [line, column] = locate(source, offset);
  throw std::invalid_argument(fmt::format("{} (line {}, column {})", message, line, column));
}

void SchemaBuilder::fail(const std::string& message, ast::Offset offset) const {
  fail_at(current_source_, message, offset);
}

/// @return how many of the members were removed.
template <typename Members>
std::size_t remove_member(Members& members, std::string_view name) {
  return std::erase_if(members, [&](const auto& member) { return member.name == name; });
}

void remove(std::vector<SdlDefinition>& definitions, std::string_view what) {
  const std::size_t dot = what.find('.');
  const std::string_view type = what.substr(0, dot);
  std::size_t removed = 0;
  if (dot == std::string_view::npos) {
    removed = remove_member(definitions, type);
  } else {
    const std::string_view member = what.substr(dot + 1);
    for (SdlDefinition& definition : definitions) {
      if (definition.name != type) continue;
      removed += remove_member(definition.fields, member) + remove_member(definition.inputs, member) +
                 remove_member(definition.values, member);
    }
  }
  if (removed == 0) throw std::invalid_argument(fmt::format("the schema has no {} to leave out", what));
}

void SchemaBuilder::add(std::string_view sdl, bool is_introspection,
                        std::span<const std::string_view> without) {
  current_source_ = sdl;
  try {
    sources_.push_back({sdl, parse_sdl(sdl)});
  } catch (const SyntaxError& error) {
    fail(error.what(), error.offset());
  }
  // Members before the types that they are of, which may go too.
  for (const bool members : {true, false}) {
    for (const std::string_view what : without) {
      if ((what.find('.') != std::string_view::npos) == members) remove(sources_.back().definitions, what);
    }
  }
  for (const auto& definition : sources_.back().definitions) declare(definition, is_introspection);
}

void SchemaBuilder::declare(const SdlDefinition& definition, bool is_introspection) {
  if (definition.is_extension) fail("Type extensions are not supported.", definition.offset);
  if (definition.kind == SdlKind::schema || definition.kind == SdlKind::directive) return;
  if (data_->find_type(definition.name) != nullptr) {
    fail(fmt::format("There can be only one type named \"{}\".", definition.name), definition.offset);
  }
  auto type = std::make_unique<NamedType>();
  type->kind = type_kind(definition.kind);
  type->scalar = scalar_kind(definition.name);
  type->is_introspection = is_introspection && definition.kind != SdlKind::scalar;
  type->name = definition.name;
  type->description = definition.description;
  type->specified_by = directive_text(definition.directives, "specifiedBy", "url", "");
  data_->types_by_name.emplace(type->name, type.get());
  data_->types.push_back(std::move(type));
}

NamedType& SchemaBuilder::find(const SdlName& name) const {
  for (const auto& type : data_->types) {
    if (type->name == name.name) return *type;
  }
  fail(fmt::format("Unknown type \"{}\".", name.name), name.offset);
}

TypeRef SchemaBuilder::resolve(const ast::TypeNode& node) const {
  if (const auto type = data_->resolve(node)) return *type;
  fail(fmt::format("Unknown type \"{}\".", node.name), node.name_offset);
}

InputValue SchemaBuilder::make_input(const SdlInputValue& input) const {
  const auto type = resolve(input.type);
  if (!type.named->is_input()) {
    fail(fmt::format("The type of \"{}\" must be an input type but got: {}.", input.name, type.to_string()),
         input.offset);
  }
  return {input.name,          input.description, type,
          input.default_value, std::nullopt,      deprecation(input.directives)};
}

FieldDefinition SchemaBuilder::make_field(const SdlField& field) const {
  FieldDefinition result{
      field.name, field.description, {}, resolve(field.type), deprecation(field.directives)};
  if (result.type.named->kind == TypeKind::input_object) {
    fail(fmt::format("The type of \"{}\" must be an output type but got: {}.", field.name,
                     result.type.to_string()),
         field.offset);
  }
  for (const auto& argument : field.arguments) {
    if (find_input(result.arguments, argument.name) != nullptr) {
      fail(fmt::format("Argument \"{}({}:)\" can only be defined once.", field.name, argument.name),
           argument.offset);
    }
    result.arguments.push_back(make_input(argument));
  }
  return result;
}

void SchemaBuilder::define(const SdlDefinition& definition) {
  if (definition.kind == SdlKind::schema) {
    define_roots(definition);
  } else if (definition.kind == SdlKind::directive) {
    define_directive(definition);
  } else {
    define_type(definition, find({definition.name, definition.offset}));
  }
}

void SchemaBuilder::define_type(const SdlDefinition& definition, NamedType& type) {
  for (const auto& field : definition.fields) type.fields.push_back(make_field(field));
  for (const auto& input : definition.inputs) type.inputs.push_back(make_input(input));
  for (const auto& value : definition.values) {
    type.values.push_back({value.name, value.description, deprecation(value.directives)});
  }
  // Indexed only now: the keys are views of names that no longer move.
  for (std::size_t i = 0; i < type.fields.size(); ++i)
    index(type, type.fields[i].name, i, definition.fields[i].offset);
  for (std::size_t i = 0; i < type.inputs.size(); ++i)
    index(type, type.inputs[i].name, i, definition.inputs[i].offset);
  for (std::size_t i = 0; i < type.values.size(); ++i) index(type, type.values[i].name, i, definition.offset);
  for (const auto& member : definition.members) {
    auto& members = type.kind == TypeKind::union_type ? type.possible_types : type.interfaces;
    members.push_back(&find(member));
  }
  const bool has_fields = type.kind == TypeKind::object || type.kind == TypeKind::interface;
  if ((has_fields || type.kind == TypeKind::input_object || type.kind == TypeKind::enumeration) &&
      type.index.empty()) {
    fail(fmt::format("Type {} must define one or more {}.", type.name,
                     type.kind == TypeKind::enumeration ? "values" : "fields"),
         definition.offset);
  }
}

void SchemaBuilder::index(NamedType& type, std::string_view name, std::size_t position, ast::Offset offset) {
  if (!type.index.emplace(name, position).second) {
    fail(fmt::format("\"{}.{}\" can only be defined once.", type.name, name), offset);
  }
}

void SchemaBuilder::define_directive(const SdlDefinition& definition) {
  if (data_->find_directive(definition.name) != nullptr) {
    fail(fmt::format("There can be only one directive named \"@{}\".", definition.name), definition.offset);
  }
  DirectiveDefinition directive{definition.name, definition.description, definition.is_repeatable, {}, {}};
  for (const auto& argument : definition.inputs) directive.arguments.push_back(make_input(argument));
  const auto& known_locations = find({"__DirectiveLocation", definition.offset});
  for (const auto& location : definition.members) {
    if (!known_locations.has_value(location.name)) {
      fail(fmt::format("Unknown directive location \"{}\".", location.name), location.offset);
    }
    directive.locations.push_back(location.name);
  }
  data_->directives.push_back(std::move(directive));
}

void SchemaBuilder::define_roots(const SdlDefinition& definition) {
  if (has_schema_definition_) fail("Must provide only one schema definition.", definition.offset);
  has_schema_definition_ = true;
  data_->description = definition.description;
  for (const auto& [operation, type_name] : definition.root_types) {
    const auto& type = find(type_name);
    if (operation == "query") data_->query = &type;
    if (operation == "mutation") data_->mutation = &type;
    if (operation == "subscription") data_->subscription = &type;
  }
}

void SchemaBuilder::link_possible_types() {
  for (const auto& type : data_->types) {
    if (type->kind != TypeKind::object) continue;
    type->possible_types.push_back(type.get());
    for (const auto* const interface : type->interfaces) {
      find({interface->name, 0}).possible_types.push_back(type.get());
    }
  }
}

void SchemaBuilder::coerce_defaults(std::vector<InputValue>& inputs) {
  for (auto& input : inputs) {
    if (!input.default_literal) continue;
    input.default_value = coerce_literal(*input.default_literal, input.type, nlohmann::json::object());
    if (!input.default_value) {
      throw std::invalid_argument(
          fmt::format("The default value of \"{}\" is not a {}.", input.name, input.type.to_string()));
    }
  }
}

void SchemaBuilder::add_meta_fields() {
  const auto reference = [this](std::string_view name, std::uint64_t wrappers) {
    return TypeRef{data_->find_type(name), wrappers};
  };
  const auto text = reference("String", ast::Wrappers::non_null);
  data_->schema_field = {"__schema",
                         "The schema of this server.",
                         {},
                         reference("__Schema", ast::Wrappers::non_null),
                         std::nullopt};
  data_->type_field = {
      "__type", "One type of this server.", {}, reference("__Type", ast::Wrappers::none), std::nullopt};
  data_->type_field.arguments.push_back({"name", "", text, std::nullopt, std::nullopt, std::nullopt});
  data_->typename_field = {"__typename", "The name of the object's type.", {}, text, std::nullopt};
}

std::shared_ptr<const Schema::Data> SchemaBuilder::build() {
  for (const auto& source : sources_) {
    // Directives check their locations against an enum, which therefore has to be complete.
    current_source_ = source.text;
    for (const auto& definition : source.definitions) {
      if (definition.kind != SdlKind::directive) define(definition);
    }
  }
  for (const auto& source : sources_) {
    current_source_ = source.text;
    for (const auto& definition : source.definitions) {
      if (definition.kind == SdlKind::directive) define(definition);
    }
  }
  link_possible_types();
  for (const auto& type : data_->types) {
    coerce_defaults(type->inputs);
    for (auto& field : type->fields) coerce_defaults(field.arguments);
  }
  for (auto& directive : data_->directives) coerce_defaults(directive.arguments);
  add_meta_fields();
  if (!has_schema_definition_) {
    data_->query = data_->find_type("Query");
    data_->mutation = data_->find_type("Mutation");
    data_->subscription = data_->find_type("Subscription");
  }
  if (data_->query == nullptr || data_->query->kind != TypeKind::object) {
    throw std::invalid_argument("Query root type must be provided (line 1, column 1)");
  }
  data_->cache = std::make_unique<DocumentCache>();
  return data_;
}

}  // namespace

Schema Schema::parse(std::string_view sdl, std::span<const std::string_view> without) {
  SchemaBuilder builder;
  builder.add(introspection_schema, true);
  builder.add(sdl, false, without);
  Schema schema;
  schema.data_ = builder.build();
  return schema;
}

}  // namespace kili::sandbox::graphql
