#include "client/config_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "client/environment.hpp"
#include "kili/errors.hpp"
#include "support/shown_text.hpp"
#include "support/suggestion.hpp"
#include "support/text.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

using support::shown_path;
using support::shown_text;

/// Names of options, and what their values are.
enum class ConfigKind {
  number,
  path_or_truth,
  text,
  truth
};
struct ConfigKey {
  std::string_view name;
  ConfigKind kind;
};
constexpr auto config_keys = std::to_array<ConfigKey>({{"api_endpoint", ConfigKind::text},
                                                       {"api_key", ConfigKind::text},
                                                       {"batch_size", ConfigKind::number},
                                                       {"compress_requests", ConfigKind::truth},
                                                       {"skip_checks", ConfigKind::truth},
                                                       {"verify", ConfigKind::path_or_truth}});
constexpr std::string_view default_section = "default";
constexpr std::string_view profile_prefix = "profile ";
constexpr std::size_t largest_file = std::size_t{1} << 20U;

/// The file to read, and who says so; no path: there is none.
struct Source {
  std::filesystem::path path{};
  std::string_view said_by{};
};

std::filesystem::path folder_of_the_user() {
  std::filesystem::path xdg = environment("XDG_CONFIG_HOME").value_or("");
  if (xdg.is_absolute()) return xdg;
  const auto home = environment("HOME");
  return home ? std::filesystem::path(*home) / ".config" : std::filesystem::path();
}

Source source_of(const ClientOptions& options) {
  if (options.config_file) return {*options.config_file, "ClientOptions::config_file"};
  if (const auto path = environment("KILI_CONFIG")) return {*path, "KILI_CONFIG"};
  const auto folder = folder_of_the_user();
  if (folder.empty()) return {};
  auto path = folder / "kili" / "config";
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  // A folder that may not be entered is told about: its settings would be missing without a word.
  if (status.type() == std::filesystem::file_type::not_found) return {};
  return {std::move(path), "the user's configuration folder"};
}

std::string read_text(const Source& source) {
  const auto fail = [&](std::string_view why) {
    throw ValidationError(
        fmt::format("the configuration file {} ({}) {}; give the path of a readable file, or none",
                    shown_path(source.path.string()), source.said_by, why));
  };
  std::error_code error;
  if (!std::filesystem::exists(source.path, error)) fail(error ? "cannot be looked at" : "does not exist");
  if (std::filesystem::is_directory(source.path, error)) fail("is a folder");
  std::ifstream stream(source.path, std::ios::binary);
  if (!stream) fail("cannot be read");
  std::string text(largest_file + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad()) fail("cannot be read");
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() > largest_file) fail("has more than 1 MiB");
  return text;
}

/// Reads sections and keys line by line.
class ConfigReader {
 public:
  explicit ConfigReader(const std::filesystem::path& file) : file_(file) {}

  void read(std::string_view text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    while (!text.empty()) {
      ++line_;
      const auto end = text.find('\n');
      read_line(support::trim(text.substr(0, end)));
      text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
  }

  /// The values of a profile over those of all.
  [[nodiscard]] Configuration of(const std::optional<std::string>& profile, std::string_view said_by) const {
    Configuration configuration{.file = file_};
    if (const auto all = sections_.find(default_section); all != sections_.end())
      configuration.values = all->second;
    if (!profile || *profile == default_section) return configuration;
    const auto found = sections_.find(fmt::format("{}{}", profile_prefix, *profile));
    if (found == sections_.end()) fail_profile(*profile, said_by);
    for (const auto& [key, value] : found->second) configuration.values.insert_or_assign(key, value);
    return configuration;
  }

  [[nodiscard]] bool has_key() const {
    return std::any_of(sections_.begin(), sections_.end(),
                       [](const auto& section) { return section.second.contains("api_key"); });
  }

 private:
  using Section = std::map<std::string, Configuration::Value, std::less<>>;

  void read_line(std::string_view line) {
    if (line.empty() || line.front() == '#' || line.front() == ';') return;
    if (line.front() == '[') return begin_section(line);
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) {
      fail("is neither a section such as [default] or [profile NAME], nor KEY = VALUE, nor a comment (#)");
    }
    add(support::trim(line.substr(0, equals)), support::trim(line.substr(equals + 1)));
  }

  void begin_section(std::string_view line) {
    if (line.back() != ']') fail("begins a section that does not end with ]");
    std::string name(support::trim(line.substr(1, line.size() - 2)));
    if (name.starts_with(profile_prefix)) {
      name = fmt::format("{}{}", profile_prefix, support::trim(name.substr(profile_prefix.size())));
    } else if (name != default_section) {
      fail(fmt::format("begins the unknown section [{}]; there are [default] and [profile NAME]",
                       shown_text(name, 60)));
    }
    const auto [entry, is_new] = sections_.try_emplace(name);
    if (!is_new) fail(fmt::format("begins [{}] a second time; put its keys together", shown_text(name, 60)));
    section_ = &entry->second;
  }

