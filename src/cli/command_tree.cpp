#include "cli/command_tree.hpp"

#include <CLI/CLI.hpp>

namespace kili::cli {
namespace {

/// The words of CLI::IsMember, whose name is "{a,b}".
std::vector<std::string> words_in(const std::string& type) {
  std::vector<std::string> words;
  const auto begin = type.find('{');
  const auto end = type.find('}', begin);
  if (begin == std::string::npos || end == std::string::npos) {
    if (type.find("true|false") != std::string::npos) return {"true", "false"};
    return words;
  }
  std::string word;
  for (const char c : type.substr(begin + 1, end - begin - 1)) {
    if (c == ',') {
      words.push_back(std::exchange(word, {}));
    } else {
      word += c;
    }
  }
  words.push_back(word);
  return words;
}

OptionEntry entry_of(const CLI::Option& option) {
  OptionEntry entry;
  entry.help = option.get_description();
  const auto& names = option.get_lnames();
  entry.name = names.empty() ? option.get_name() : "--" + names.front();
  entry.takes_value = option.get_items_expected_max() > 0;
  entry.type = option.get_type_name();
  entry.values = words_in(entry.type);
  return entry;
}

}  // namespace

CommandEntry command_tree(CLI::App& app) {
  CommandEntry entry;
  entry.help = app.get_description();
  entry.name = app.get_name();
  for (const CLI::Option* const option : app.get_options()) {
    if (option->get_positional()) {
      entry.positionals.push_back(entry_of(*option));
    } else {
      entry.options.push_back(entry_of(*option));
    }
  }
  for (CLI::App* const command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!command->get_group().empty()) entry.commands.push_back(command_tree(*command));
  }
  return entry;
}

}  // namespace kili::cli
