#include "parsed_labels/job_definitions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "kili/labels/errors.hpp"
#include "parsed_labels/annotation_rules.hpp"
#include "parsed_labels/job_rules.hpp"
#include "support/shown_text.hpp"
#include "support/suggestion.hpp"
#include "support/text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

/// Writes one job; the members name the job in errors.
class JobWriter {
 public:
  JobWriter(JobKind kind, std::string_view ml_task, const JobDefinition& definition, InputType input_type)
      : kind_(kind), ml_task_(ml_task), definition_(definition), input_type_(input_type) {}

  [[nodiscard]] DefinedJob write() {
    key_ = key_of_job();
    check_task();
    check_members();
    nlohmann::ordered_json job;
    job["content"] = content();
    job["instruction"] = definition_.instruction.empty() ? definition_.name : definition_.instruction;
    job["mlTask"] = ml_task_;
    job["required"] = definition_.required ? 1 : 0;
    job["isChild"] = false;
    if (!definition_.tools.empty() || kind_ == JobKind::pose_estimation) job["tools"] = tools();
    if (!definition_.models.is_null()) job["models"] = models();
    if (!definition_.level.empty()) job["level"] = level();
    if (!definition_.export_name.empty()) job["exportName"] = definition_.export_name;
    return {.key = key_, .json = std::move(job), .kind = kind_};
  }

 private:
  [[noreturn]] void refuse(std::string_view what) const {
    const std::string& known = definition_.name.empty() ? definition_.key : definition_.name;
    const std::string& job = key_.empty() ? known : key_;
    throw OntologyError({.job = job, .place = job}, std::string(what), "ValueError");
  }

  [[nodiscard]] std::string key_of_job() const {
    if (definition_.name.empty() && definition_.key.empty()) refuse("a job has a name or a key");
    std::string key = definition_.key;
    if (key.empty()) {
      key = OntologyBuilder::key_of(definition_.name);
      if (key.empty()) {
        refuse(fmt::format("no key can be made of the name '{}'; give one",
                           support::shown_text(definition_.name)));
      }
    }
    if (!is_key(key)) refuse(unusable(key));
    if (std::all_of(key.begin(), key.end(), support::is_digit)) {
      refuse(fmt::format("'{}' would be the number of a frame; a key has a letter", key));
    }
    if (is_answered_without_asking(key)) refuse("labels have answers of that key that no job asks for");
    return key;
  }

  [[nodiscard]] static std::string unusable(const std::string& key) {
    const std::string usable = OntologyBuilder::key_of(key);
    return fmt::format(
        "the key '{}' is not usable: keys have capital letters, digits and underscores{}",
        support::shown_text(key),
        usable.empty() ? std::string() : fmt::format("; '{}' is", support::shown_text(usable)));
  }

  void check_task() const {
    if (kind_ == JobKind::other && !is_key(ml_task_)) {
      refuse(fmt::format("'{}' is no task; tasks have capital letters, digits and underscores",
                         support::shown_text(ml_task_)));
    }
    if (!may_have(input_type_, kind_)) {
      refuse(fmt::format("projects of the type {} have no jobs of the task {}", to_string(input_type_),
                         ml_task_));
    }
  }

  void check_members() const {
    const bool is_object = kind_ == JobKind::object_detection || kind_ == JobKind::pose_estimation;
    if (!definition_.tools.empty() && !is_object && kind_ != JobKind::other) {
      refuse("only object detection has tools");
    }
    if (!definition_.categories.empty() && (kind_ == JobKind::transcription || kind_ == JobKind::file)) {
      refuse(fmt::format("a job of the task {} has no categories", ml_task_));
    }
  }

  // Content ------------------------------------------------------------------------------------------------

