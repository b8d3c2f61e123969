#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <system_error>

#include "cli/commands/commands.hpp"
#include "cli/interrupt.hpp"
#include "kili/errors.hpp"

namespace kili::cli {
namespace {

/// The program beside this one, where both are built or installed; else the one of PATH.
std::string sandbox_program() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (!error) {
    const auto beside = self.parent_path() / "kili-sandbox";
    if (std::filesystem::exists(beside, error)) return beside.string();
  }
  return "kili-sandbox";
}

int run_sandbox(const std::vector<std::string>& arguments) {
  std::string program = sandbox_program();
  std::vector<std::string> owned{"kili-sandbox"};
  owned.insert(owned.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  argv.reserve(owned.size() + 1);
  for (auto& argument : owned) argv.push_back(argument.data());
  argv.push_back(nullptr);
  release_signals();
  ::execvp(program.c_str(), argv.data());
  throw FileError("kili-sandbox cannot be started: " + std::generic_category().message(errno) +
                  "; build it with KILI_BUILD_SANDBOX, or install it");
}

}  // namespace

void add_sandbox_command(CLI::App& program, Action& chosen) {
  CLI::App* const command = program.add_subcommand(
      "sandbox", "Starts a local service for tests; all arguments are those of kili-sandbox: sandbox --help");
  command->set_help_flag();  // kili-sandbox has its own
  command->prefix_command();
  command->fallthrough(false);
  command->callback([command, &chosen] {
    chosen = [arguments = command->remaining()](Session& /*session*/) { return run_sandbox(arguments); };
  });
}

}  // namespace kili::cli
