#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/labels/point.hpp"
#include "python_path.hpp"

namespace kili::label_cases {

// Python values as arguments of the C++ API; what Python's SDK refuses for its type is a PythonError of the
// same name.

[[nodiscard]] std::string to_text(const nlohmann::json& value);
[[nodiscard]] double to_number(const nlohmann::json& value);
[[nodiscard]] std::int64_t to_integer(const nlohmann::json& value);
[[nodiscard]] const nlohmann::json& to_dictionary(const nlohmann::json& value);
[[nodiscard]] Point to_point(const nlohmann::json& value);
[[nodiscard]] std::vector<Point> to_points(const nlohmann::json& value);
/// A list of `{"mid": text}`.
[[nodiscard]] std::vector<std::string> to_mids(const nlohmann::json& value);

/// Arguments of a call, bound to parameters.
class Parameters {
 public:
  /// @throws PythonError (TypeError) too many arguments, or one of an unknown name.
  Parameters(const PathArguments& given, std::initializer_list<const char*> names);
  /// @throws PythonError (TypeError) the argument is missing.
  [[nodiscard]] const nlohmann::json& required(std::size_t index) const;
  [[nodiscard]] std::optional<double> optional_number(std::size_t index) const;
  [[nodiscard]] const nlohmann::json* optional(std::size_t index) const;

 private:
  std::vector<std::optional<nlohmann::json>> values_;
};

}  // namespace kili::label_cases
