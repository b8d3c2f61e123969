#include "http/url.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "kili/errors.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"
#include "support/unicode.hpp"

namespace kili::http {
namespace {

struct CloseUrl {
  void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
};

std::string part(CURLU* url, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return {};
  const std::unique_ptr<char, decltype(&curl_free)> owner(text, curl_free);
  return owner.get();
}

bool is_blank_or_control(char c) noexcept { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f; }

/// "%41" as "A".
std::string percent_decoded(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto code = text[i] == '%' && i + 2 < text.size()
                          ? support::parse_hexadecimal(text.substr(i + 1, 2))
                          : std::nullopt;
    result += code ? static_cast<char>(static_cast<unsigned char>(*code)) : text[i];
    if (code) i += 2;
  }
  return result;
}

/// Whether some server may take the segment for "." or "..": with parameters behind it (";x"), or with blanks
/// that it cuts off.
bool is_dot_segment(std::string_view segment) noexcept {
  segment = segment.substr(0, segment.find(';'));
  while (!segment.empty() && is_blank_or_control(segment.back())) segment.remove_suffix(1);
  return segment == "." || segment == "..";
}

/// Whether a server may take the path for one in another folder: servers decode before or after they resolve
/// dot segments, some twice, and some take "\" for "/".
bool hides_segments(std::string_view path) {
  const std::string lower = support::to_lower(path);
  for (const std::string_view encoded : {"%25", "%2e", "%2f", "%5c", "\\"}) {
    if (lower.find(encoded) != std::string::npos) return true;
  }
  const std::string decoded = percent_decoded(path);
  std::string_view rest = decoded;
  for (;;) {
    const auto slash = rest.find('/');
    if (is_dot_segment(rest.substr(0, slash))) return true;
    if (slash == std::string_view::npos) return false;
    rest.remove_prefix(slash + 1);
  }
}

/// Characters that path and query of a URL may contain as they are. "[" and "]" may not, but browsers and
/// servers leave them alone.
bool may_stand_in_url(char c) noexcept {
  constexpr std::string_view marks = "-._~!$&'()*+,;=:@/?[]";
  return support::is_digit(c) || ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') ||
         marks.find(c) != std::string_view::npos;
}

std::string_view without_blanks_around(std::string_view text) noexcept {
  while (!text.empty() && is_blank_or_control(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank_or_control(text.back())) text.remove_suffix(1);
  return text;
}

/// Length of what stands before path and query: scheme, credentials, host and port; 0 in a relative
/// reference.
std::size_t length_before_path(std::string_view url) noexcept {
  constexpr std::string_view mark = "//";
  const auto at = url.find(mark);
  const bool ends_scheme = at == 0 || (at != std::string_view::npos && url[at - 1] == ':');
  if (!ends_scheme || url.find_first_of("/?#") != at) return 0;
  return std::min(url.find_first_of("/?#", at + mark.size()), url.size());
}

/// Credentials are cut off at the last "@", but a parser may take the first one; and some take "\" for "/".
bool is_ambiguous(std::string_view before_path) noexcept {
  return before_path.find('@') != before_path.rfind('@') ||
         before_path.find('\\') != std::string_view::npos ||
         std::any_of(before_path.begin(), before_path.end(), is_blank_or_control);
}

/// Path and query with everything percent-encoded that a URL cannot contain; without fragment.
std::string encoded_path(std::string_view path) {
  path = path.substr(0, path.find('#'));
  std::string result;
  result.reserve(path.size());
  for (std::size_t i = 0; i < path.size(); ++i) {
    const char c = path[i];
    const bool is_encoded =
        c == '%' && i + 2 < path.size() && support::parse_hexadecimal(path.substr(i + 1, 2));
    if (is_encoded || may_stand_in_url(c)) {
      result += c;
    } else {
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return result;
}

using CurlUrl = std::unique_ptr<CURLU, CloseUrl>;

/// Credentials and all. Null when it is no URL.
CurlUrl curl_url_of(std::string_view text) {
  text = without_blanks_around(text);
  const auto length = length_before_path(text);
  const auto before_path = text.substr(0, length);
  if (before_path.empty() || before_path.ends_with('/') || is_ambiguous(before_path)) return nullptr;
  const std::string encoded = std::string(before_path) + encoded_path(text.substr(length));
  CurlUrl url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, encoded.c_str(), 0) != CURLUE_OK) return nullptr;
  return url;
}

std::string credentials_of(CURLU* url) {
  const std::string user = part(url, CURLUPART_USER, CURLU_URLDECODE);
  const std::string password = part(url, CURLUPART_PASSWORD, CURLU_URLDECODE);
  return user.empty() && password.empty() ? std::string() : fmt::format("{}:{}", user, password);
}

}  // namespace

std::optional<Url> Url::parse(std::string_view text) {
  const CurlUrl url = curl_url_of(text);
  if (!url) return std::nullopt;
  Url result;
  result.credentials = credentials_of(url.get());
  result.scheme = support::to_lower(part(url.get(), CURLUPART_SCHEME));
  result.host = support::to_lower(part(url.get(), CURLUPART_HOST));
  result.port = part(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  result.path = part(url.get(), CURLUPART_PATH);
  result.query = part(url.get(), CURLUPART_QUERY);
  const bool is_http = result.scheme == "http" || result.scheme == "https";
  if (!is_http || result.host.empty()) return std::nullopt;
  return result;
}

std::string Url::origin() const { return fmt::format("{}://{}:{}", scheme, host, port); }

bool Url::same_origin(const Url& other) const noexcept {
  return scheme == other.scheme && host == other.host && port == other.port;
}

std::string encoded_url(std::string_view url) {
  url = without_blanks_around(url);
  const auto length = length_before_path(url);
  std::string before_path(url.substr(0, length));
  if (const auto at = before_path.rfind('@'); at != std::string::npos) {
    const auto begin = before_path.find("//") + 2;
    before_path.erase(begin, at + 1 - begin);
  }
  return before_path + encoded_path(url.substr(length));
}

std::optional<std::string> resolve_url(std::string_view base, std::string_view reference) {
  const auto from = Url::parse(base);
  const CurlUrl url = curl_url_of(base);
  reference = without_blanks_around(reference);
  const auto length = length_before_path(reference);
  if (!from || !url || is_ambiguous(reference.substr(0, length))) return std::nullopt;
  const std::string user = part(url.get(), CURLUPART_USER);
  const std::string password = part(url.get(), CURLUPART_PASSWORD);
  const std::string encoded =
      std::string(reference.substr(0, length)) + encoded_path(reference.substr(length));
  if (curl_url_set(url.get(), CURLUPART_USER, nullptr, 0) != CURLUE_OK ||
      curl_url_set(url.get(), CURLUPART_PASSWORD, nullptr, 0) != CURLUE_OK ||
      curl_url_set(url.get(), CURLUPART_URL, encoded.c_str(), 0) != CURLUE_OK) {
    return std::nullopt;
  }
  const auto to = Url::parse(part(url.get(), CURLUPART_URL));
  if (!to) return std::nullopt;
  if (to->credentials.empty() && !from->credentials.empty() && to->same_origin(*from)) {
    const bool are_set = curl_url_set(url.get(), CURLUPART_USER, user.c_str(), 0) == CURLUE_OK &&
                         curl_url_set(url.get(), CURLUPART_PASSWORD, password.c_str(), 0) == CURLUE_OK;
    // Of a host that is not one, libcurl makes another each time it writes it.
    const auto written = Url::parse(part(url.get(), CURLUPART_URL));
    if (!are_set || !written || !written->same_origin(*from)) return std::nullopt;
  }
  return part(url.get(), CURLUPART_URL);
}

std::string basic_authorization(std::string_view credentials) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string result = "Basic ";
  for (std::size_t i = 0; i < credentials.size(); i += 3) {
    const std::string_view bytes = credentials.substr(i, 3);
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k)
      bits = bits << 8U | (k < bytes.size() ? static_cast<unsigned char>(bytes[k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      result += k <= bytes.size() ? digits[bits >> (18U - 6U * k) & 63U] : '=';
  }
  return result;
}

CredentialScope::CredentialScope(std::string_view api_endpoint) {
  auto parsed = Url::parse(api_endpoint);
  if (!parsed || !parsed->credentials.empty() || hides_segments(parsed->path)) {
    throw ValidationError(
        fmt::format("api_endpoint '{}' is not usable; give an http(s) URL without user name, such as "
                    "https://cloud.kili-technology.com/api/label/v2/graphql",
                    support::shown_url(api_endpoint, 200)));
  }
  endpoint_ = *std::move(parsed);
  folder_ = endpoint_.path.substr(0, endpoint_.path.rfind('/') + 1);
}

bool CredentialScope::contains(std::string_view url) const {
  const auto parsed = Url::parse(url);
  return parsed && parsed->credentials.empty() && parsed->same_origin(endpoint_) &&
         parsed->path.starts_with(folder_) && !hides_segments(parsed->path);
}

}  // namespace kili::http
