#pragma once

#include <string_view>
#include <vector>

namespace kili::graphql {

/// An operation of a document, as much of it as decides how it is sent. The texts are parts of the document.
struct ScannedOperation {
  enum class Kind {
    mutation,
    query,
    subscription
  };

  [[nodiscard]] bool has_variable(std::string_view variable) const noexcept;

  Kind kind = Kind::query;
  std::string_view name{};        ///< Empty: it has none.
  std::string_view root_field{};  ///< The first one, without its alias; empty: it begins with a fragment.
  std::vector<std::string_view> variables{};  ///< Without "$".
};

/// The operations of a GraphQL document, in their order. Comments, strings and fragments are passed over; the
/// service checks what is in an operation.
/// @throws ValidationError, with the line, for a document that is empty, has no operation, has anything but
/// operations and fragments, or whose brackets or strings do not end.
[[nodiscard]] std::vector<ScannedOperation> scan_document(std::string_view document);

/// The operation of this name; without a name, the only one.
/// @throws ValidationError there is none of that name, or there are several and no name.
[[nodiscard]] const ScannedOperation& operation_of(const std::vector<ScannedOperation>& operations,
                                                   std::string_view name);

}  // namespace kili::graphql
