#pragma once

#include "kili/errors.hpp"

namespace kili::cli {

/// Exit codes of the program, by class of error: docs/cli.md has the table.
namespace exit_code {
inline constexpr int ok = 0;
inline constexpr int incomplete = 1;  ///< Some items failed, or a check found something.
inline constexpr int usage = 2;
inline constexpr int authentication = 3;
inline constexpr int not_found = 4;
inline constexpr int refused = 5;  ///< By the service.
inline constexpr int network = 6;
inline constexpr int local_file = 7;
inline constexpr int internal = 8;
inline constexpr int interrupted = 130;
inline constexpr int closed_output = 141;  ///< As a program that SIGPIPE has ended.
}  // namespace exit_code

/// The exit code for a class of error.
[[nodiscard]] int exit_code_of(ErrorCode code) noexcept;
/// The exit code for an error: `incomplete` for a call that was carried out in part, whatever stopped it.
[[nodiscard]] int exit_code_of(const Error& error) noexcept;

}  // namespace kili::cli
