#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kili::http {

/// The parts of a URL that decide where a request goes, normalised: scheme and host in lower case, default
/// port filled in, dot segments removed.
struct Url {
  /// "user:password" as they stand before "@", decoded; empty: none.
  std::string credentials;
  std::string host;
  std::string path;
  std::string port;
  std::string query;
  std::string scheme;

  /// http and https only; anything else is nullopt. Takes what encoded_url() takes.
  [[nodiscard]] static std::optional<Url> parse(std::string_view text);
  [[nodiscard]] std::string origin() const;
  [[nodiscard]] bool same_origin(const Url& other) const noexcept;
};

/// The URL as a request carries it: without blanks around it, credentials and fragment, and with every
/// character of path and query percent-encoded that a URL cannot contain (RFC 3986, 2): blanks, control
/// characters, `"<>\^{|}`, backquotes, all that is not ASCII, and "%" without two digits. What is
/// percent-encoded already stays, so that signatures of URLs stay valid.
[[nodiscard]] std::string encoded_url(std::string_view url);

/// The URL that a reference, such as the value of a Location header, means beside `base`; nullopt when it is
/// not one that Url::parse takes. Credentials of the base go to its own origin alone; the reference may have
/// its own.
[[nodiscard]] std::optional<std::string> resolve_url(std::string_view base, std::string_view reference);

/// Value of an Authorization header (RFC 7617). @param credentials "user:password".
[[nodiscard]] std::string basic_authorization(std::string_view credentials);

/// Where a credential may be sent: below the folder of the API's own path, on its own origin.
class CredentialScope {
 public:
  /// @throws ValidationError naming api_endpoint when it is not an http(s) URL without user name.
  explicit CredentialScope(std::string_view api_endpoint);

  [[nodiscard]] bool contains(std::string_view url) const;

 private:
  Url endpoint_;
  std::string folder_;
};

}  // namespace kili::http
