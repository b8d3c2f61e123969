#include "cli/option_names.hpp"

#include <array>
#include <utility>

namespace kili::cli {
namespace {

/// Words of the library and of the program; the first that is found at a place is taken.
constexpr std::array<std::pair<std::string_view, std::string_view>, 15> words{{
    {"give ClientOptions::api_key or set KILI_API_KEY",
     "set KILI_API_KEY, or give --key-file or a configuration file"},
    {"check api_endpoint (KILI_API_ENDPOINT)", "check --endpoint or KILI_API_ENDPOINT"},
    {"check api_key (KILI_API_KEY)", "check KILI_API_KEY, --key-file or the configuration file"},
    {"ClientOptions::verify or KILI_VERIFY", "KILI_VERIFY"},
    {"ClientOptions::config_file or KILI_CONFIG", "--config or KILI_CONFIG"},
    {"ClientOptions::config_file", "--config"},
    {"ClientOptions::profile", "--profile"},
    {"; ImportError::assets() tells what became of each", ""},
    {"; MutationError::assets() tells what became of each", ""},
    {"set classes to the file", "give --classes, the file"},
    {"check_ontology = false sends", "--no-check sends"},
    {"; check project_id", "; check --project"},
    {"Method 'append_many_to_dataset' did nothing because the range of assets is empty.",
     "there is nothing to import"},
    {"the request was cancelled by its stop token", "interrupted"},
    {"was cancelled by its stop token", "was interrupted"},
}};

}  // namespace

std::string with_option_names(std::string_view message) {
  std::string text(message);
  for (const auto& [word, replacement] : words) {
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + replacement.size())) {
      text.replace(at, word.size(), replacement);
    }
  }
  return text;
}

}  // namespace kili::cli
