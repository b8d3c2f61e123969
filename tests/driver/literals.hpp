#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arguments.hpp"
#include "kili/kili.hpp"

namespace kili::driver {

/// A word that is not one of an argument's; the official client checks types before it does anything.
class TypeCheckError final : public ValidationError {
 public:
  using ValidationError::ValidationError;
  [[nodiscard]] std::string_view type() const noexcept override { return "TypeCheckError"; }
};

/// Reads words of a closed set. @throws TypeCheckError when one is not in it.
template <typename Read>
[[nodiscard]] auto checked_words(const Read& read) -> decltype(read()) {
  try {
    return read();
  } catch (const ValidationError& error) {
    throw TypeCheckError(error.what());
  }
}

template <typename Enum>
[[nodiscard]] std::optional<Enum> literal(Arguments& arguments, const char* name) {
  return checked_words([&] { return arguments.word<Enum>(name); });
}

template <typename Enum>
[[nodiscard]] List<Enum> literals(Arguments& arguments, const char* name) {
  return checked_words([&] { return arguments.words<Enum>(name); });
}

}  // namespace kili::driver
