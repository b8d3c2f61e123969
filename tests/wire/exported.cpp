#include "exported.hpp"

#include <algorithm>
#include <optional>
#include <regex>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>

#include "digest.hpp"
#include "support/export_files.hpp"

namespace kili::wire {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// JSON of a text that is an object or a list; else discarded.
json document_of(const std::string& text) {
  json document = json::parse(text, nullptr, false);
  return document.is_structured() ? document : json(json::value_t::discarded);
}

/// A placeholder of a time, which stands for another one at each place.
struct TimePlaceholder {
  std::string_view name;
  std::string_view meaning;
  std::regex form;
};

const std::vector<TimePlaceholder>& time_placeholders() {
  static const std::vector<TimePlaceholder> all{
      {"<date>", "(a date)",
       std::regex(R"(^(\d{8}-\d{6}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?))")},
      {"<year>", "(a year)", std::regex(R"(^\d{4})")}};
  return all;
}

/// The recorded text with what stands in the actual one for the placeholders of times. Where that is no time
/// the text differs from every actual one.
std::string with_times(std::string recorded, std::string_view actual) {
  for (const auto& [name, meaning, form] : time_placeholders()) {
    for (auto at = recorded.find(name); at != std::string::npos; at = recorded.find(name, at + 1)) {
      std::match_results<std::string_view::const_iterator> found;
      const bool is_time =
          actual.substr(0, at) == std::string_view(recorded).substr(0, at) &&
          std::regex_search(actual.begin() + static_cast<std::ptrdiff_t>(at), actual.end(), found, form);
      recorded.replace(at, name.size(), is_time ? found.str() : std::string(meaning));
    }
  }
  return recorded;
}

/// The same for every text of a document.
json with_times(json recorded, const json& actual) {
  if (recorded.is_string() && actual.is_string())
    return with_times(recorded.get<std::string>(), actual.get_ref<const std::string&>());
  if (recorded.is_object() && actual.is_object()) {
    for (auto& [key, value] : recorded.items()) {
      if (const auto found = actual.find(key); found != actual.end())
        value = with_times(std::move(value), *found);
    }
  } else if (recorded.is_array() && actual.is_array()) {
    for (std::size_t i = 0; i < std::min(recorded.size(), actual.size()); ++i)
      recorded[i] = with_times(std::move(recorded[i]), actual[i]);
  }
  return recorded;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    lines.push_back(text.substr(begin, end - begin + 1));
    begin = end + 1;
  }
  if (begin < text.size()) lines.push_back(text.substr(begin));
  return lines;
}

bool is_yolo_label(const std::string& file) {
  const bool is_of_labels = file.starts_with("labels/") || file.find("/labels/") != std::string::npos;
  return is_of_labels && file.ends_with(".txt");
}

std::string quoted(const json& text) { return text.dump(-1, ' ', false, json::error_handler_t::replace); }

std::optional<std::string> difference_of_lines(std::vector<std::string> recorded,
                                               std::vector<std::string> actual, bool in_any_order,
                                               const Bindings& bindings) {
  if (in_any_order) {
    std::sort(recorded.begin(), recorded.end());
    std::sort(actual.begin(), actual.end());
  }
  for (std::size_t i = 0; i < std::max(recorded.size(), actual.size()); ++i) {
    if (i >= actual.size()) return fmt::format("line {} is missing: {}", i + 1, quoted(json(recorded[i])));
    if (i >= recorded.size()) return fmt::format("line {} is too much: {}", i + 1, quoted(json(actual[i])));
    // What looks like an unknown placeholder is a tag of XML.
    if (fill(json(with_times(recorded[i], actual[i])), bindings) != actual[i]) {
      return fmt::format("line {}: recorded {}, actual {}", i + 1, quoted(json(recorded[i])),
                         quoted(json(actual[i])));
    }
  }
  return std::nullopt;
}

std::optional<std::string> difference_of_documents(const json& recorded, const std::string& content,
                                                   const Bindings& bindings) {
  const json actual = document_of(content);
  if (actual.is_discarded()) return fmt::format("is no JSON: {}", quoted(json(content.substr(0, 100))));
  Bindings known = bindings;
  auto differs = difference(with_times(recorded, actual), actual, known);
  if (differs || known.size() == bindings.size()) return differs;
  const auto unknown = std::find_if(known.begin(), known.end(),
                                    [&](const auto& each) { return !bindings.contains(each.first); });
  return fmt::format("{} stands for nothing known", unknown->first);
}

std::optional<std::string> difference_of_file(const std::string& name, const json& recorded,
                                              const std::string& content, const Bindings& bindings) {
  if (recorded.value("any", false)) return std::nullopt;
  if (recorded.contains("json")) return difference_of_documents(recorded.at("json"), content, bindings);
  if (!recorded.contains("text")) {
    if (recorded.at("size") != content.size())
      return fmt::format("recorded {} bytes, actual {}", recorded.at("size").dump(), content.size());
    const std::string digest = sha256(std::string_view(content));
    if (recorded.at("sha256") == digest) return std::nullopt;
    return fmt::format("other bytes than recorded, SHA-256 {}", digest);
  }
  const auto text = recorded.at("text").get<std::string>();
  if (const json document = document_of(text); !document.is_discarded())
    return difference_of_documents(document, content, bindings);
  return difference_of_lines(lines_of(text), lines_of(content), is_yolo_label(name), bindings);
}