  [[nodiscard]] nlohmann::ordered_json content() const {
    nlohmann::ordered_json content = nlohmann::ordered_json::object();
    if (kind_ == JobKind::file) {
      if (definition_.control) refuse("a file has no control");
      return content;
    }
    if (kind_ != JobKind::transcription && !(kind_ == JobKind::other && definition_.categories.empty())) {
      content[kind_ == JobKind::comparison ? "options" : "categories"] = categories();
    }
    if (kind_ != JobKind::other || definition_.control) content["input"] = control();
    return content;
  }

  [[nodiscard]] std::string_view control() const {
    using enum JobControl;
    const bool is_text = kind_ == JobKind::transcription;
    const JobControl control = definition_.control.value_or(is_text ? text_field : radio);
    const bool is_text_control = control == text_field || control == date || control == number;
    const bool is_dropdown = control == single_dropdown || control == multiple_dropdown;
    const bool takes_dropdown = kind_ == JobKind::classification || kind_ == JobKind::other;
    if (kind_ != JobKind::other && (is_text != is_text_control || (is_dropdown && !takes_dropdown))) {
      refuse(fmt::format("a job of the task {} has no control \"{}\"", ml_task_, control_word(control)));
    }
    return control_word(control);
  }
  [[nodiscard]] nlohmann::ordered_json categories() const {
    if (definition_.categories.empty()) {
      refuse(fmt::format("a job of the task {} has at least one category", ml_task_));
    }
    nlohmann::ordered_json categories = nlohmann::ordered_json::object();
    std::vector<std::string_view> names;
    for (const CategoryDefinition& category : definition_.categories) {
      const std::string key = key_of_category(category);
      if (categories.contains(key)) refuse(fmt::format("the category '{}' is there twice", key));
      if (std::find(names.begin(), names.end(), category.name) != names.end()) {
        refuse(fmt::format("two categories have the name '{}'", support::shown_text(category.name)));
      }
      names.emplace_back(category.name);
      categories[key] = written(category, key, names.size() - 1);
    }
    return categories;
  }

  [[nodiscard]] std::string key_of_category(const CategoryDefinition& category) const {
    if (category.name.empty()) {
      refuse(fmt::format("the category '{}' has no name", support::shown_text(category.key)));
    }
    std::string key = category.key.empty() ? OntologyBuilder::key_of(category.name) : category.key;
    if (key.empty()) {
      refuse(fmt::format("no key can be made of the name '{}' of a category; give one",
                         support::shown_text(category.name)));
    }
    if (!is_key(key)) refuse(unusable(key));
    return key;
  }

  [[nodiscard]] nlohmann::ordered_json written(const CategoryDefinition& category, const std::string& key,
                                               std::size_t index) const {
    nlohmann::ordered_json json;
    json["children"] = category.children;
    const std::string color = color_of(category, key, index);
    if (!color.empty()) json["color"] = color;
    json["name"] = category.name;
    if (category.mutual && kind_ != JobKind::comparison) {
      refuse(fmt::format("category '{}': only options of a comparison are mutual", key));
    }
    if (category.mutual) json["mutual"] = true;
    write_relation(category, key, json);
    if (kind_ == JobKind::pose_estimation) {
      json["points"] = points(category, key);
    } else if (!category.points.empty()) {
      refuse(fmt::format("category '{}': only categories of poses have points", key));
    }
    return json;
  }

  [[nodiscard]] std::string color_of(const CategoryDefinition& category, const std::string& key,
                                     std::size_t index) const {
    const std::string& color = category.color;
    if (color.empty()) {
      const bool is_drawn = kind_ == JobKind::object_detection || kind_ == JobKind::pose_estimation ||
                            kind_ == JobKind::entity_recognition;
      return is_drawn ? std::string(palette_color(index)) : std::string();
    }
    constexpr std::string_view digits = "0123456789abcdefABCDEF";
    if (color.size() == 7 && color[0] == '#' && color.find_first_not_of(digits, 1) == std::string::npos) {
      return color;
    }
    refuse(fmt::format("category '{}': the color '{}' is not #rrggbb", key, support::shown_text(color)));
  }

