#pragma once

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "graphql_server/error.hpp"

namespace kili::sandbox {

/// The text with its ASCII letters in lower case.
[[nodiscard]] inline std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

/// @return the address. @throws graphql::ResolverError when it is none.
[[nodiscard]] inline const std::string& checked_email(const std::string& email) {
  const auto at = email.find('@');
  if (at == 0 || at == std::string::npos || at + 1 == email.size() || email.find(' ') != std::string::npos)
    throw graphql::ResolverError(fmt::format("[invalidData] not an e-mail address: {}", email));
  return email;
}

}  // namespace kili::sandbox
