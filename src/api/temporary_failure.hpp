#pragma once

#include "graphql/temporary_errors.hpp"
#include "kili/errors.hpp"

namespace kili::api {

/// True for an error of the service that says nothing about the request: it failed for a while.
[[nodiscard]] inline bool is_temporary_failure(const GraphQLError& error) {
  return graphql::is_temporary(error.messages());
}

}  // namespace kili::api
