#include "case_runner.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <utility>

#include "kili/enums.hpp"
#include "kili/labels/parsed_label.hpp"
#include "python_objects.hpp"
#include "python_path.hpp"

namespace kili::label_cases {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t longest_value = 300;

/// What came of a path or step: a value, or the name and message of an error.
struct Outcome {
  json value;
  std::string error;
  std::string message;

  [[nodiscard]] std::string text() const {
    if (!error.empty()) return error + " (" + message + ")";
    std::string dumped = value.dump(-1, ' ', false, json::error_handler_t::replace);
    if (dumped.size() > longest_value) dumped = dumped.substr(0, longest_value) + "...";
    return dumped;
  }
};

template <typename Function>
Outcome outcome_of(Function&& function) {
  try {
    return {.value = function(), .error = {}, .message = {}};
  } catch (const kili::Error& error) {
    return {.value = {}, .error = std::string(error.type()), .message = error.what()};
  } catch (const PythonError& error) {
    return {.value = {}, .error = error.type(), .message = error.what()};
  } catch (const PathError& error) {
    return {.value = {}, .error = "PathError", .message = error.what()};
  } catch (const std::exception& error) {
    return {.value = {}, .error = "std::exception", .message = error.what()};
  }
}

/// The name of a Python exception: without module and message.
std::string error_name(const std::string& text) {
  std::string name = text.substr(0, text.find_first_of(":( "));
  if (const auto dot = name.rfind('.'); dot != std::string::npos) name = name.substr(dot + 1);
  return name;
}

bool matches(const ordered_json& expected, const Outcome& outcome) {
  const auto error = expected.find("error");
  if (error != expected.end() && !error->is_null()) {
    if (outcome.error.empty()) return false;
    return !error->is_string() || error_name(error->get<std::string>()) == outcome.error;
  }
  if (!outcome.error.empty()) return false;
  const auto value = expected.find("value");
  return value == expected.end() || json(*value) == outcome.value;
}

std::string expected_text(const ordered_json& expected) {
  const auto error = expected.find("error");
  if (error != expected.end() && !error->is_null()) return "the error " + error->dump();
  std::string dumped = expected.contains("value") ? expected["value"].dump() : "no error";
  if (dumped.size() > longest_value) dumped = dumped.substr(0, longest_value) + "...";
  return dumped;
}

PathArguments arguments_of(const ordered_json& step) {
  PathArguments arguments;
  if (const auto args = step.find("args"); args != step.end()) {
    if (args->is_array()) {
      for (const auto& argument : *args) arguments.positional.emplace_back(argument);
    } else {
      for (const auto& [name, argument] : args->items()) arguments.named.emplace_back(name, argument);
    }
  }
  if (const auto named = step.find("kwargs"); named != step.end()) {
    for (const auto& [name, argument] : named->items()) arguments.named.emplace_back(name, argument);
  }
  return arguments;
}

/// A step as a statement: Python text, {"set": path, "value"} or {"call": path, "args", "kwargs"}.
Statement statement_of(const ordered_json& step) {
  if (step.is_string()) return parse_statement(step.get<std::string>());
  const auto text_of = [&step](const char* key) -> std::optional<std::string> {
    const auto found = step.find(key);
    return found != step.end() && found->is_string() ? std::optional(found->get<std::string>())
                                                     : std::nullopt;
  };
  if (const auto statement = text_of("do")) return parse_statement(*statement);
  const auto path = text_of("path");
  const auto called = text_of("call");
  const auto set = text_of("set");
  Statement statement;
  if (path) {
    statement = parse_statement(*path);
    if (called) statement.path.steps.push_back({.kind = PathStep::Kind::attribute, .name = *called});
    if (set) statement.path.steps.push_back({.kind = PathStep::Kind::attribute, .name = *set});
  } else if (called || set) {
    statement = parse_statement(called ? *called : *set);
  } else {
    throw PathError("a step is a text or has \"set\" or \"call\": " + step.dump());
  }
  if (step.contains("value") && !called) {
    statement.value = json(step["value"]);
  } else if (!statement.value &&
             (statement.path.steps.empty() || statement.path.steps.back().kind != PathStep::Kind::call)) {
    statement.path.steps.push_back({.kind = PathStep::Kind::call, .arguments = arguments_of(step)});
  }
  return statement;
}

class CaseRun {
 public:
  CaseRun(const ordered_json& label_case, std::string name, Report& report)
      : case_(label_case), name_(std::move(name)), report_(report) {}

  void run() {
    parse();
    run_steps();
    const auto expect = case_.find("expect");
    if (expect == case_.end()) return;
    for (const auto& expected : *expect) {
      ++report_.expectations;
      const std::string path = expected.value("path", "");
      const Outcome outcome =
          label_ ? outcome_of([&] { return evaluate(*label_, parse_path(path)); }) : construction_;
      if (!matches(expected, outcome)) fail(path, expected, outcome);
    }
  }

