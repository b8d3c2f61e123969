#include <memory>

#include "client/client_implementation.hpp"
#include "kili/client.hpp"
#include "use_cases/documents/document_pages.hpp"
#include "use_cases/documents/execute_document.hpp"

namespace kili {
inline namespace v0_1 {

Json Client::execute(std::string_view document, const Json& variables, const ExecuteSettings& settings,
                     const CallOptions& options) const {
  return use_cases::ExecuteDocument(connection().resources())
      .run(document, variables, settings, connection().begin_call("execute", options));
}

JsonPages Client::pages(std::string_view document, const Json& variables, const PagesSettings& settings,
                        const CallOptions& options) const {
  return JsonPages(std::make_unique<use_cases::DocumentPages>(
      connection().resources(), document, variables, settings, connection().begin_call("pages", options)));
}

}  // namespace v0_1
}  // namespace kili
