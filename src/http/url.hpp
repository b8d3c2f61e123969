#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kili::http {

/// The parts of a URL that decide where a request goes, normalised: scheme and host in lower case, default
/// port filled in, dot segments removed.
struct Url {
  std::string host;
  std::string path;
  std::string port;
  std::string query;
  std::string scheme;

  /// http and https without user name only; anything else is nullopt.
  [[nodiscard]] static std::optional<Url> parse(std::string_view text);
  [[nodiscard]] std::string origin() const;
  [[nodiscard]] bool same_origin(const Url& other) const noexcept;
};

/// The URL that a reference, such as the value of a Location header, means beside `base`; nullopt when it is
/// not one that Url::parse takes.
[[nodiscard]] std::optional<std::string> resolve_url(std::string_view base, std::string_view reference);

/// Where a credential may be sent: below the folder of the API's own path, on its own origin.
class CredentialScope {
 public:
  /// @throws ValidationError naming api_endpoint when it is not an http(s) URL.
  explicit CredentialScope(std::string_view api_endpoint);

  [[nodiscard]] bool contains(std::string_view url) const;

 private:
  Url endpoint_;
  std::string folder_;
};

}  // namespace kili::http
