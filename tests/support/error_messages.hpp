#pragma once

#include <stdexcept>
#include <string>

namespace kili::test {

/// The message of the error of this type that a call ends with.
template <typename Expected, typename Call>
[[nodiscard]] std::string message_of(const Call& call) {
  try {
    call();
  } catch (const Expected& error) {
    return error.what();
  }
  throw std::logic_error("no error");
}

}  // namespace kili::test
