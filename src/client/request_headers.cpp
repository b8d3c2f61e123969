#include "client/request_headers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "kili/errors.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

/// A name, or the beginning of names, that the client needs for itself.
struct OwnHeader {
  std::string_view name;  ///< Lower case.
  std::string_view remedy = "leave it out: the client sets it";
  bool is_prefix = false;
};

constexpr std::string_view is_of_connection = "leave it out: it belongs to the connection";

constexpr auto own_headers = std::to_array<OwnHeader>(
    {{.name = "accept"},
     {.name = "accept-encoding"},
     {.name = "apollographql-client-", .remedy = "give ClientOptions::client_name", .is_prefix = true},
     {.name = "authorization", .remedy = "give ClientOptions::api_key"},
     {.name = "connection", .remedy = is_of_connection},
     {.name = "content-", .is_prefix = true},
     {.name = "expect", .remedy = is_of_connection},
     {.name = "host", .remedy = "give ClientOptions::api_endpoint"},
     {.name = "http2-settings", .remedy = is_of_connection},
     {.name = "if-", .is_prefix = true},
     {.name = "keep-alive", .remedy = is_of_connection},
     {.name = "kili-client-", .remedy = "give ClientOptions::client_name", .is_prefix = true},
     {.name = "proxy-",
      .remedy = "give the user name and the password of a proxy in its address",
      .is_prefix = true},
     {.name = "range"},
     {.name = "te", .remedy = is_of_connection},
     {.name = "traceparent",
      .remedy =
          "give CallOptions::traceparent or ClientOptions::make_traceparent, so that each attempt has its "
          "own"},
     {.name = "trailer", .remedy = is_of_connection},
     {.name = "transfer-encoding", .remedy = is_of_connection},
     {.name = "upgrade", .remedy = is_of_connection}});

/// A token of HTTP (RFC 9110, 5.6.2).
bool is_token(std::string_view name) noexcept {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    const bool is_letter = ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z');
    return is_letter || support::is_digit(c) ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool has_control_character(std::string_view value) noexcept {
  return std::any_of(value.begin(), value.end(),
                     [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; });
}

void check_header(const std::string& name, const std::string& value, std::string_view argument) {
  const auto refuse = [&](std::string_view reason) {
    throw ValidationError(
        fmt::format("{}: header '{}' {}", argument, support::shown_text(name, 100), reason));
  };
  if (!is_token(name)) refuse("has a name that no header has; use letters, digits and '-'");
  const std::string lower = support::to_lower(name);
  for (const auto& own : own_headers) {
    if (own.is_prefix ? lower.starts_with(own.name) : lower == own.name)
      refuse(fmt::format("cannot be given; {}", own.remedy));
  }
  if (support::trim(value).empty()) refuse("has no value; leave it out");
  if (has_control_character(value)) {
    refuse("has a line break or another control character in its value; remove it");
  }
}

}  // namespace

std::shared_ptr<const RequestHeaders> checked_headers(const RequestHeaders& headers,
                                                      std::string_view argument) {
  if (headers.empty()) return nullptr;
  for (const auto& [name, value] : headers) check_header(name, value, argument);
  return std::make_shared<const RequestHeaders>(headers);
}

std::shared_ptr<const RequestHeaders> headers_of_call(const std::shared_ptr<const RequestHeaders>& of_client,
                                                      const RequestHeaders& of_call) {
  auto own = checked_headers(of_call, "CallOptions::headers");
  if (!of_client || !own) return own ? own : of_client;
  RequestHeaders together;
  std::copy_if(of_client->begin(), of_client->end(), std::back_inserter(together), [&](const auto& header) {
    return std::none_of(own->begin(), own->end(), [&](const auto& other) {
      return support::equal_ignoring_case(header.first, other.first);
    });
  });
  together.insert(together.end(), own->begin(), own->end());
  return std::make_shared<const RequestHeaders>(std::move(together));
}

}  // namespace v0_1
}  // namespace kili
