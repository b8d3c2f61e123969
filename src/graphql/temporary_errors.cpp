#include "graphql/temporary_errors.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace kili::graphql {
namespace {

constexpr std::array<std::string_view, 2> temporary_failures{"Invalid request made to Flagsmith API",
                                                             "Failed to fetch data connection"};

}  // namespace

bool is_temporary(std::span<const std::string> messages) {
  return std::any_of(messages.begin(), messages.end(), [](const std::string& message) {
    return std::any_of(temporary_failures.begin(), temporary_failures.end(),
                       [&](std::string_view text) { return message.find(text) != std::string::npos; });
  });
}

}  // namespace kili::graphql
