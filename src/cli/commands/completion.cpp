#include <CLI/CLI.hpp>
#include <memory>
#include <utility>

#include "cli/command_tree.hpp"
#include "cli/commands/commands.hpp"

namespace kili::cli {
namespace {

int write_text(Session& session, const std::string& text) {
  session.output().write(text);
  session.output().flush();
  return 0;
}

}  // namespace

void add_completion_command(CLI::App& program, Action& chosen) {
  const auto shell = std::make_shared<std::string>();
  CLI::App* const command =
      program.add_subcommand("completion", "Writes the script that completes command lines in a shell");
  command->add_option("shell", *shell, "The shell")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->callback([shell, &program, &chosen] {
    chosen = [shell, &program](Session& session) {
      const CommandEntry tree = command_tree(program);
      return write_text(session, *shell == "bash"  ? bash_completion(tree)
                                 : *shell == "zsh" ? zsh_completion(tree)
                                                   : fish_completion(tree));
    };
  });

  // For the build, which installs the page.
  CLI::App* const page = program.add_subcommand("man-page", "Writes the manual page in roff")->group("");
  page->callback([&program, &chosen] {
    chosen = [&program](Session& session) { return write_text(session, manual_page(command_tree(program))); };
  });
}

}  // namespace kili::cli
