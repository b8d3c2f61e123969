#pragma once

#include <algorithm>
#include <utility>

#include "graphql/graphql_client.hpp"
#include "kili/errors.hpp"

namespace kili::api {

/// Reads an answer to a mutation: one that cannot be read leaves open what was done.
template <typename Read>
auto read_outcome(const graphql::Operation& operation, const Read& read) {
  try {
    return read();
  } catch (const HttpError& unexpected) {
    ErrorContext context = unexpected.context();
    context.attempts = std::max(context.attempts, 1U);
    context.operation = operation.name;
    context.outcome_unknown = true;
    throw HttpError(unexpected.what(), std::move(context));
  }
}

}  // namespace kili::api
