#include "api/documents/document.hpp"

#include "graphql/document_scan.hpp"
#include "kili/errors.hpp"
#include "support/text.hpp"

namespace kili::api {

struct Document::Contents {
  std::string text;
  std::string operation_name;
  graphql::ScannedOperation operation{};  ///< Its texts are parts of `text`.
};

Document::Document(std::string_view text, std::string_view operation_name) {
  if (support::trim(text).empty()) {
    throw ValidationError(
        "document is empty; give a GraphQL document such as \"query { viewer { email } }\"");
  }
  if (!support::is_valid_utf8(text)) throw ValidationError("document is not UTF-8 text");
  const auto contents = std::make_shared<Contents>(
      Contents{.text = std::string(text), .operation_name = std::string(operation_name)});
  contents->operation =
      graphql::operation_of(graphql::scan_document(contents->text), contents->operation_name);
  if (contents->operation.kind == graphql::ScannedOperation::Kind::subscription) {
    throw ValidationError(
        "document is a subscription, which is not answered once; give a query and ask again");
  }
  contents_ = contents;
}

const std::string& Document::text() const noexcept { return contents_->text; }
const std::string& Document::operation_name() const noexcept { return contents_->operation_name; }
bool Document::is_query() const noexcept {
  return contents_->operation.kind == graphql::ScannedOperation::Kind::query;
}
bool Document::has_variable(std::string_view name) const noexcept {
  return contents_->operation.has_variable(name);
}

std::string_view Document::shown_name() const noexcept {
  const auto& operation = contents_->operation;
  if (!operation.root_field.empty()) return operation.root_field;
  if (!operation.name.empty()) return operation.name;
  return is_query() ? "query" : "mutation";
}

}  // namespace kili::api
