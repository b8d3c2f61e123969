#include "api/label_fields.hpp"

#include <algorithm>
#include <utility>

namespace kili::api {
namespace {

constexpr std::string_view response_name = "jsonResponse";

}  // namespace

std::string member_of_labels(std::string_view label_field, std::string_view member) {
  std::string field(label_field);
  if (!field.empty()) field += '.';
  return field.append(member);
}

bool ask_label_responses(std::span<const std::string> fields, std::string_view label_field) noexcept {
  const std::size_t begin = label_field.empty() ? 0 : label_field.size() + 1;
  return std::any_of(fields.begin(), fields.end(), [&](std::string_view field) {
    return field.size() == begin + response_name.size() && field.starts_with(label_field) &&
           (begin == 0 || field[begin - 1] == '.') && field.ends_with(response_name);
  });
}

std::vector<std::string> with_response_urls(std::vector<std::string> fields,
                                            std::span<const std::string_view> where) {
  for (const auto label_field : where) {
    if (!ask_label_responses(fields, label_field)) continue;
    std::string url = member_of_labels(label_field, response_url_name);
    if (std::find(fields.begin(), fields.end(), url) == fields.end()) fields.push_back(std::move(url));
  }
  return fields;
}

}  // namespace kili::api
