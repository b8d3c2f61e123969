#include "use_cases/documents/execute_document.hpp"

#include <nlohmann/json.hpp>

#include "api/documents/document.hpp"
#include "use_cases/documents/document_arguments.hpp"

namespace kili::use_cases {

Json ExecuteDocument::run(std::string_view document, const Json& variables, const ExecuteSettings& settings,
                          const support::CallContext& context) const {
  const api::Document checked(document, settings.operation_name);
  return resources_.api->documents.execute(checked, text_of_variables(variables),
                                           settings.idempotent.value_or(checked.is_query()), context);
}

}  // namespace kili::use_cases