class ExportComparison {
 public:
  ExportComparison(const Bindings& bindings, const std::vector<ExportRule>& rules)
      : bindings_(bindings), rules_(rules) {}

  void compare(const std::string& archive, const json& recorded, const fs::path& path) {
    if (!fs::exists(path)) {
      note(archive, "was not written");
      return;
    }
    test::ExportFiles actual;
    try {
      actual = test::export_files(path);
    } catch (const std::runtime_error& error) {
      note(archive, error.what());
      return;
    }
    for (const auto& [name, file] : recorded.items()) {
      // In archives too, names may hold ids that differ from run to run.
      const auto found = actual.find(fill(json(name), bindings_).get<std::string>());
      if (found == actual.end()) {
        note(archive, fmt::format("'{}' is missing", name));
        continue;
      }
      if (const auto differs = difference_of_file(name, by_rules(file), found->second, bindings_))
        note(archive, fmt::format("'{}': {}", name, *differs));
      actual.erase(found);
    }
    for (const auto& [name, content] : actual) {
      if (!may_be_added(name)) note_addition(archive, name, content);
    }
  }

  /// Whether a rule allows a file beside the recorded ones.
  [[nodiscard]] bool may_be_added(const std::string& name) const {
    for (const auto& rule : rules_) {
      for (const auto& ending : rule.additions) {
        if (name.ends_with(ending) || name.find(ending + "/") != std::string::npos) return true;
      }
    }
    return false;
  }

  void too_much(const std::string& file) { note(file, "is too much"); }
  [[nodiscard]] std::vector<std::string> take() { return std::move(differences_); }

 private:
  /// A recorded file with what rules say of its text.
  [[nodiscard]] json by_rules(json file) const {
    if (!file.contains("text")) return file;
    auto text = file.at("text").get<std::string>();
    for (const auto& rule : rules_) {
      for (const auto& [from, to] : rule.texts) {
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
          text.replace(at, from.size(), to);
      }
    }
    file["text"] = std::move(text);
    return file;
  }
  void note_addition(const std::string& archive, const std::string& name, const std::string& content) {
    note(archive, fmt::format("'{}' is too much: {}", name, quoted(json(content.substr(0, 100)))));
  }
  void note(const std::string& archive, std::string_view what) {
    differences_.push_back(fmt::format("{}: {}", archive, what));
  }

  const Bindings& bindings_;
  std::vector<std::string> differences_;
  const std::vector<ExportRule>& rules_;
};

/// Whether a file is one of the archives, or lies in a folder that is one.
bool is_of_archives(const std::string& name, const json& archives) {
  for (const auto& [archive, files] : archives.items()) {
    if (name == archive || name.starts_with(archive + "/")) return true;
  }
  return false;
}

json patched(const json& file, const json& patch, const std::string& place) {
  const json document = document_of(file.value("text", ""));
  if (document.is_discarded()) throw std::runtime_error(fmt::format("{} was not recorded as JSON", place));
  try {
    return {{"json", document.patch(patch)}};
  } catch (const json::exception& error) {
    throw std::runtime_error(fmt::format("the patch of {} does not fit: {}", place, error.what()));
  }
}

}  // namespace

json changed_export(json recorded, const json& changes) {
  if (recorded.is_null()) recorded = json::object();
  for (const auto& [archive, files] : changes.items()) {
    if (files.is_null()) {
      if (recorded.erase(archive) == 0)
        throw std::runtime_error(fmt::format("export_changes: '{}' was not recorded", archive));
      continue;
    }
    json& target = recorded[archive];
    if (target.is_null()) target = json::object();
    for (const auto& [name, change] : files.items()) {
      const std::string place = fmt::format("export_changes: '{}' of '{}'", name, archive);
      const bool needs_recording = change.is_null() || change.contains("json_patch");
      if (needs_recording && !target.contains(name))
        throw std::runtime_error(fmt::format("{} was not recorded", place));
      if (change.is_null()) {
        target.erase(name);
      } else if (change.contains("json_patch")) {
        target[name] = patched(target.at(name), change.at("json_patch"), place);
      } else {
        target[name] = change;
      }
    }
  }
  return recorded;
}

std::vector<std::string> export_differences(const json& recorded, const fs::path& directory,
                                            const json& given, const Bindings& bindings,
                                            const std::vector<ExportRule>& rules) {
  ExportComparison comparison(bindings, rules);
  const json archives = recorded.is_null() ? json::object() : recorded;
  for (const auto& [archive, files] : archives.items())
    comparison.compare(archive, files, directory / archive);
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    const auto name = fs::relative(entry.path(), directory).generic_string();
    if (!is_of_archives(name, archives) && !given.contains(name) && !comparison.may_be_added(name))
      comparison.too_much(name);
  }
  return comparison.take();
}

}  // namespace kili::wire
