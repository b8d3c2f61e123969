#include <fmt/format.h>

#include <string_view>

#include "cli/command_tree.hpp"

namespace kili::cli {
namespace {

/// A text in single quotes of a shell.
std::string shell_quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') {
      result += "'\\''";
    } else {
      result += c;
    }
  }
  return result + "'";
}

std::string fish_quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return result + "'";
}

std::string words_of(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// Calls `visit(path, command)` for each command: "", "count", "count assets" ...
template <typename Visit>
void for_each_command(const CommandEntry& command, const std::string& path, const Visit& visit) {
  visit(path, command);
  for (const auto& each : command.commands) {
    for_each_command(each, path.empty() ? each.name : path + " " + each.name, visit);
  }
}

/// What bash and zsh share: functions that say what may stand behind a command or an option.
std::string shared_functions(const CommandEntry& program) {
  std::string options = "_kili_words() {\n  case \"$1\" in\n";
  std::string values = "_kili_values() {\n  case \"$1 $2\" in\n";
  std::string commands = "_kili_is_command() {\n  case \"$1\" in\n    ";
  bool is_first = true;
  for_each_command(program, "", [&](const std::string& path, const CommandEntry& command) {
    std::vector<std::string> words;
    words.reserve(command.commands.size() + command.options.size());
    for (const auto& each : command.commands) words.push_back(each.name);
    for (const auto& option : command.options) {
      words.push_back(option.name);
      if (!option.values.empty()) {
        values += fmt::format("    {}) echo {} ;;\n", shell_quoted(path + " " + option.name),
                              shell_quoted(words_of(option.values)));
      } else if (option.takes_value) {
        values += fmt::format("    {}) echo : ;;\n", shell_quoted(path + " " + option.name));
      }
    }
    if (!path.empty()) {
      for (const auto& option : program.options) words.push_back(option.name);
    }
    options += fmt::format("    {}) echo {} ;;\n", shell_quoted(path), shell_quoted(words_of(words)));
    if (!path.empty()) {
      commands += (is_first ? "" : "|") + shell_quoted(path);
      is_first = false;
    }
  });
  // An option of the program may stand behind a command too.
  for (const auto& option : program.options) {
    if (!option.values.empty()) {
      values += fmt::format("    *{}) echo {} ;;\n", shell_quoted(" " + option.name),
                            shell_quoted(words_of(option.values)));
    } else if (option.takes_value) {
      values += fmt::format("    *{}) echo : ;;\n", shell_quoted(" " + option.name));
    }
  }
  return options + "  esac\n}\n" + values + "  esac\n}\n" + commands +
         ") return 0 ;;\n  esac\n  return 1\n}\n";
}

}  // namespace

std::string bash_completion(const CommandEntry& program) {
  return "# bash completion of kili: source <(kili completion bash)\n" + shared_functions(program) +
         R"sh(_kili() {
  local word="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" command="" i values
  for ((i = 1; i < COMP_CWORD; i++)); do
    if _kili_is_command "${command:+$command }${COMP_WORDS[i]}"; then command="${command:+$command }${COMP_WORDS[i]}"; fi
  done
  COMPREPLY=()
  if [[ $previous == --* ]]; then
    values=$(_kili_values "$command" "$previous")
    if [[ $values == : ]]; then mapfile -t COMPREPLY < <(compgen -f -- "$word"); return; fi
    if [[ -n $values ]]; then mapfile -t COMPREPLY < <(compgen -W "$values" -- "$word"); return; fi
  fi
  mapfile -t COMPREPLY < <(compgen -W "$(_kili_words "$command")" -- "$word")
  if [[ $word != -* && -n $command ]]; then mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$word"); fi
}
complete -o filenames -F _kili kili
)sh";
}

std::string zsh_completion(const CommandEntry& program) {
  return "#compdef kili\n# zsh completion of kili: kili completion zsh > \"${fpath[1]}/_kili\"\n" +
         shared_functions(program) + R"sh(_kili() {
  local command="" i values
  for ((i = 2; i < CURRENT; i++)); do
    if _kili_is_command "${command:+$command }${words[i]}"; then command="${command:+$command }${words[i]}"; fi
  done
  if [[ ${words[CURRENT-1]} == --* ]]; then
    values=$(_kili_values "$command" "${words[CURRENT-1]}")
    if [[ $values == : ]]; then _files; return; fi
    if [[ -n $values ]]; then compadd -- ${=values}; return; fi
  fi
  compadd -- ${=$(_kili_words "$command")}
  if [[ -n $command ]]; then _files; fi
}
if [[ $funcstack[1] == _kili ]]; then _kili "$@"; else compdef _kili kili; fi
)sh";
}

std::string fish_completion(const CommandEntry& program) {
  std::string script =
      "# fish completion of kili: kili completion fish > ~/.config/fish/completions/kili.fish\n";
  for_each_command(program, "", [&](const std::string& path, const CommandEntry& command) {
    // Of commands in commands, the last name says which one it is.
    const std::string condition =
        path.empty() ? "__fish_use_subcommand" : "__fish_seen_subcommand_from " + command.name;
    for (const auto& each : command.commands) {
      script += fmt::format("complete -c kili -n {} -f -a {} -d {}\n", fish_quoted(condition), each.name,
                            fish_quoted(each.help));
    }
    for (const auto& option : command.options) {
      if (!option.name.starts_with("--")) continue;
      script += "complete -c kili";
      if (!path.empty()) script += " -n " + fish_quoted(condition);
      script += fmt::format(" -l {} -d {}", option.name.substr(2), fish_quoted(option.help));
      if (!option.values.empty()) {
        script += " -x -a " + fish_quoted(words_of(option.values));
      } else if (option.takes_value) {
        script += " -r";
      }
      script += "\n";
    }
  });
  return script;
}

}  // namespace kili::cli
