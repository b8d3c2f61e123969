#include "http/url.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "fuzz/fuzz_properties.hpp"
#include "fuzz/fuzz_targets.hpp"
#include "kili/errors.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili::fuzz {
namespace {

using http::Url;

void check_url(std::string_view text) {
  const std::string encoded = http::encoded_url(text);
  const auto url = Url::parse(text);
  if (!url) return;
  require(http::encoded_url(encoded) == encoded, "a URL is encoded once");
  require(url->scheme == "http" || url->scheme == "https", "a URL is of http or https");
  require(!url->host.empty() && !url->port.empty(), "a URL names host and port");
  require(url->path.starts_with('/'), "the path of a URL begins with a slash");
  const auto is_seen = [](char c) { return c > ' ' && c < '\x7f'; };
  require(std::all_of(url->path.begin(), url->path.end(), is_seen) &&
              std::all_of(url->query.begin(), url->query.end(), is_seen),
          "path and query of a URL are characters that URLs have");
  const auto sent = Url::parse(encoded);
  require(sent && sent->same_origin(*url) && sent->path == url->path && sent->query == url->query,
          "a URL that is sent goes where the URL was");
  require(sent->credentials.empty(), "a URL that is sent has no credentials");
}

/// The rules by which a key is kept, told once more.
void check_scope(std::string_view text) {
  static const http::CredentialScope scope("https://cloud.kili-technology.com/api/label/v2/graphql");
  if (!scope.contains(text)) return;
  const auto url = Url::parse(text);
  require(url && url->scheme == "https" && url->host == "cloud.kili-technology.com" && url->port == "443",
          "the key goes to its own origin");
  require(url->path.starts_with("/api/label/v2/"), "the key goes below its own path");
  require(url->path.find("/../") == std::string::npos && !url->path.ends_with("/..") &&
              url->path.find("/..;") == std::string::npos,
          "the key goes to no path that leads elsewhere");
  require(scope.contains(http::encoded_url(text)), "a URL with the key is still one when it is sent");
}

void check_redirect(std::string_view base, std::string_view reference) {
  const auto from = Url::parse(base);
  const auto target = http::resolve_url(base, reference);
  if (!target) return;
  const auto to = Url::parse(*target);
  require(from.has_value() && to.has_value(), "a redirect leads from a URL to a URL");
  if (!to->credentials.empty() && !to->same_origin(*from)) {
    require(reference.find('@') != std::string_view::npos, "a password goes to its own origin");
  }
}

void check_shown(std::string_view text) {
  constexpr std::string_view secret = "hunter2hunter2";
  if (text.find(secret) == std::string_view::npos) {
    const std::string with_secret =
        std::string(text) + " https://user:hunter2hunter2@host.example/path?signature=hunter2hunter2 " +
        std::string(text);
    require(support::shown_text(with_secret, with_secret.size()).find(secret) == std::string::npos,
            "passwords and signatures of URLs are not shown");
  }
  constexpr std::size_t limit = 40;
  constexpr std::size_t longest_end = 60;  // the last character, and how much is left out
  const std::string shown = support::shown_text(text, limit);
  require(shown.size() <= limit + longest_end, "what is shown is short");
  require(support::is_valid_utf8(shown), "what is shown is UTF-8");
  require(std::all_of(shown.begin(), shown.end(),
                      [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != '\x7f'; }),
          "what is shown has no control characters");
  for (const std::string_view hidden :
       {"\xC2\x9B", "\xE2\x80\xAE", "\xE2\x80\xA8", "\xE2\x81\xA6", "\xD8\x9C"}) {
    require(shown.find(hidden) == std::string::npos, "what is shown does not change how texts look");
  }
  // The escape of a line break no longer ends the URL before it, which may show a user name to be hidden.
  constexpr int most_passes = 10;
  std::string again = shown;
  std::string before;
  for (int pass = 0; pass < most_passes && again != before; ++pass) {
    before = std::exchange(again, support::shown_text(again, again.size()));
  }
  require(again == before, "what is shown again and again stays as it is");
}

}  // namespace

/// Two lines: a URL, and a reference beside it.
void fuzz_urls(std::string_view input) {
  check_shown(input);
  const std::string_view base = take_until(input, "\n");
  for (const std::string_view text : {base, input}) {
    check_url(text);
    check_scope(text);
    static_cast<void>(parses<ValidationError>([text] { static_cast<void>(http::CredentialScope(text)); }));
  }
  check_redirect(base, input);
}

}  // namespace kili::fuzz
