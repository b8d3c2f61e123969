#include "engine/error_cause.hpp"

#include <utility>

namespace kili::engine {
namespace {

template <typename Kind>
void throw_if_is(const Error& error, const ErrorContext& context) {
  if (dynamic_cast<const Kind*>(&error) != nullptr) throw Kind(error.what(), context);
}

}  // namespace

ErrorCause cause_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const Error& failure) {
    return {.context = failure.context(), .message = failure.what(), .type = std::string(failure.type())};
  } catch (const std::exception& failure) {
    return {.context = {}, .message = failure.what(), .type = "Error"};
  } catch (...) {
    return {.context = {}, .message = "the input failed", .type = "Error"};
  }
}

void throw_with_unknown_outcome(const Error& error) {
  ErrorContext context = error.context();
  context.outcome_unknown = true;
  throw_if_is<Cancelled>(error, context);
  throw_if_is<DeadlineExceeded>(error, context);
  throw_if_is<AuthenticationError>(error, context);
  throw_if_is<NotFoundError>(error, context);
  throw_if_is<ConnectionError>(error, context);
  throw_if_is<HttpError>(error, context);
  if (const auto* const refusal = dynamic_cast<const GraphQLError*>(&error)) {
    throw GraphQLError(error.what(), std::move(context), refusal->messages());
  }
  throw MutationError(error.what(), std::move(context));
}

}  // namespace kili::engine
