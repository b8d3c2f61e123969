#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kili/sandbox.hpp"
#include "sandbox/http/http_types.hpp"

namespace kili::sandbox {

/// The names that a sandbox answers to, and the pages of other origins that may ask it. A browser lets every
/// page send requests to this machine: a page whose name was made to lead here is told by the header Host,
/// one of another origin by Origin. Programs send neither a foreign Host nor an Origin.
class AccessRules {
 public:
  /// @param options checked by check_access_options().
  AccessRules(const SandboxOptions& options, std::string_view endpoint);

  /// Why a request is refused; nothing: it may pass.
  [[nodiscard]] std::optional<std::string> refusal_of(const HttpRequest& request) const;
  /// Whether a browser asks if a page of an allowed origin may send a request.
  [[nodiscard]] bool is_preflight(const HttpRequest& request) const;
  [[nodiscard]] static HttpReply preflight_reply(const HttpRequest& request);
  /// Headers by which a browser lets the page read the answer; empty for the sandbox's own page and for
  /// programs.
  [[nodiscard]] HttpHeaders headers_for(const HttpRequest& request) const;

 private:
  [[nodiscard]] bool knows_host(std::string_view host) const;
  [[nodiscard]] bool is_allowed(std::string_view origin) const;
  /// Whether a page of an allowed other origin asks.
  [[nodiscard]] bool is_of_other_origin(const HttpRequest& request) const;

  bool answers_to_any_host_ = false;
  std::vector<std::string> hosts_;  ///< Lower case, without ports.
  bool allows_any_origin_ = false;
  std::vector<std::string> origins_;  ///< Lower case.
};

/// @throws std::invalid_argument for an address beyond this machine that is not published, and for a host, an
/// origin or a URL that is none.
void check_access_options(const SandboxOptions& options);
/// What the sandbox tells clients to come to.
[[nodiscard]] std::string endpoint_of(const SandboxOptions& options, std::uint16_t port);

}  // namespace kili::sandbox
