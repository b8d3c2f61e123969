#include "client/settings.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>

#include "client/config_file.hpp"
#include "client/environment.hpp"
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

std::optional<CertificateCheck> certificate_check_of_variable() {
  const auto text = environment("KILI_VERIFY");
  if (!text) return std::nullopt;
  if (const auto truth = truth_of(*text)) return CertificateCheck{.ca_bundle = {}, .verify = *truth};
  return tls_of(*text, "KILI_VERIFY");
}

CertificateCheck resolve_tls(const ClientOptions& options, const Configuration& file) {
  if (options.verify) {
    if (const bool* verify = std::get_if<bool>(&*options.verify)) return {.ca_bundle = {}, .verify = *verify};
    return tls_of(std::get<std::filesystem::path>(*options.verify), "ClientOptions::verify");
  }
  if (const auto certificates = certificate_check_of_variable()) return *certificates;
  const auto text = file.text("verify");
  if (!text) return {};
  if (const auto truth = truth_of(*text)) return {.ca_bundle = {}, .verify = *truth};
  // Beside the file, wherever the program was started.
  return tls_of(file.file.parent_path() / *text, file.place_of("verify"));
}

bool resolve_compression(const ClientOptions& options, const Configuration& file) {
  if (options.compress_requests) return *options.compress_requests;
  if (const auto disabled = environment("KILI_DISABLE_REQUEST_COMPRESSION"))
    return !truth_of(*disabled).value_or(false);
  return file.truth("compress_requests").value_or(true);
}

bool resolve_skip_checks(const ClientOptions& options, const Configuration& file) {
  if (options.skip_checks) return *options.skip_checks;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here writes the environment
  if (std::getenv("KILI_SDK_SKIP_CHECKS") != nullptr) return true;
  return file.truth("skip_checks").value_or(false);
}

/// @param source who gives it.
std::optional<std::size_t> checked_batch_size(std::optional<std::size_t> size, std::string_view source) {
  if (size && (*size == 0 || *size > largest_batch))
    throw ValidationError(fmt::format("{} {} is not between 1 and {}", source, *size, largest_batch));
  return size;
}

std::optional<std::size_t> resolve_batch_size(const ClientOptions& options, const Configuration& file) {
  if (options.batch_size) return checked_batch_size(options.batch_size, "ClientOptions::batch_size");
  const auto size = file.number("batch_size");
  return size ? checked_batch_size(size, file.place_of("batch_size")) : size;
}

std::string resolve_api_key(const ClientOptions& options, const Configuration& file) {
  if (options.api_key_provider) {
    if (!options.api_key) return {};
    throw ValidationError(
        "ClientOptions::api_key and ClientOptions::api_key_provider are both given; give one of them");
  }
  std::string key = options.api_key ? *options.api_key
                                    : environment("KILI_API_KEY").value_or(file.text("api_key").value_or(""));
  if (key.empty()) {
    throw AuthenticationError(
        "there is no API key; give ClientOptions::api_key or set KILI_API_KEY (keys are made in "
        "the Kili application under \"My account\", \"API key\")");
  }
  return key;
}

void require_positive(std::chrono::milliseconds value, std::string_view name) {
  if (value.count() <= 0) throw ValidationError(fmt::format("ClientOptions::{} is not positive", name));
}

}  // namespace

CertificateCheck default_certificate_check() { return resolve_tls({}, load_configuration({})); }

ClientSettings resolve_settings(const ClientOptions& options) {
  const Configuration file = load_configuration(options);
  ClientSettings settings;
  const std::string endpoint =
      options.api_endpoint ? *options.api_endpoint
                           : environment("KILI_API_ENDPOINT")
                                 .value_or(file.text("api_endpoint").value_or(std::string(default_endpoint)));
  settings.api_endpoint = with_api_path(std::string(support::trim(endpoint)));
  settings.api_key = resolve_api_key(options, file);
  settings.batch_size = resolve_batch_size(options, file);
  settings.skip_checks = resolve_skip_checks(options, file);
  settings.compress_requests = resolve_compression(options, file);
  settings.tls = resolve_tls(options, file);
  settings.warnings = file.warnings;
  require_positive(options.connect_timeout, "connect_timeout");
  require_positive(options.idle_timeout, "idle_timeout");
  require_positive(options.request_timeout, "request_timeout");
  require_positive(options.retry_deadline, "retry_deadline");
  check_retry_options(options.retry);
  if (options.max_requests_in_flight == 0 || options.max_requests_in_flight > most_requests_in_flight) {
    throw ValidationError(fmt::format("ClientOptions::max_requests_in_flight {} is not between 1 and {}",
                                      options.max_requests_in_flight, most_requests_in_flight));
  }
  if (options.max_response_bytes == 0) throw ValidationError("ClientOptions::max_response_bytes is 0");
  return settings;
}

}  // namespace v0_1
}  // namespace kili
