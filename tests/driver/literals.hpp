#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arguments.hpp"

namespace kili::driver {

/// A value is none of those that the signature of the official client allows.
class TypeCheckError final : public ValidationError {
 public:
  using ValidationError::ValidationError;
  [[nodiscard]] std::string_view type() const noexcept override { return "TypeCheckError"; }
};

template <typename Enum>
[[nodiscard]] Enum literal_of(const std::string& word) {
  try {
    return from_string<Enum>(word);
  } catch (const ValidationError& error) {
    throw TypeCheckError(error.what());
  }
}

/// An argument that the official client checks against its signature.
template <typename Enum>
[[nodiscard]] std::optional<Enum> literal(Arguments& arguments, const char* name) {
  const auto word = arguments.text(name);
  return word ? std::optional(literal_of<Enum>(*word)) : std::nullopt;
}

template <typename Enum>
[[nodiscard]] List<Enum> literals(Arguments& arguments, const char* name) {
  const auto words = arguments.texts(name);
  if (!words) return {};
  std::vector<Enum> values;
  for (const auto& word : *words) values.push_back(literal_of<Enum>(word));
  return values;
}

}  // namespace kili::driver
