#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace kili::api {

/// A GraphQL document of the caller's, and the operation of it that is meant. Cheap to copy.
class Document {
 public:
  /// @param operation_name empty: the document has one operation.
  /// @throws ValidationError the text is no document, has no such operation, or it is a subscription.
  Document(std::string_view text, std::string_view operation_name);

  [[nodiscard]] const std::string& text() const noexcept;
  /// As it was given.
  [[nodiscard]] const std::string& operation_name() const noexcept;
  /// Of the root field, or else of the operation: for logs and messages. Valid as long as a copy.
  [[nodiscard]] std::string_view shown_name() const noexcept;
  [[nodiscard]] bool is_query() const noexcept;
  [[nodiscard]] bool has_variable(std::string_view name) const noexcept;

 private:
  struct Contents;
  std::shared_ptr<const Contents> contents_;
};

}  // namespace kili::api
