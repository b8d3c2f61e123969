#include "use_cases/exports/label_selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "support/json_lookup.hpp"

namespace kili::use_cases {

namespace {

using nlohmann::json;

/// Where the record has the labels.
std::string_view field_of(ExportType which) noexcept {
  switch (which) {
    case ExportType::latest:
      return "latestLabel";
    case ExportType::latest_from_last_step:
      return "latestLabels";
    case ExportType::latest_from_all_steps:
    case ExportType::normal:
      break;
  }
  return "labels";
}

bool is_true(const json& record, const char* member) {
  const auto found = record.find(member);
  return found != record.end() && *found == true;
}

bool is_selected(const json& label, const LabelSelection& selection) {
  if (!label.is_object()) return false;
  if (selection.which == ExportType::latest_from_all_steps && !is_true(label, "isLastForStep")) return false;
  if (!selection.include_sent_back && is_true(label, "isSentBackToQueue")) return false;
  const std::string type = support::text_or_empty(label, "labelType");
  return type != to_string(LabelType::autosave) &&
         std::ranges::any_of(selection.types, [&](LabelType each) { return type == to_string(each); });
}

void name_author(json& label) {
  const auto author = label.find("author");
  if (author == label.end() || !author->is_object()) return;
  (*author)["name"] = fmt::format("{} {}", support::text_or_empty(*author, "firstname"),
                                  support::text_or_empty(*author, "lastname"));
}

}  // namespace

LabelSelection selection_of(const ExportLabels& arguments) {
  LabelSelection selection{.include_sent_back = arguments.include_sent_back_labels.value_or(true),
                           .which = arguments.export_type};
  selection.types = arguments.label_type_in.has_elements()
                        ? *arguments.label_type_in
                        : std::vector<LabelType>{LabelType::default_, LabelType::review};
  return selection;
}

std::vector<std::string> label_fields_of(const LabelSelection& selection) {
  constexpr auto members = std::to_array<std::string_view>(
      {"author.id", "author.email", "author.firstname", "author.lastname", "jsonResponse", "createdAt",
       "isLatestLabelForUser", "isSentBackToQueue", "labelType", "modelName"});
  const std::string_view field = field_of(selection.which);
  std::vector<std::string> fields;
  fields.reserve(members.size() + 1);
  for (const auto member : members) fields.push_back(fmt::format("{}.{}", field, member));
  if (selection.which != ExportType::latest) fields.push_back(fmt::format("{}.isLastForStep", field));
  return fields;
}

std::size_t select_labels(json& record, const LabelSelection& selection) {
  const auto found = record.find(field_of(selection.which));
  if (found == record.end()) return 0;
  if (selection.which == ExportType::latest) {
    if (!is_selected(*found, selection)) return 0;
    name_author(*found);
    return 1;
  }
  if (!found->is_array()) return 0;
  json selected = json::array();
  for (auto& label : *found) {
    if (!is_selected(label, selection)) continue;
    name_author(label);
    selected.push_back(std::move(label));
  }
  *found = std::move(selected);
  return found->size();
}

std::size_t count_without_answers(const json& record, const LabelSelection& selection) {
  const auto found = record.find(field_of(selection.which));
  if (found == record.end()) return 0;
  const auto lacks_answers = [](const json& label) {
    return label.is_object() && label.value("jsonResponse", json()) == json::object();
  };
  if (!found->is_array()) return lacks_answers(*found) ? 1 : 0;
  return static_cast<std::size_t>(std::ranges::count_if(*found, lacks_answers));
}

}  // namespace kili::use_cases
