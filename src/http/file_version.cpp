#include "http/file_version.hpp"

#include <algorithm>

#include "support/text.hpp"

namespace kili::http {

bool is_part_of_other_version(const HttpResponse& response, std::string_view validator) {
  constexpr int partial_content = 206;
  if (response.status != partial_content || validator.empty()) return false;
  const bool is_tag = validator.starts_with('"');
  std::string_view named = response.header(is_tag ? "etag" : "last-modified");
  if (named.starts_with("W/")) named.remove_prefix(2);
  return !named.empty() && named != validator;
}

bool is_part_of_other_version(const HttpResponse& response, const HttpRequest& request) {
  const auto condition = std::find_if(request.headers.begin(), request.headers.end(), [](const auto& header) {
    return support::equal_ignoring_case(header.first, "If-Range");
  });
  return condition != request.headers.end() && is_part_of_other_version(response, condition->second);
}

}  // namespace kili::http
