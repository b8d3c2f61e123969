#include "http/proxy_address.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <memory>

#include "support/text.hpp"

namespace kili::http {
namespace {

std::optional<std::string> part_of(CURLU* url, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return std::nullopt;
  std::string part(text);
  curl_free(text);
  return part;
}

}  // namespace

std::optional<ProxyAddress> ProxyAddress::parse(std::string_view text) {
  constexpr std::array<std::string_view, 4> schemes{"http", "https", "socks5", "socks5h"};
  std::string address(support::trim(text));
  if (address.find("://") == std::string::npos) address.insert(0, "http://");
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), &curl_url_cleanup);
  if (curl_url_set(url.get(), CURLUPART_URL, address.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
    return std::nullopt;
  const auto host = part_of(url.get(), CURLUPART_HOST);
  const auto port = part_of(url.get(), CURLUPART_PORT);
  const std::string scheme = support::to_lower(part_of(url.get(), CURLUPART_SCHEME).value_or(""));
  const std::string path = part_of(url.get(), CURLUPART_PATH).value_or("/");
  const bool has_more = (path != "/" && !path.empty()) || part_of(url.get(), CURLUPART_QUERY) ||
                        part_of(url.get(), CURLUPART_FRAGMENT);
  if (!host || host->empty() || !port || has_more) return std::nullopt;
  if (std::find(schemes.begin(), schemes.end(), scheme) == schemes.end()) return std::nullopt;
  ProxyAddress parsed;
  parsed.password = part_of(url.get(), CURLUPART_PASSWORD, CURLU_URLDECODE);
  parsed.place = *host + ":" + *port;
  parsed.scheme = scheme;
  parsed.user = part_of(url.get(), CURLUPART_USER, CURLU_URLDECODE);
  return parsed;
}

}  // namespace kili::http