  void add(std::string_view key, std::string_view value) {
    if (section_ == nullptr) fail("stands before the first section; put [default] above it");
    const auto* const known = std::find_if(config_keys.begin(), config_keys.end(),
                                           [&](const ConfigKey& each) { return each.name == key; });
    if (known == config_keys.end()) fail_key(key);
    if (value.empty()) fail(fmt::format("gives {} no value; give one or remove the line", key));
    check(*known, value);
    const auto [entry, is_new] = section_->try_emplace(std::string(key));
    if (!is_new)
      fail(fmt::format("gives {} again, after line {}; remove one of them", key, entry->second.line));
    entry->second = {.line = line_, .text = std::string(value)};
  }

  void check(const ConfigKey& key, std::string_view value) const {
    if (key.kind == ConfigKind::truth && !truth_of(value))
      fail(fmt::format("gives {} another value than true or false", key.name));
    if (key.kind != ConfigKind::number) return;
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{} || end != value.data() + value.size())
      fail(fmt::format("gives {} a value that is no whole number", key.name));
  }

  [[noreturn]] void fail_key(std::string_view key) const {
    const auto name_of = [](const ConfigKey& each) { return each.name; };
    std::string all;
    for (const ConfigKey& each : config_keys) all += fmt::format("{}{}", all.empty() ? "" : ", ", each.name);
    // What does not look like the name of an option may be a key that stands in the wrong place.
    const bool is_name = key.size() <= 40 && std::all_of(key.begin(), key.end(), [](char c) {
                           return (c >= 'a' && c <= 'z') || c == '_';
                         });
    fail(is_name ? fmt::format("has the unknown key '{}'{}; there are {}", key,
                               support::did_you_mean(key, config_keys, name_of), all)
                 : fmt::format("has a key that is none of {}", all));
  }

  [[noreturn]] void fail_profile(std::string_view profile, std::string_view said_by) const {
    std::vector<std::string> names;
    for (const auto& [name, section] : sections_) {
      if (name.starts_with(profile_prefix)) names.push_back(name.substr(profile_prefix.size()));
    }
    throw ValidationError(fmt::format(
        "{}: there is no profile '{}' in the configuration file {}; {}", said_by, shown_text(profile, 60),
        shown_path(file_.string()),
        names.empty() ? "it has none: add [profile NAME]" : "it has " + support::shown_list(names)));
  }

  [[noreturn]] void fail(std::string_view what) const {
    throw ValidationError(
        fmt::format("configuration file {}: line {} {}", shown_path(file_.string()), line_, what));
  }

  const std::filesystem::path& file_;
  std::size_t line_ = 0;
  Section* section_ = nullptr;
  std::map<std::string, Section, std::less<>> sections_;
};

bool is_readable_by_others(const std::filesystem::path& file) {
  using std::filesystem::perms;
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  return status.type() == std::filesystem::file_type::regular &&
         (status.permissions() & (perms::group_read | perms::others_read)) != perms::none;
}

}  // namespace

std::optional<bool> truth_of(std::string_view word) {
  const std::string lower = support::to_lower(word);
  if (lower == "true" || lower == "1" || lower == "yes") return true;
  if (lower == "false" || lower == "0" || lower == "no") return false;
  return std::nullopt;
}

std::string Configuration::place_of(const std::string& key) const {
  return fmt::format("configuration file {}: line {}: {}", shown_path(file.string()), values.at(key).line,
                     key);
}

std::optional<std::string> Configuration::text(const std::string& key) const {
  const auto found = values.find(key);
  return found == values.end() ? std::nullopt : std::optional(found->second.text);
}

std::optional<bool> Configuration::truth(const std::string& key) const {
  const auto value = text(key);
  return value ? truth_of(*value) : std::nullopt;
}

std::optional<std::size_t> Configuration::number(const std::string& key) const {
  const auto value = text(key);
  if (!value) return std::nullopt;
  std::size_t number = 0;
  std::from_chars(value->data(), value->data() + value->size(), number);
  return number;
}

Configuration load_configuration(const ClientOptions& options) {
  const auto profile = options.profile ? options.profile : environment("KILI_PROFILE");
  const std::string_view said_by = options.profile ? "ClientOptions::profile" : "KILI_PROFILE";
  const Source source = source_of(options);
  if (source.path.empty()) {
    if (!profile || *profile == default_section) return {};
    throw ValidationError(fmt::format(
        "{}: there is no configuration file that could have the profile '{}'; give "
        "ClientOptions::config_file or KILI_CONFIG, or write {}",
        said_by, shown_text(*profile, 60), shown_path((folder_of_the_user() / "kili" / "config").string())));
  }
  ConfigReader reader(source.path);
  reader.read(read_text(source));
  Configuration configuration = reader.of(profile, said_by);
  if (reader.has_key() && is_readable_by_others(source.path)) {
    configuration.warnings.push_back(fmt::format(
        "the configuration file {} has an API key and can be read by other users; take their right "
        "(chmod 600)",
        shown_path(source.path.string())));
  }
  return configuration;
}

}  // namespace v0_1
}  // namespace kili
