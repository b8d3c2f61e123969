#include "graphql/document_scan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "graphql/document_tokens.hpp"
#include "kili/errors.hpp"
#include "support/shown_text.hpp"

namespace kili::graphql {
namespace {

constexpr std::string_view fragment_keyword = "fragment";

std::optional<ScannedOperation::Kind> kind_of(std::string_view keyword) noexcept {
  if (keyword == "query") return ScannedOperation::Kind::query;
  if (keyword == "mutation") return ScannedOperation::Kind::mutation;
  if (keyword == "subscription") return ScannedOperation::Kind::subscription;
  return std::nullopt;
}

class Scan {
 public:
  explicit Scan(std::string_view document) : tokens_(document), token_(tokens_.next()) {}

  [[nodiscard]] std::vector<ScannedOperation> operations() {
    while (token_.kind != Token::Kind::end) {
      if (token_.is("{")) {
        operations_.emplace_back();
        read_selection(&operations_.back());
      } else if (const auto kind = kind_of(token_.text); kind && token_.kind == Token::Kind::name) {
        read_operation(*kind);
      } else if (token_.kind == Token::Kind::name && token_.text == fragment_keyword) {
        pass_to_selection(nullptr);
        read_selection(nullptr);
      } else {
        tokens_.fail(
            fmt::format("'{}' begins neither an operation nor a fragment; a document has queries, "
                        "mutations and fragments",
                        support::shown_text(token_.text)));
      }
    }
    return std::move(operations_);
  }

 private:
  void advance() { token_ = tokens_.next(); }

  void read_operation(ScannedOperation::Kind kind) {
    ScannedOperation& operation = operations_.emplace_back();
    operation.kind = kind;
    advance();
    if (token_.kind == Token::Kind::name) {
      operation.name = token_.text;
      advance();
    }
    if (token_.is("(")) {
      pass_brackets(&operation);
    }
    pass_to_selection(&operation);
    read_selection(&operation);
  }

  /// Directives, and the type of a fragment.
  void pass_to_selection(const ScannedOperation* operation) {
    while (!token_.is("{")) {
      if (token_.kind == Token::Kind::end) {
        tokens_.fail(operation == nullptr ? "a fragment has no fields; give them in { }"
                                          : "an operation has no fields; give them in { }");
      }
      if (token_.is("(")) {
        pass_brackets(nullptr);
      } else {
        advance();
      }
    }
  }

  /// From an opening bracket to behind the closing one. @param variables_of takes the variables that are
  /// declared in them; may be null.
  void pass_brackets(ScannedOperation* variables_of) {
    std::string open;
    do {
      if (token_.kind == Token::Kind::end) tokens_.fail(fmt::format("'{}' is not closed", open.back()));
      if (token_.kind == Token::Kind::sign) {
        const char sign = token_.text.front();
        if (sign == '(' || sign == '[' || sign == '{') open += sign;
        if (sign == ')' || sign == ']' || sign == '}') close(open, sign);
        if (sign == '$' && variables_of != nullptr && open.size() == 1) {
          advance();
          if (token_.kind != Token::Kind::name) continue;
          variables_of->variables.push_back(token_.text);
        }
      }
      advance();
    } while (!open.empty());
  }

  void close(std::string& open, char sign) const {
    const char opening = sign == ')' ? '(' : sign == ']' ? '[' : '{';
    if (open.back() != opening) tokens_.fail(fmt::format("'{}' closes '{}'", sign, open.back()));
    open.pop_back();
  }

  /// @param operation takes its root field; null: of a fragment.
  void read_selection(ScannedOperation* operation) {
    const DocumentTokens begin = tokens_;
    if (operation != nullptr) {
      advance();
      if (token_.kind == Token::Kind::name) {
        operation->root_field = token_.text;
        advance();
        if (token_.is(":")) {
          advance();
          if (token_.kind == Token::Kind::name) operation->root_field = token_.text;
        }
      }
      tokens_ = begin;
      token_ = {.kind = Token::Kind::sign, .text = "{"};
    }
    pass_brackets(nullptr);
  }

  DocumentTokens tokens_;
  Token token_;
  std::vector<ScannedOperation> operations_;
};

std::string names_of(const std::vector<ScannedOperation>& operations) {
  std::vector<std::string_view> names;
  names.reserve(operations.size());
  for (const auto& operation : operations)
    names.push_back(operation.name.empty() ? "(without a name)" : operation.name);
  return support::shown_list(names);
}

}  // namespace

bool ScannedOperation::has_variable(std::string_view variable) const noexcept {
  return std::find(variables.begin(), variables.end(), variable) != variables.end();
}

std::vector<ScannedOperation> scan_document(std::string_view document) {
  auto operations = Scan(document).operations();
  if (operations.empty()) {
    throw ValidationError(
        "document has no operation; give a GraphQL document such as \"query { viewer { email } }\"");
  }
  return operations;
}

const ScannedOperation& operation_of(const std::vector<ScannedOperation>& operations, std::string_view name) {
  if (name.empty()) {
    if (operations.size() == 1) return operations.front();
    throw ValidationError(fmt::format("document has {} operations: {}; name one of them by operation_name",
                                      operations.size(), names_of(operations)));
  }
  const auto found =
      std::find_if(operations.begin(), operations.end(),
                   [name](const ScannedOperation& operation) { return operation.name == name; });
  if (found == operations.end()) {
    throw ValidationError(fmt::format("operation_name '{}' is not in the document, which has: {}",
                                      support::shown_text(name), names_of(operations)));
  }
  return *found;
}

}  // namespace kili::graphql