  void write_relation(const CategoryDefinition& category, const std::string& key,
                      nlohmann::ordered_json& json) const {
    const bool of_objects = kind_ == JobKind::object_relation;
    if (!of_objects && kind_ != JobKind::entity_relation) {
      if (category.starts.empty() && category.ends.empty()) return;
      refuse(fmt::format("category '{}': only categories of relations have starts and ends", key));
    }
    if (category.starts.empty() || category.ends.empty()) {
      refuse(
          fmt::format("category '{}': a relation has starts and ends, the categories that it relates", key));
    }
    json[of_objects ? "startObjects" : "startEntities"] = category.starts;
    json[of_objects ? "endObjects" : "endEntities"] = category.ends;
  }

  [[nodiscard]] nlohmann::ordered_json points(const CategoryDefinition& category,
                                              const std::string& key) const {
    if (category.points.empty()) refuse(fmt::format("category '{}': a pose has points", key));
    nlohmann::ordered_json points = nlohmann::ordered_json::array();
    std::vector<std::string> codes;
    for (const PosePointInterface& point : category.points) {
      const std::string code = point.code.empty() ? OntologyBuilder::key_of(point.name) : point.code;
      if (!is_key(code)) {
        refuse(fmt::format("category '{}': a point has no name and no usable code", key));
      }
      if (std::find(codes.begin(), codes.end(), code) != codes.end()) {
        refuse(fmt::format("category '{}': the point '{}' is there twice", key, code));
      }
      codes.push_back(code);
      points.push_back({{"code", code},
                        {"mandatory", point.is_mandatory},
                        {"name", point.name.empty() ? code : point.name}});
    }
    return points;
  }

  // Other members ------------------------------------------------------------------------------------------

  [[nodiscard]] std::vector<std::string> tools() const {
    if (kind_ == JobKind::other) return definition_.tools;
    const auto known = tools_of(input_type_);
    std::vector<std::string> tools = definition_.tools;
    if (kind_ == JobKind::pose_estimation) {
      if (!tools.empty() && tools != std::vector<std::string>{"pose"})
        refuse("poses have the tool \"pose\" alone");
      tools = {"pose"};
    }
    for (const std::string& tool : tools) {
      if (std::count(tools.begin(), tools.end(), tool) > 1) {
        refuse(fmt::format("the tool '{}' is there twice", support::shown_text(tool)));
      }
      if (std::find(known.begin(), known.end(), tool) != known.end()) continue;
      std::string question = support::did_you_mean(tool, known, [](std::string_view word) { return word; });
      if (question.empty()) question = fmt::format("; they have {}", support::shown_list(known));
      refuse(fmt::format("projects of the type {} do not have the tool '{}'{}", to_string(input_type_),
                         support::shown_text(tool), question));
    }
    return tools;
  }

  [[nodiscard]] nlohmann::ordered_json models() const {
    const nlohmann::json& models = definition_.models.get();
    if (!models.is_object()) refuse("the models are not an object");
    return nlohmann::ordered_json(models);
  }

  [[nodiscard]] const std::string& level() const {
    if (!is_llm(input_type_)) refuse("only jobs of LLM projects have a level");
    if (!is_level(definition_.level)) {
      refuse(fmt::format("the level is '{}', not completion, conversation or round",
                         support::shown_text(definition_.level)));
    }
    return definition_.level;
  }

  JobKind kind_;
  std::string ml_task_;
  const JobDefinition& definition_;
  InputType input_type_;
  std::string key_;
};

}  // namespace

DefinedJob define_job(JobKind kind, std::string_view ml_task, const JobDefinition& definition,
                      InputType input_type) {
  const std::string_view word = kind == JobKind::other ? ml_task : task_word(kind);
  if (kind == JobKind::object_detection && definition.tools.empty()) {
    const std::string& job = definition.key.empty() ? definition.name : definition.key;
    throw OntologyError({.job = job, .place = job}, "object detection has at least one tool", "ValueError");
  }
  return JobWriter(kind, word, definition, input_type).write();
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
