#pragma once

#include <cstdlib>
#include <optional>
#include <string>

namespace kili {
inline namespace v0_1 {

/// A variable of the environment; one that is empty counts as absent.
[[nodiscard]] inline std::optional<std::string> environment(const char* name) {
  const char* value =
      std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing here writes the environment
  if (value == nullptr || *value == '\0') return std::nullopt;
  return std::string(value);
}

}  // namespace v0_1
}  // namespace kili
