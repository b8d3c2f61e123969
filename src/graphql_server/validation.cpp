#include "graphql_server/validation.hpp"

#include <utility>

#include "graphql_server/validation_context.hpp"

namespace kili::sandbox::graphql {

void ValidationContext::report(std::string message, std::vector<ast::Offset> offsets) {
  if (is_full()) return;
  if (errors.size() == max_errors) {
    errors.push_back({"Too many validation errors, error limit reached. Validation aborted.", {}, nullptr});
    return;
  }
  errors.push_back({std::move(message), std::move(offsets), nullptr});
}

std::vector<Error> validate(const Schema::Data& schema, const PreparedDocument& document) {
  ValidationContext context{schema, document};
  validate_definitions(context);
  validate_selections(context);
  const auto errors_before = context.errors.size();
  validate_fragment_use(context);
  // Fragments that contain themselves are infinite and cannot be compared.
  const bool fragments_are_finite = context.errors.size() == errors_before;
  validate_variables(context);
  if (fragments_are_finite) validate_overlaps(context);
  return std::move(context.errors);
}

}  // namespace kili::sandbox::graphql
