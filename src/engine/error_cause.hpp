#pragma once

#include <exception>
#include <string>

#include "kili/errors.hpp"

namespace kili::engine {

/// The parts of an error that a report on many assets repeats: what went wrong, of which kind, and what
/// support asks for.
struct ErrorCause {
  ErrorContext context;
  std::string message;
  std::string type;
};

/// @param error not null; anything may have been thrown, also by a range that the user gave.
[[nodiscard]] ErrorCause cause_of(const std::exception_ptr& error);

/// Throws the error again, of the same kind, with ErrorContext::outcome_unknown.
[[noreturn]] void throw_with_unknown_outcome(const Error& error);

}  // namespace kili::engine
