#pragma once

#include <string>
#include <vector>

#include "cli/cli_fwd.hpp"

namespace kili::cli {

/// An option of a command, as completion and manual page show it.
struct OptionEntry {
  std::string help{};
  std::string name{};  ///< "--status-in".
  bool takes_value = false;
  std::string type{};                 ///< "FILE".
  std::vector<std::string> values{};  ///< The words that it takes, where they are known.
};

/// A command, as completion and manual page show it.
struct CommandEntry {
  std::vector<CommandEntry> commands{};
  std::string help{};
  std::string name{};
  std::vector<OptionEntry> options{};
  std::vector<OptionEntry> positionals{};
};

/// Everything that the program understands. @param app not const: CLI11 gives no list of options otherwise.
[[nodiscard]] CommandEntry command_tree(CLI::App& app);

/// Scripts that complete the command line in a shell.
[[nodiscard]] std::string bash_completion(const CommandEntry& program);
[[nodiscard]] std::string zsh_completion(const CommandEntry& program);
[[nodiscard]] std::string fish_completion(const CommandEntry& program);
/// The manual page kili(1), in roff.
[[nodiscard]] std::string manual_page(const CommandEntry& program);

}  // namespace kili::cli
