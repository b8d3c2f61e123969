#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace kili::sandbox::graphql {

/// A schema parsed from GraphQL SDL. Immutable, shareable between threads.
class Schema {
 public:
  /// @throws std::invalid_argument with line and column when the SDL is not well-formed or names an unknown
  /// type.
  /// @param without what is left out: "Type", or "Type.member" for a field, an input field or a value of an
  /// enum. Each must be in the SDL.
  static Schema parse(std::string_view sdl, std::span<const std::string_view> without = {});

  struct Data;
  [[nodiscard]] const Data& data() const noexcept { return *data_; }

 private:
  std::shared_ptr<const Data> data_;
};

/// What is selected below a field, so that a resolver may leave out fields that were not requested.
class Selection {
 public:
  virtual ~Selection() = default;
  /// True when the field of this name (not alias) is selected here, fragments included.
  [[nodiscard]] virtual bool has(std::string_view field) const = 0;
};

/// Thrown by a resolver: becomes an entry of `errors` with this message, data of the field null.
class ResolverError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
  /// @param extensions an object, which the entry has too.
  ResolverError(const std::string& message, nlohmann::json extensions)
      : std::runtime_error(message),
        extensions_(std::make_shared<const nlohmann::json>(std::move(extensions))) {}

  /// Null: none.
  [[nodiscard]] const nlohmann::json* extensions() const noexcept { return extensions_.get(); }

 private:
  std::shared_ptr<const nlohmann::json> extensions_;
};

/// Computes the value of a root field. `arguments` are coerced to the schema's input types (defaults applied,
/// absent stays absent, explicit null stays null). Returns complete objects under schema field names; the
/// engine picks the selected fields, applies aliases and checks nullability.
using RootResolver =
    std::function<nlohmann::json(std::string_view operation_type, std::string_view field,
                                 const nlohmann::json& arguments, const Selection& selection)>;

struct Response {
  int status = 200;     ///< 400 when the document or its variables do not fit the schema.
  nlohmann::json body;  ///< {"data": ..., "errors": [...]} as the GraphQL specification requires.
};

/// Names of the root fields of the operation that would run, without validation (for fault matching);
/// empty when the document does not parse.
std::vector<std::string> root_fields(std::string_view document,
                                     const std::optional<std::string>& operation_name);

/// Parses, validates and executes one request.
Response execute(const Schema& schema, std::string_view document, const nlohmann::json& variables,
                 const std::optional<std::string>& operation_name, const RootResolver& resolver);

}  // namespace kili::sandbox::graphql