 private:
  void parse() {
    construction_ = outcome_of([this] {
      const Ontology ontology(case_.at("json_interface"),
                              from_string<InputType>(case_.at("input_type").get<std::string>()));
      label_.emplace(json(case_.at("label")), ontology);
      return label_->to_dict();
    });
    check_text();
  }

  /// The answers as text must come to the same.
  void check_text() {
    const auto response = case_.at("label").find("jsonResponse");
    if (response == case_.at("label").end()) return;
    const Outcome from_text = outcome_of([&] {
      const Ontology ontology =
          Ontology::parse(case_.at("json_interface").dump(),
                          from_string<InputType>(case_.at("input_type").get<std::string>()));
      const auto text = response->dump(1, ' ', true);
      return ParsedLabel::from_text(json(case_.at("label")), text, ontology).to_dict();
    });
    if (from_text.error == construction_.error && from_text.value.dump() == construction_.value.dump())
      return;
    report_.failures.push_back(name_ + ": from text: expected " + construction_.text() + ", got " +
                               from_text.text());
  }

  void run_steps() {
    const auto steps = case_.find("steps");
    if (steps == case_.end()) return;
    std::size_t index = 0;
    for (const auto& step : *steps) {
      const std::string where = "steps[" + std::to_string(index++) + "]";
      const Outcome outcome = !label_ ? construction_ : outcome_of([&] {
        execute(*label_, statement_of(step));
        return json();
      });
      const ordered_json expected = step.is_object() && step.contains("error")
                                        ? ordered_json({{"error", step["error"]}})
                                        : ordered_json::object();
      ++report_.expectations;
      if (!matches(expected, outcome)) fail(where, expected, outcome);
    }
  }

  void fail(const std::string& path, const ordered_json& expected, const Outcome& outcome) {
    report_.failures.push_back(name_ + ": " + path + ": expected " + expected_text(expected) + ", got " +
                               outcome.text());
  }

  const ordered_json& case_;
  std::string name_;
  Report& report_;
  std::optional<ParsedLabel> label_;
  Outcome construction_;
};

}  // namespace

void run_case(const ordered_json& label_case, const std::string& fallback_name, Report& report) {
  ++report.cases;
  CaseRun(label_case, label_case.value("name", fallback_name), report).run();
}

namespace {

/// A version as numbers, for example {26, 2, 4}.
using Version = std::vector<int>;

Version version_of(const std::string& text) {
  Version version;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, '.');) version.push_back(std::atoi(part.c_str()));
  return version;
}

/// The versions that the recording is of; none when it does not say.
std::vector<std::string> versions_of(const ordered_json& label_case) {
  const auto sdk = label_case.is_object() ? label_case.find("sdk") : label_case.end();
  if (!label_case.is_object() || sdk == label_case.end()) return {};
  return sdk->is_string() ? std::vector{sdk->get<std::string>()} : sdk->get<std::vector<std::string>>();
}

struct Recording {
  ordered_json label_case;
  std::string name;
  Version newest;
};

/// Of the recordings of each case, the newest, or those of a given version.
class Recordings {
 public:
  explicit Recordings(std::string version) : version_(std::move(version)) {}

  void add(ordered_json label_case, std::string fallback_name) {
    const auto versions = versions_of(label_case);
    std::string name = label_case.is_object() ? label_case.value("name", fallback_name) : fallback_name;
    Recording recording{.label_case = std::move(label_case), .name = std::move(fallback_name), .newest = {}};
    if (versions.empty()) {
      recordings_.push_back(std::move(recording));
      return;
    }
    if (!version_.empty() && std::ranges::find(versions, version_) == versions.end()) return;
    for (const auto& version : versions) recording.newest = std::max(recording.newest, version_of(version));
    const auto [known, is_new] = places_.emplace(std::move(name), recordings_.size());
    if (is_new) {
      recordings_.push_back(std::move(recording));
    } else if (recordings_[known->second].newest < recording.newest) {
      recordings_[known->second] = std::move(recording);
    }
  }
  [[nodiscard]] const std::vector<Recording>& taken() const noexcept { return recordings_; }

 private:
  std::string version_;
  std::vector<Recording> recordings_;
  std::map<std::string, std::size_t> places_;
};

}  // namespace

Report run_folder(const std::filesystem::path& folder, const std::string& version) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  Report report;
  Recordings recordings(version);
  for (const auto& path : files) {
    std::ifstream file(path);
    auto content = ordered_json::parse(file, nullptr, false);
    const std::string name = path.filename().string();
    if (content.is_discarded()) {
      report.failures.push_back(path.string() + ": not JSON");
    } else if (content.is_array()) {
      for (std::size_t i = 0; i < content.size(); ++i) {
        recordings.add(std::move(content[i]), name + "[" + std::to_string(i) + "]");
      }
    } else {
      recordings.add(std::move(content), name);
    }
  }
  for (const auto& recording : recordings.taken()) run_case(recording.label_case, recording.name, report);
  return report;
}

}  // namespace kili::label_cases
