#include "api/label_annotations.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include "support/json_lookup.hpp"

namespace kili::api {
namespace {

using nlohmann::json;

// Answers are nested as deep as paths are long; far below what would overflow the stack.
constexpr std::size_t longest_path = 100;

constexpr std::array<std::string_view, 8> annotation_fields{
    "__typename",
    "id",
    "job",
    "path",
    "labelId",
    " ... on ClassificationAnnotation { annotationValue { categories } chatItemId }",
    " ... on ComparisonAnnotation { annotationValue { choice { code firstId secondId } } chatItemId }",
    " ... on TranscriptionAnnotation { annotationValue { text } chatItemId }"};

std::string_view text_of(const json& object, const char* name) {
  const auto* const text = support::find_text(object, name);
  return text != nullptr ? std::string_view(*text) : std::string_view();
}

/// The annotations of one label by their paths, and the response that they stand for.
class ResponseBuilder {
 public:
  ResponseBuilder(const json& annotations, const json& given) : given_(given) {
    for (const auto& annotation : annotations) {
      const json* const path = support::find_member(annotation, "path");
      if (path == nullptr || !path->is_array() || path->size() > longest_path) continue;
      by_path_[*path].push_back(&annotation);
    }
  }

  [[nodiscard]] json build() { return answers_at(json::array()); }

 private:
  /// All answers to one job at one place.
  struct Answers {
    json items = json::array();
    json joined = json::object();
  };

  /// The answers to the jobs at a path: [annotation id, category] from the outermost parent down. They are
  /// given once: were an id or a category repeated, its children would be doubled on every level.
  [[nodiscard]] json answers_at(const json& path) {
    json answers = json::object();
    const auto found = by_path_.extract(path);
    if (found.empty()) return answers;
    std::map<std::string, Answers, std::less<>> jobs;
    std::vector<std::string> unknown;
    for (const json* const annotation : found.mapped()) {
      std::string job(text_of(*annotation, "job"));
      auto answer = answer_of(*annotation, path);
      if (answer) {
        add(jobs[std::move(job)], *annotation, *std::move(answer));
      } else {
        unknown.push_back(std::move(job));
      }
    }
    for (auto& [job, all] : jobs) {
      if (all.items.size() > 1) all.joined["chatItems"] = std::move(all.items);
      answers[job] = std::move(all.joined);
    }
    if (path.empty()) take_given(unknown, answers);
    return answers;
  }

  /// The value of an annotation in the form of a jsonResponse; nothing when its kind is not known.
  [[nodiscard]] std::optional<json> answer_of(const json& annotation, const json& path) {
    const json* const value = support::find_member(annotation, "annotationValue");
    if (value == nullptr) return std::nullopt;
    if (const json* const text = support::find_member(*value, "text")) return json{{"text", *text}};
    if (const json* const choice = support::find_member(*value, "choice")) return json{{"choice", *choice}};
    const json* const categories = support::find_member(*value, "categories");
    if (categories == nullptr || !categories->is_array()) return std::nullopt;
    json list = json::array();
    for (const auto& category : *categories) {
      json entry{{"name", category}};
      json below = path;
      below.push_back(json::array({text_of(annotation, "id"), category}));
      json children = answers_at(below);
      if (!children.empty()) entry["children"] = std::move(children);
      list.push_back(std::move(entry));
    }
    return json{{"categories", std::move(list)}};
  }

  /// Categories of several annotations are joined; of several texts or choices the first is the answer, as
  /// the official client has it. Items name their categories without children, which stand in the joined list
  /// in the same order: a copy on every level would double with each.
  static void add(Answers& answers, const json& annotation, json answer) {
    json item = json::object();
    for (const auto& [member, value] : answer.items()) {
      if (member != "categories") {
        item[member] = value;
        continue;
      }
      item[member] = json::array();
      for (const auto& category : value) item[member].push_back({{"name", text_of(category, "name")}});
    }
    const json* const chat_item = support::find_member(annotation, "chatItemId");
    item["chatItemId"] = chat_item != nullptr ? *chat_item : json();
    answers.items.push_back(std::move(item));
    for (auto& [member, value] : *answer.get_ptr<json::object_t*>()) {
      auto& joined = answers.joined[member];
      if (joined.is_null()) {
        joined = std::move(value);
      } else if (member == "categories") {
        for (auto& category : value) joined.push_back(std::move(category));
      }
    }
  }

