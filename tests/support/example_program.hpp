#pragma once

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <stdexcept>
#include <string>

#include "kili/sandbox.hpp"

namespace kili::test {

/// What a program printed, on both of its streams, and its exit status; -1 when a signal ended it.
struct ProgramRun {
  std::string output;
  int status = 0;
};

/// Runs a command of the shell to its end.
inline ProgramRun run_program(const std::string& command) {
  ProgramRun run;
  FILE* const pipe = popen(("{ " + command + " ; } 2>&1").c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
  std::array<char, 4096> chunk{};
  while (const std::size_t got = std::fread(chunk.data(), 1, chunk.size(), pipe))
    run.output.append(chunk.data(), got);
  const int status = pclose(pipe);
  run.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return run;
}

/// Runs an example against a sandbox that serves.
/// @param arguments as in a shell.
inline ProgramRun run_example(const Sandbox& sandbox, const std::string& program,
                              const std::string& arguments) {
  return run_program("KILI_API_ENDPOINT='" + sandbox.endpoint() + "' KILI_API_KEY='" + sandbox.api_key() +
                     "' '" + program + "' " + arguments);
}

}  // namespace kili::test
