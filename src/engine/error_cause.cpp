#include "engine/error_cause.hpp"

namespace kili::engine {

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

}  // namespace kili::engine
