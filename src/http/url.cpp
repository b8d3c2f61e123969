#include "http/url.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <memory>

#include "kili/errors.hpp"
#include "support/text.hpp"

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

/// Servers may decode these before they resolve dot segments, so such a path may mean another folder.
bool hides_segments(std::string_view path) {
  const std::string lower = support::to_lower(path);
  return lower.find("%2e") != std::string::npos || lower.find("%2f") != std::string::npos ||
         lower.find("%5c") != std::string::npos || lower.find('\\') != std::string::npos;
}

}  // namespace

std::optional<Url> Url::parse(std::string_view text) {
  const std::unique_ptr<CURLU, CloseUrl> url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, std::string(text).c_str(), 0) != CURLUE_OK)
    return std::nullopt;
  Url result;
  result.scheme = support::to_lower(part(url.get(), CURLUPART_SCHEME));
  result.host = support::to_lower(part(url.get(), CURLUPART_HOST));
  result.port = part(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  result.path = part(url.get(), CURLUPART_PATH);
  result.query = part(url.get(), CURLUPART_QUERY);
  const bool is_http = result.scheme == "http" || result.scheme == "https";
  const bool names_user =
      !part(url.get(), CURLUPART_USER).empty() || !part(url.get(), CURLUPART_PASSWORD).empty();
  if (!is_http || names_user || result.host.empty()) return std::nullopt;
  return result;
}

std::string Url::origin() const { return fmt::format("{}://{}:{}", scheme, host, port); }

bool Url::same_origin(const Url& other) const noexcept {
  return scheme == other.scheme && host == other.host && port == other.port;
}

std::optional<std::string> resolve_url(std::string_view base, std::string_view reference) {
  const std::unique_ptr<CURLU, CloseUrl> url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, std::string(base).c_str(), 0) != CURLUE_OK ||
      curl_url_set(url.get(), CURLUPART_URL, std::string(reference).c_str(), 0) != CURLUE_OK) {
    return std::nullopt;
  }
  std::string resolved = part(url.get(), CURLUPART_URL);
  if (!Url::parse(resolved)) return std::nullopt;
  return resolved;
}

CredentialScope::CredentialScope(std::string_view api_endpoint) {
  auto parsed = Url::parse(api_endpoint);
  if (!parsed || hides_segments(parsed->path)) {
    throw ValidationError(
        fmt::format("api_endpoint '{}' is not usable; give an http(s) URL without user name, such as "
                    "https://cloud.kili-technology.com/api/label/v2/graphql",
                    support::excerpt(api_endpoint.substr(api_endpoint.rfind('@') + 1), 200)));
  }
  endpoint_ = *std::move(parsed);
  folder_ = endpoint_.path.substr(0, endpoint_.path.rfind('/') + 1);
}

bool CredentialScope::contains(std::string_view url) const {
  const auto parsed = Url::parse(url);
  return parsed && parsed->same_origin(endpoint_) && parsed->path.starts_with(folder_) &&
         !hides_segments(parsed->path);
}

}  // namespace kili::http
