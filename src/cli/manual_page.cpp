#include <fmt/format.h>

#include <string_view>

#include "cli/command_tree.hpp"
#include "kili/version.hpp"

namespace kili::cli {
namespace {

/// Text for roff: its signs stand for themselves.
std::string roff(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\\') {
      result += "\\e";
    } else if (c == '-') {
      result += "\\-";
    } else if ((c == '.' || c == '\'') && (result.empty() || result.back() == '\n')) {
      result += "\\&";
      result += c;
    } else {
      result += c;
    }
  }
  return result;
}

std::string option_text(const OptionEntry& option) {
  std::string text = fmt::format(".TP\n\\fB{}\\fR", roff(option.name));
  if (option.takes_value) text += fmt::format(" \\fI{}\\fR", roff(option.type));
  return text + "\n" + roff(option.help) + "\n";
}

void add_command(const CommandEntry& command, const std::string& path, std::string& page) {
  const std::string name = path + " " + command.name;
  page += fmt::format(".SS \"{}", roff(name));
  for (const auto& positional : command.positionals) page += fmt::format(" {}", roff(positional.type));
  page += fmt::format("\"\n{}\n", roff(command.help));
  for (const auto& option : command.positionals) page += option_text(option);
  for (const auto& option : command.options) {
    if (option.name != "--help") page += option_text(option);
  }
  for (const auto& each : command.commands) add_command(each, name, page);
}

constexpr std::string_view end_of_page = R"(.SH EXIT STATUS
.TP
.B 0
Done.
.TP
.B 1
Some items failed or were declined, or a check found something.
.TP
.B 2
The command line or an argument is not usable; nothing was sent that changes anything.
.TP
.B 3
No API key, or one that the service refuses.
.TP
.B 4
A project, asset or label does not exist or is not accessible with this key.
.TP
.B 5
The service refuses the request.
.TP
.B 6
The service cannot be reached, answers with an error, or a time limit passed.
.TP
.B 7
A local file cannot be read or written.
.TP
.B 8
Any other error.
.TP
.B 130
Interrupted, or the question of a command was answered with no.
.TP
.B 141
The reader of the output went away.
.SH ENVIRONMENT
.TP
.B KILI_API_KEY
The API key. It is never given on the command line.
.TP
.B KILI_API_ENDPOINT, KILI_CONFIG, KILI_PROFILE, KILI_VERIFY
As the options \-\-endpoint, \-\-config and \-\-profile; certificates.
)";

}  // namespace

std::string manual_page(const CommandEntry& program) {
  std::string page = fmt::format(".TH KILI 1 \"\" \"kili {}\" \"User Commands\"\n", version());
  page += fmt::format(".SH NAME\nkili \\- {}\n", roff(program.help));
  page += ".SH SYNOPSIS\n.B kili\n[\\fIOPTION\\fR]... \\fICOMMAND\\fR [\\fIARGUMENT\\fR]...\n.SH OPTIONS\n";
  for (const auto& option : program.options) page += option_text(option);
  page += ".SH COMMANDS\n";
  for (const auto& command : program.commands) add_command(command, "kili", page);
  return page + std::string(end_of_page);
}

}  // namespace kili::cli
