#include "graphql_server/engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "graphql_server/coercion.hpp"
#include "graphql_server/document_parser.hpp"
#include "graphql_server/execution.hpp"
#include "graphql_server/schema.hpp"
#include "graphql_server/validation.hpp"

namespace kili::sandbox::graphql {
namespace {

using nlohmann::json;

void index_fragments(PreparedDocument& prepared) {
  for (const auto& fragment : prepared.document.fragments)
    prepared.fragments.emplace(fragment.name, &fragment);
}

/// @throws SyntaxError.
std::shared_ptr<const PreparedDocument> prepare(const Schema::Data& schema, std::string_view source) {
  if (auto known = schema.cache->find(source)) return known;
  auto prepared = std::make_shared<PreparedDocument>();
  prepared->document = parse_document(source);
  index_fragments(*prepared);
  prepared->errors = validate(schema, *prepared);
  schema.cache->insert(prepared);
  return prepared;
}

Response refuse(const std::vector<Error>& errors, std::string_view source) {
  Response response{400, {{"errors", json::array()}}};
  for (const auto& error : errors)
    response.body["errors"].push_back(to_json(error, source, validation_failed));
  return response;
}

/// Copying and writing JSON is recursive: deeply nested values would overflow the stack.
bool is_nested_too_deeply(const json& value) {
  constexpr std::size_t max_json_depth = 500;
  std::vector<std::pair<const json*, std::size_t>> pending = {{&value, 0}};
  while (!pending.empty()) {
    const auto [item, depth] = pending.back();
    pending.pop_back();
    if (!item->is_structured()) continue;
    if (depth == max_json_depth) return true;
    for (const auto& child : *item) {
      if (child.is_structured()) pending.emplace_back(&child, depth + 1);
    }
  }
  return false;
}

/// The operation to run, or null and why there is none.
const ast::Operation* select_operation(const ast::Document& document, const std::optional<std::string>& name,
                                       std::string& problem) {
  const auto& operations = document.operations;
  if (name) {
    const auto found =
        std::find_if(operations.begin(), operations.end(),
                     [&name](const ast::Operation& operation) { return operation.name == *name; });
    if (found != operations.end() && !name->empty()) return &*found;
    problem = fmt::format("Unknown operation named \"{}\".", *name);
    return nullptr;
  }
  if (operations.size() == 1) return &operations.front();
  problem = operations.empty() ? "Must provide an operation."
                               : "Must provide operation name if query contains multiple operations.";
  return nullptr;
}

void collect_root_fields(const ast::SelectionSet& set, const PreparedDocument& prepared,
                         std::vector<const ast::Fragment*>& visited, std::vector<std::string>& fields) {
  for (const auto& selection : set.items) {
    if (selection.kind == ast::SelectionKind::field) {
      if (std::find(fields.begin(), fields.end(), selection.name) == fields.end())
        fields.push_back(selection.name);
    } else if (selection.kind == ast::SelectionKind::inline_fragment) {
      collect_root_fields(*selection.selection_set, prepared, visited, fields);
    } else if (const auto* const fragment = prepared.find_fragment(selection.name)) {
      if (std::find(visited.begin(), visited.end(), fragment) != visited.end()) continue;
      visited.push_back(fragment);
      collect_root_fields(fragment->selection_set, prepared, visited, fields);
    }
  }
}

}  // namespace

std::vector<std::string> root_fields(std::string_view document,
                                     const std::optional<std::string>& operation_name) {
  PreparedDocument prepared;
  try {
    prepared.document = parse_document(document);
  } catch (const SyntaxError&) {
    return {};
  }
  index_fragments(prepared);
  std::string problem;
  const auto* const operation = select_operation(prepared.document, operation_name, problem);
  if (operation == nullptr) return {};
  std::vector<const ast::Fragment*> visited;
  std::vector<std::string> fields;
  collect_root_fields(operation->selection_set, prepared, visited, fields);
  return fields;
}

Response execute(const Schema& schema, std::string_view document, const json& variables,
                 const std::optional<std::string>& operation_name, const RootResolver& resolver) {
  std::shared_ptr<const PreparedDocument> prepared;
  try {
    prepared = prepare(schema.data(), document);
  } catch (const SyntaxError& error) {
    return refuse({{error.what(), {error.offset()}, nullptr}}, document);
  }
  if (!prepared->errors.empty()) return refuse(prepared->errors, document);
  if (!variables.is_null() && !variables.is_object()) {
    return refuse({{"Variables must be provided as an object.", {}, nullptr}}, document);
  }
  if (is_nested_too_deeply(variables))
    return refuse({{"Variables are nested too deeply.", {}, nullptr}}, document);
  std::string problem;
  const auto* const operation = select_operation(prepared->document, operation_name, problem);
  if (operation == nullptr) return refuse({{problem, {}, nullptr}}, document);
  std::vector<Error> errors;
  const auto values =
      coerce_variables(schema.data(), *operation, variables.is_null() ? json::object() : variables, errors);
  if (!errors.empty()) return refuse(errors, document);
  return {200, execute_operation(schema.data(), *prepared, *operation, values, resolver)};
}

}  // namespace kili::sandbox::graphql
