#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "graphql_server/engine.hpp"

namespace kili::test {

/// The schema that the sandbox serves.
[[nodiscard]] inline const sandbox::graphql::Schema& sandbox_schema() {
  static const auto schema = [] {
    std::ifstream file(KILI_SCHEMA_FILE);
    return sandbox::graphql::Schema::parse(std::string(std::istreambuf_iterator<char>(file), {}));
  }();
  return schema;
}

}  // namespace kili::test
