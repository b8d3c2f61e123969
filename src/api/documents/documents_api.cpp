#include "api/documents/documents_api.hpp"

#include <cstddef>
#include <limits>

namespace kili::api {

nlohmann::json DocumentsApi::execute(const Document& document, std::string_view variables, bool idempotent,
                                     support::CallContext context) const {
  if (!idempotent) {
    // It is not asked again with more memory when its answer is large.
    constexpr std::size_t any_size = std::numeric_limits<std::size_t>::max() / 4;
    context.expected = {.bytes = any_size, .bytes_of_values = any_size};
  }
  return graphql_->execute_as_written({.document = document.text(),
                                       .idempotent = idempotent,
                                       .name = document.shown_name(),
                                       .result = {},
                                       .operation_name = document.operation_name()},
                                      variables, context);
}

}  // namespace kili::api
