#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "fake_transport.hpp"

namespace kili::test {

/// The answer of a GraphQL service that refuses a request.
[[nodiscard]] inline HttpResponse graphql_error_answer(const std::string& message) {
  return answer(200, nlohmann::json{{"data", nullptr}, {"errors", {{{"message", message}}}}}.dump());
}

}  // namespace kili::test
