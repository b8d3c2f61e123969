#include "graphql/field_selection.hpp"

#include <string>
#include <vector>

#include "fuzz/fuzz_properties.hpp"
#include "fuzz/fuzz_targets.hpp"
#include "graphql_server/document_parser.hpp"
#include "kili/errors.hpp"

namespace kili::fuzz {
namespace {

std::string without_indent(std::string_view selection) {
  std::string result;
  while (!selection.empty()) {
    std::string_view line = take_until(selection, "\n");
    const auto begin = line.find_first_not_of(' ');
    result.append(line.substr(begin == std::string_view::npos ? line.size() : begin));
    result += '\n';
  }
  return result;
}

}  // namespace

/// A field on each line.
void fuzz_field_paths(std::string_view input) {
  constexpr std::size_t indent = 4;
  std::vector<std::string> fields;
  for (std::string_view rest = input; !rest.empty();) fields.emplace_back(take_until(rest, "\n"));
  std::string selection;
  if (!parses<ValidationError>([&] { selection = graphql::selection_of(fields, 0); })) return;
  require(without_indent(graphql::selection_of(fields, indent)) == without_indent(selection),
          "the indent of a selection is nothing but blanks");
  constexpr std::size_t most_for_a_character = 128;  // two lines with the deepest indent
  require(selection.size() <= most_for_a_character * input.size(),
          "a selection is about as long as its fields");
  for (const std::string& field : std::vector<std::string>(fields)) fields.push_back(field);
  require(graphql::selection_of(fields, 0) == selection, "fields that are repeated count once");

  // Whatever the fields are, they stay below the field that they are of.
  const auto document = sandbox::graphql::parse_document("query { assets {\n" + selection + "} }");
  require(document.operations.size() == 1 && document.fragments.empty() && document.foreign.empty(),
          "fields bring no operation into a query");
  const auto& operation = document.operations.front();
  require(operation.variables.empty() && operation.directives.empty() &&
              operation.selection_set.items.size() == 1,
          "fields bring nothing beside their field into a query");
  require(operation.selection_set.items.front().directives.empty(), "fields bring no directive into a query");
}

}  // namespace kili::fuzz
