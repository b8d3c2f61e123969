#include "use_cases/assets/listing/asset_record.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "support/json_text.hpp"
#include "support/text.hpp"

namespace kili::use_cases {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 3> label_fields{"labels", "latestLabel", "latestLabels"};

std::string response_field(std::string_view label_field) {
  return std::string(label_field) + ".jsonResponse";
}

bool contains(const std::vector<std::string>& fields, std::string_view name) noexcept {
  return std::find(fields.begin(), fields.end(), name) != fields.end();
}

bool may_give_responses_by_url(InputType input_type) noexcept {
  switch (input_type) {
    case InputType::geospatial:
    case InputType::llm_instr_following:
    case InputType::llm_rlhf:
    case InputType::llm_static:
    case InputType::video:
      return true;
    default:
      return false;
  }
}

/// Text that is not JSON, or too deep to be read, becomes {}.
json decoded(const std::string& text) {
  try {
    return support::parse_json(text);
  } catch (const std::exception&) {
    return json::object();
  }
}

void decode_member(json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return;
  if (found->is_null()) *found = json::object();
  if (found->is_string()) *found = decoded(found->get_ref<const std::string&>());
}

/// Calls `visit` with every label of the record.
template <typename Visit>
void for_each_label(json& record, const Visit& visit) {
  for (const auto field : label_fields) {
    const auto found = record.find(field);
    if (found == record.end()) continue;
    if (found->is_object()) visit(*found);
    if (!found->is_array()) continue;
    for (auto& label : *found) {
      if (label.is_object()) visit(label);
    }
  }
}

/// The URL that a member holds, or an empty text.
std::string url_in(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_string()) return {};
  const auto& text = found->get_ref<const std::string&>();
  return support::is_url(text) ? text : std::string();
}

}  // namespace

bool ask_label_responses(const std::vector<std::string>& fields) noexcept {
  return std::any_of(fields.begin(), fields.end(), [](const std::string& field) {
    return std::any_of(label_fields.begin(), label_fields.end(), [&](std::string_view label_field) {
      return field.size() == label_field.size() + std::string_view(".jsonResponse").size() &&
             field.starts_with(label_field) && field.ends_with(".jsonResponse");
    });
  });
}

std::vector<std::string> with_response_urls(std::vector<std::string> fields, InputType input_type) {
  if (!may_give_responses_by_url(input_type) || !ask_label_responses(fields)) return fields;
  std::vector<std::string> needed{"content", "jsonContent", "resolution.width", "resolution.height"};
  for (const auto field : label_fields) {
    if (contains(fields, response_field(field))) needed.push_back(response_field(field) + "Url");
  }
  for (auto& field : needed) {
    if (!contains(fields, field)) fields.push_back(std::move(field));
  }
  return fields;
}

void decode_asset_record(json& record) {
  decode_member(record, "jsonMetadata");
  for_each_label(record, [](json& label) {
    if (url_in(label, "jsonResponseUrl").empty()) decode_member(label, "jsonResponse");
  });
  // A link, or nothing that could be read (contract/schema.graphql).
  const auto ocr = record.find("ocrMetadata");
  if (ocr != record.end() && ocr->is_string() && url_in(record, "ocrMetadata").empty()) *ocr = json::object();
}

std::vector<RecordTask> linked_document_tasks(json& record, const Services& services,
                                              const support::CallContext& context) {
  std::vector<RecordTask> tasks;
  for_each_label(record, [&](json& label) {
    std::string url = url_in(label, "jsonResponseUrl");
    if (url.empty() || !label.contains("jsonResponse")) return;
    tasks.emplace_back([&label, &context, gateway = services.gateway, url = std::move(url)] {
      label["jsonResponse"] = decoded(gateway->linked_document(url, context));
      label.erase("jsonResponseUrl");
    });
  });
  if (std::string url = url_in(record, "ocrMetadata"); !url.empty()) {
    tasks.emplace_back([&record, &context, gateway = services.gateway, url = std::move(url)] {
      record["ocrMetadata"] = decoded(gateway->linked_document(url, context));
    });
  }
  return tasks;
}

}  // namespace kili::use_cases
