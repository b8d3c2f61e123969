#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graphql_server/document_cache.hpp"
#include "graphql_server/schema.hpp"

namespace kili::sandbox::graphql {

/// Where a definition reads a variable; `type` is what is expected there, nothing inside a scalar that takes
/// anything.
struct VariableUsage {
  const ast::Value* node = nullptr;
  std::optional<TypeRef> type;
  bool has_default = false;
};

/// References of an operation or fragment, including its selections at any depth.
struct References {
  std::vector<VariableUsage> variables;
  std::vector<const ast::Selection*> spreads;
};

/// Data shared by the rules. Rules that look at selections fill `references`, the others read it.
struct ValidationContext {
  const Schema::Data& schema;
  const PreparedDocument& prepared;
  std::vector<Error> errors{};
  std::unordered_map<const void*, References> references{};  ///< By operation or fragment.

  [[nodiscard]] const ast::Document& document() const noexcept { return prepared.document; }
  [[nodiscard]] bool is_full() const noexcept { return errors.size() > max_errors; }
  void report(std::string message, std::vector<ast::Offset> offsets);

  /// Limits the response to a hostile document, which could be many times its size.
  static constexpr std::size_t max_errors = 100;
};

// The rules, grouped by what they check.
void validate_definitions(ValidationContext& context);
void validate_selections(ValidationContext& context);
void validate_fragment_use(ValidationContext& context);
void validate_variables(ValidationContext& context);
void validate_overlaps(ValidationContext& context);

void validate_value(ValidationContext& context, References& references, const ast::Value& value,
                    std::optional<TypeRef> type, bool has_default = false);
void validate_arguments(ValidationContext& context, References& references,
                        const std::vector<ast::Argument>& arguments,
                        const std::vector<InputValue>& definitions, ast::Offset owner,
                        std::string_view field_name, std::string_view owner_name);
void validate_directives(ValidationContext& context, References& references,
                         const std::vector<ast::Directive>& directives, std::string_view location);

}  // namespace kili::sandbox::graphql