  void take_given(const std::vector<std::string>& jobs, json& answers) const {
    for (const auto& job : jobs) {
      const json* const answer = support::find_member(given_, job.c_str());
      if (answer != nullptr && !answers.contains(job)) answers[job] = *answer;
    }
  }

  std::map<json, std::vector<const json*>> by_path_;
  const json& given_;
};

/// The part of a field behind that of a label field's annotations; nothing when it is another field.
std::optional<std::string_view> behind_annotations(std::string_view field, std::string_view label_field) {
  const std::string member = member_of_labels(label_field, "annotations");
  if (!field.starts_with(member)) return std::nullopt;
  const auto rest = field.substr(member.size());
  const bool is_longer_name = !rest.empty() && rest.front() != '.' && rest.front() != ' ';
  return is_longer_name ? std::nullopt : std::optional(rest);
}

}  // namespace

bool makes_responses_of_annotations(InputType input_type) noexcept {
  return input_type == InputType::llm_static || input_type == InputType::llm_instr_following;
}

std::vector<std::string> with_annotations(std::vector<std::string> fields,
                                          std::span<const std::string_view> where) {
  for (const auto label_field : where) {
    if (!ask_label_responses(fields, label_field)) continue;
    for (const auto member : annotation_fields) {
      std::string field = member_of_labels(label_field, "annotations");
      if (!member.starts_with(' ')) field += '.';
      field += member;
      if (std::find(fields.begin(), fields.end(), field) == fields.end()) fields.push_back(std::move(field));
    }
  }
  return fields;
}

json response_of_annotations(const json& annotations, const json& given) {
  return ResponseBuilder(annotations, given).build();
}

AnnotatedResponses::AnnotatedResponses(std::span<const std::string> fields, std::vector<std::string> jobs,
                                       std::span<const std::string_view> where)
    : jobs_(std::move(jobs)) {
  for (const auto label_field : where) {
    if (!ask_label_responses(fields, label_field)) continue;
    Labels labels{.field = std::string(label_field), .keeps_annotations = false, .kept_members = {}};
    for (const std::string_view field : fields) {
      const bool is_fragment = field.starts_with("...");
      const auto rest = behind_annotations(field, label_field);
      if (is_fragment ? field.find("annotations") != std::string_view::npos : rest.has_value()) {
        if (is_fragment || !rest->starts_with('.')) {
          labels.keeps_annotations = true;
        } else {
          const auto member = rest->substr(1);
          labels.kept_members.emplace(member.substr(0, member.find_first_of(". ")));
        }
      }
    }
    labels_.push_back(std::move(labels));
  }
}

bool AnnotatedResponses::answers_a_job(const json& response) const {
  return response.is_object() &&
         std::any_of(jobs_.begin(), jobs_.end(), [&](const auto& job) { return response.contains(job); });
}

void AnnotatedResponses::complete_label(json& label, const Labels& labels) const {
  const auto found = label.find("annotations");
  const bool has_annotations = found != label.end() && found->is_array() && !found->empty();
  const json* const response = support::find_member(label, "jsonResponse");
  const json given = response != nullptr ? *response : json();
  if (has_annotations || !answers_a_job(given)) {
    label["jsonResponse"] =
        has_annotations ? response_of_annotations(*found, given) : json(json::value_t::object);
  }
  if (found == label.end() || labels.keeps_annotations) return;
  if (labels.kept_members.empty()) {
    label.erase("annotations");
    return;
  }
  if (!found->is_array()) return;
  for (auto& annotation : *found) {
    auto* const members = annotation.get_ptr<json::object_t*>();
    if (members == nullptr) continue;
    std::erase_if(*members, [&](const auto& each) { return !labels.kept_members.contains(each.first); });
  }
}

void AnnotatedResponses::complete(json& record) const {
  for (const auto& labels : labels_) {
    if (labels.field.empty()) {
      complete_label(record, labels);
      continue;
    }
    const auto found = record.find(labels.field);
    if (found == record.end()) continue;
    if (found->is_object()) complete_label(*found, labels);
    if (!found->is_array()) continue;
    for (auto& label : *found) {
      if (label.is_object()) complete_label(label, labels);
    }
  }
}

}  // namespace kili::api
