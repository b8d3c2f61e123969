#include "sandbox/http/access_rules.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili::sandbox {
namespace {

using support::to_lower;

constexpr std::string_view any = "*";

boost::asio::ip::address address_of(std::string_view text, boost::system::error_code& error) {
  return boost::asio::ip::make_address(text == "localhost" ? "127.0.0.1" : std::string(text), error);
}

/// Whether a host is given by an address of this machine.
bool is_loopback(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  boost::system::error_code error;
  const auto ip = boost::asio::ip::make_address(std::string(host), error);
  return !error && ip.is_loopback();
}

/// A name and port without the port.
std::string_view without_port(std::string_view authority) {
  const std::size_t end = authority.starts_with('[') ? authority.find(']') : 0;
  if (end == std::string_view::npos) return authority;
  return authority.substr(0, authority.find(':', end));
}

bool is_authority(std::string_view text) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789-._:[]";
  return !without_port(text).empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

/// Scheme and authority of "http(s)://name:port"; two empty texts of anything else.
std::pair<std::string_view, std::string_view> parts_of_origin(std::string_view origin) {
  const std::size_t end = origin.find("://");
  if (end == std::string_view::npos) return {};
  const auto scheme = origin.substr(0, end);
  const auto authority = origin.substr(end + 3);
  if ((scheme != "http" && scheme != "https") || !is_authority(authority)) return {};
  return {scheme, authority};
}

/// The header Access-Control-Request-Headers as far as it is a list of names.
std::string header_names_in(std::string_view header) {
  constexpr std::size_t longest = 1000;
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_, ";
  const bool is_list = header.size() <= longest && header.find_first_not_of(allowed) == std::string::npos;
  return is_list ? std::string(header) : std::string();
}

}  // namespace

AccessRules::AccessRules(const SandboxOptions& options, std::string_view endpoint) {
  boost::system::error_code error;
  const auto ip = address_of(options.address, error);
  const bool is_published = !error && !ip.is_loopback();
  answers_to_any_host_ = is_published && options.allowed_hosts.empty();
  hosts_.emplace_back("localhost");
  for (const std::string& host : options.allowed_hosts) hosts_.push_back(to_lower(host));
  hosts_.emplace_back(without_port(parts_of_origin(to_lower(endpoint)).second));
  for (const std::string& origin : options.allowed_origins) {
    if (origin == any) allows_any_origin_ = true;
    origins_.push_back(to_lower(origin));
  }
}

bool AccessRules::knows_host(std::string_view host) const {
  if (answers_to_any_host_) return true;
  const std::string name = to_lower(without_port(host));
  return std::find(hosts_.begin(), hosts_.end(), name) != hosts_.end() || is_loopback(name);
}

bool AccessRules::is_allowed(std::string_view origin) const {
  return allows_any_origin_ ||
         std::find(origins_.begin(), origins_.end(), to_lower(origin)) != origins_.end();
}

bool AccessRules::is_of_other_origin(const HttpRequest& request) const {
  const std::string_view origin = request.header("origin");
  return !origin.empty() && is_allowed(origin);
}

std::optional<std::string> AccessRules::refusal_of(const HttpRequest& request) const {
  const std::string_view host = request.header("host");
  if (!host.empty() && !knows_host(host)) {
    return fmt::format(
        "the sandbox does not answer to the name '{0}'; use localhost or 127.0.0.1, or start it with "
        "--allow-host {0} (SandboxOptions::allowed_hosts)",
        support::shown_text(without_port(host)));
  }
  const std::string_view origin = request.header("origin");
  if (origin.empty() || is_allowed(origin)) return std::nullopt;
  // The sandbox's own page. It has been asked for by this name, which is checked above.
  const std::string own = to_lower(origin);
  if (!host.empty() && parts_of_origin(own).second == to_lower(host)) return std::nullopt;
  return fmt::format(
      "pages of the origin '{0}' may not ask the sandbox; start it with --allow-origin {0} "
      "(SandboxOptions::allowed_origins)",
      support::shown_text(origin));
}

bool AccessRules::is_preflight(const HttpRequest& request) const {
  return request.method == "OPTIONS" && is_of_other_origin(request) &&
         !request.header("access-control-request-method").empty();
}

HttpReply AccessRules::preflight_reply(const HttpRequest& request) {
  HttpReply reply;
  reply.status = 204;
  reply.headers = {{"Access-Control-Allow-Methods", "DELETE, GET, HEAD, POST, PUT"},
                   {"Access-Control-Max-Age", "600"}};
  const std::string names = header_names_in(request.header("access-control-request-headers"));
  if (!names.empty()) reply.headers.emplace_back("Access-Control-Allow-Headers", names);
  if (request.header("access-control-request-private-network") == "true")
    reply.headers.emplace_back("Access-Control-Allow-Private-Network", "true");
  return reply;
}

HttpHeaders AccessRules::headers_for(const HttpRequest& request) const {
  if (!is_of_other_origin(request)) return {};
  return {{"Access-Control-Allow-Origin", std::string(request.header("origin"))},
          {"Access-Control-Expose-Headers", "Accept-Ranges, Content-Range, ETag, Retry-After"},
          {"Vary", "Origin"}};
}

void check_access_options(const SandboxOptions& options) {
  boost::system::error_code error;
  const auto ip = address_of(options.address, error);
  if (error) {
    throw std::invalid_argument(fmt::format("sandbox address '{}' is no IP address; use 127.0.0.1",
                                            support::shown_text(options.address)));
  }
  if (!ip.is_loopback() && !options.publish) {
    throw std::invalid_argument(
        fmt::format("sandbox address '{}' is not a loopback address: anyone who reaches its port could read, "
                    "change and delete everything. Use 127.0.0.1, or add --publish "
                    "(SandboxOptions::publish) if that is meant",
                    options.address));
  }
  for (const std::string& host : options.allowed_hosts) {
    if (!is_authority(to_lower(host)) || without_port(host) != host) {
      throw std::invalid_argument(fmt::format(
          "allowed host '{}' is not the name of a host without a port, such as sandbox.local (--allow-host)",
          support::shown_text(host)));
    }
  }
  for (const std::string& origin : options.allowed_origins) {
    if (origin == any || !parts_of_origin(to_lower(origin)).first.empty()) continue;
    throw std::invalid_argument(
        fmt::format("allowed origin '{}' is neither '*' nor of the form http(s)://name:port without a path, "
                    "such as http://localhost:5173 (--allow-origin)",
                    support::shown_text(origin)));
  }
  if (options.public_url.empty()) return;
  if (parts_of_origin(to_lower(options.public_url)).first.empty()) {
    throw std::invalid_argument(
        fmt::format("public URL '{}' is not of the form http(s)://name:port without a path (--public-url)",
                    support::shown_text(options.public_url)));
  }
  if (!options.serve)
    throw std::invalid_argument("sandbox: public_url needs serve = true; without sockets nobody comes there");
}

std::string endpoint_of(const SandboxOptions& options, std::uint16_t port) {
  if (!options.public_url.empty()) return options.public_url;
  boost::system::error_code error;
  const auto ip = address_of(options.address, error);
  std::string host = options.address;
  if (!error && ip.is_unspecified()) host = "localhost";  // nobody can come to "all addresses"
  if (host.find(':') != std::string::npos) host = fmt::format("[{}]", host);
  return fmt::format("{}://{}:{}", options.https ? "https" : "http", host, port);
}

}  // namespace kili::sandbox
