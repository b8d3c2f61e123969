#include "client/settings.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>

#include "client/retry_settings.hpp"
#include "kili/errors.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

constexpr std::string_view default_endpoint = "https://cloud.kili-technology.com/api/label/v2/graphql";
constexpr std::string_view api_path = "/api/label/v2/graphql";
constexpr std::size_t largest_batch = 100;
constexpr std::size_t most_requests_in_flight = 1000;

std::optional<std::string> environment(const char* name) {
  const char* value =
      std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing here writes the environment
  if (value == nullptr || *value == '\0') return std::nullopt;
  return std::string(value);
}

/// Adds the path of the API to an address without one. What is not a URL is reported where it is used.
std::string with_api_path(std::string endpoint) {
  constexpr std::string_view scheme_end = "://";
  const auto scheme = endpoint.find(scheme_end);
  if (scheme == std::string::npos) return endpoint;
  const auto host_end = endpoint.find_first_of("/?#", scheme + scheme_end.size());
  const bool has_path = host_end != std::string::npos && endpoint.substr(host_end) != "/";
  if (has_path || host_end == scheme + scheme_end.size()) return endpoint;
  if (endpoint.ends_with('/')) endpoint.pop_back();
  return endpoint.append(api_path);
}

CertificateCheck tls_of(const std::filesystem::path& bundle, std::string_view source) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(bundle, error)) {
    throw ValidationError(
        fmt::format("{}: '{}' is not a file; give true, false, or the path of a bundle of CA "
                    "certificates",
                    source, support::shown_text(bundle.string(), 300)));
  }
  return {.ca_bundle = bundle.string(), .verify = true};
}

CertificateCheck resolve_tls(const ClientOptions& options) {
  if (options.verify) {
    if (const bool* verify = std::get_if<bool>(&*options.verify)) return {.ca_bundle = {}, .verify = *verify};
    return tls_of(std::get<std::filesystem::path>(*options.verify), "ClientOptions::verify");
  }
  return certificate_check_of_environment();
}

bool resolve_compression(const ClientOptions& options) {
  if (options.compress_requests) return *options.compress_requests;
  const std::string word = support::to_lower(environment("KILI_DISABLE_REQUEST_COMPRESSION").value_or(""));
  return word != "true" && word != "1" && word != "yes";
}

void require_positive(std::chrono::milliseconds value, std::string_view name) {
  if (value.count() <= 0) throw ValidationError(fmt::format("ClientOptions::{} is not positive", name));
}

}  // namespace

CertificateCheck certificate_check_of_environment() {
  const auto text = environment("KILI_VERIFY");
  if (!text) return {};
  const std::string word = support::to_lower(*text);
  if (word == "true" || word == "1" || word == "yes") return {};
  if (word == "false" || word == "0" || word == "no") return {.ca_bundle = {}, .verify = false};
  return tls_of(*text, "KILI_VERIFY");
}

ClientSettings resolve_settings(const ClientOptions& options) {
  ClientSettings settings;
  const std::string endpoint = options.api_endpoint
                                   ? *options.api_endpoint
                                   : environment("KILI_API_ENDPOINT").value_or(std::string(default_endpoint));
  settings.api_endpoint = with_api_path(std::string(support::trim(endpoint)));
  settings.api_key = options.api_key ? *options.api_key : environment("KILI_API_KEY").value_or("");
  if (settings.api_key.empty()) {
    throw AuthenticationError(
        "there is no API key; give ClientOptions::api_key or set KILI_API_KEY (keys are made in "
        "the Kili application under \"My account\", \"API key\")");
  }
  settings.skip_checks = options.skip_checks.value_or(std::getenv("KILI_SDK_SKIP_CHECKS") !=
                                                      nullptr);  // NOLINT(concurrency-mt-unsafe)
  settings.compress_requests = resolve_compression(options);
  settings.tls = resolve_tls(options);
  require_positive(options.connect_timeout, "connect_timeout");
  require_positive(options.idle_timeout, "idle_timeout");
  require_positive(options.request_timeout, "request_timeout");
  require_positive(options.retry_deadline, "retry_deadline");
  check_retry_options(options.retry);
  if (options.batch_size && (*options.batch_size == 0 || *options.batch_size > largest_batch)) {
    throw ValidationError(fmt::format("ClientOptions::batch_size {} is not between 1 and {}",
                                      *options.batch_size, largest_batch));
  }
  if (options.max_requests_in_flight == 0 || options.max_requests_in_flight > most_requests_in_flight) {
    throw ValidationError(fmt::format("ClientOptions::max_requests_in_flight {} is not between 1 and {}",
                                      options.max_requests_in_flight, most_requests_in_flight));
  }
  if (options.max_response_bytes == 0) throw ValidationError("ClientOptions::max_response_bytes is 0");
  return settings;
}

}  // namespace v0_1
}  // namespace kili
