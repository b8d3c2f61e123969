#include "http/http_date.hpp"

#include <curl/curl.h>

#include <string>

namespace kili::http {

std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view value) {
  if (value.empty()) return std::nullopt;
  const std::time_t date = curl_getdate(std::string(value).c_str(), nullptr);
  if (date == -1) return std::nullopt;
  return std::chrono::sys_seconds(std::chrono::seconds(date));
}

}  // namespace kili::http
