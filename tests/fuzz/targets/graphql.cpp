#include "graphql_server/engine.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "fuzz/fuzz_properties.hpp"
#include "fuzz/fuzz_targets.hpp"
#include "graphql/document_scan.hpp"
#include "graphql_server/document_parser.hpp"
#include "graphql_server/error.hpp"
#include "graphql_server/printing.hpp"
#include "kili/errors.hpp"
#include "support/text.hpp"

namespace kili::fuzz {
namespace {

using nlohmann::json;
namespace server = sandbox::graphql;

server::Schema schema_of_sandbox() {
  std::ifstream file(KILI_SCHEMA_FILE, std::ios::binary);
  return server::Schema::parse(std::string(std::istreambuf_iterator<char>(file), {}));
}

/// Some value for each field: often one that does not fit.
json resolve_field(std::string_view field, const json& arguments) {
  switch ((field.size() + arguments.size()) % 5) {
    case 0:
      return nullptr;
    case 1:
      return json::array({json{{"id", "a"}, {"externalId", "b"}, {"labels", json::array()}}, nullptr});
    case 2:
      return json{{"id", "a"}, {"title", "t"}};
    case 3:
      return field.size();
    default:
      throw server::ResolverError("not found");
  }
}

void check_answer(const server::Response& response, std::string_view document) {
  require(response.status == 200 || response.status == 400, "a request is answered, or refused");
  const bool has_errors = response.body.contains("errors");
  require(response.body.contains("data") == (response.status == 200), "a request that is answered has data");
  require(has_errors || response.status == 200, "a request that is refused says why");
  if (!has_errors) return;
  const json& errors = response.body.at("errors");
  require(errors.is_array() && !errors.empty(), "errors are a list");
  const auto lines = static_cast<std::size_t>(std::count(document.begin(), document.end(), '\n') +
                                              std::count(document.begin(), document.end(), '\r')) +
                     1;
  for (const json& error : errors) {
    require(!error.at("message").get_ref<const std::string&>().empty(), "an error has a message");
    if (!error.contains("locations")) continue;
    for (const json& location : error.at("locations")) {
      require(location.at("line").get<std::size_t>() <= lines, "an error is in the document");
      require(location.at("column").get<std::size_t>() <= document.size() + 1, "an error is in its line");
    }
  }
  // What is sent back is JSON, whatever was in the document.
  static_cast<void>(response.body.dump());
}

void check_values(const std::vector<server::ast::Argument>& arguments) {
  for (const auto& argument : arguments) {
    const std::string text = server::print(argument.value);
    const auto again = server::parse_document("{a(b:" + text + ")}");
    require(server::print(again.operations.at(0).selection_set.items.at(0).arguments.at(0).value) == text,
            "a literal that was printed is the same");
  }
}

void check_selections(const server::ast::SelectionSet& set) {
  for (const auto& selection : set.items) {
    check_values(selection.arguments);
    if (selection.selection_set) check_selections(*selection.selection_set);
  }
}

graphql::ScannedOperation::Kind kind_of(server::ast::OperationType type) {
  using Kind = graphql::ScannedOperation::Kind;
  if (type == server::ast::OperationType::query) return Kind::query;
  return type == server::ast::OperationType::mutation ? Kind::mutation : Kind::subscription;
}

/// What decides how the client sends a document is what the document says.
void check_scan(std::string_view document, const server::ast::Document& parsed) {
  if (parsed.operations.empty() || !parsed.foreign.empty()) return;
  const auto scanned = graphql::scan_document(document);
  require(scanned.size() == parsed.operations.size(), "all operations of a document are found");
  for (std::size_t i = 0; i < scanned.size(); ++i) {
    const auto& operation = parsed.operations[i];
    require(scanned[i].kind == kind_of(operation.type), "the kind of an operation is found");
    require(scanned[i].name == operation.name, "the name of an operation is found");
    require(scanned[i].variables.size() == operation.variables.size(), "no other variables are found");
    for (const auto& variable : operation.variables)
      require(scanned[i].has_variable(variable.name), "the variables of an operation are found");
    const auto& first = operation.selection_set.items.front();
    const bool is_field = first.kind == server::ast::SelectionKind::field;
    require(scanned[i].root_field == (is_field ? first.name : std::string()), "the root field is found");
  }
}

}  // namespace

/// A document, as the server reads it and the client scans it; behind a line of "---" its variables. Read as
/// a schema, too.
void fuzz_graphql(std::string_view input) {
  static const server::Schema schema = schema_of_sandbox();
  static_cast<void>(
      parses<std::invalid_argument>([input] { static_cast<void>(server::Schema::parse(input)); }));

  const std::string_view document = take_until(input, "\n---\n");
  static_cast<void>(
      parses<ValidationError>([document] { static_cast<void>(graphql::scan_document(document)); }));
  // Requests are JSON, so that what they hold is UTF-8; other bytes get no further than the parser.
  if (!support::is_valid_utf8(document)) {
    static_cast<void>(
        parses<server::SyntaxError>([&] { static_cast<void>(server::parse_document(document)); }));
    return;
  }
  json variables = json::parse(input, nullptr, false);
  if (variables.is_discarded()) variables = nullptr;
  const auto resolver = [](std::string_view, std::string_view field, const json& arguments,
                           const server::Selection&) { return resolve_field(field, arguments); };
  const auto response = server::execute(schema, document, variables, std::nullopt, resolver);
  check_answer(response, document);
  const auto again = server::execute(schema, document, variables, std::nullopt, resolver);
  require(again.status == response.status && again.body == response.body,
          "a request is answered the same way again");

  const auto fields = server::root_fields(document, std::nullopt);
  const bool is_document = parses<server::SyntaxError>([&] {
    const auto parsed = server::parse_document(document);
    for (const auto& operation : parsed.operations) check_selections(operation.selection_set);
    check_scan(document, parsed);
  });
  require(is_document || (fields.empty() && response.status == 400), "what is no document is refused");
}

}  // namespace kili::fuzz
