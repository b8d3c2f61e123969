#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands/commands.hpp"
#include "cli/doctor/schema_names.hpp"
#include "cli/doctor/watched_transport.hpp"
#include "cli/exit_codes.hpp"
#include "cli/option_names.hpp"
#include "kili/errors.hpp"

namespace kili::cli {
namespace {

using nlohmann::json;

/// Writes findings as they are made, and remembers the worst.
class Findings {
 public:
  explicit Findings(Session& session)
      : writer_(session.output(), {"check", "result", "details"}, LastColumn::wrapped) {}

  void ok(std::string_view check, std::string_view details) { add(check, "ok", details); }
  void warn(std::string_view check, std::string_view details) { add(check, "warning", details); }
  void fail(std::string_view check, std::string_view details, int code = exit_code::incomplete) {
    add(check, "failed", details);
    if (code_ == exit_code::ok || code_ == exit_code::incomplete) code_ = code;
  }
  /// @return the exit code.
  int finish() {
    writer_.finish();
    return code_;
  }

 private:
  void add(std::string_view check, std::string_view result, std::string_view details) {
    writer_.add({{"check", check}, {"details", details}, {"result", result}});
  }

  int code_ = exit_code::ok;
  RecordWriter writer_;
};

void check_proxy(Findings& findings) {
  constexpr std::array names{"https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY"};
  std::string set;
  for (const char* const name : names) {
    const char* const value = std::getenv(name);
    if (value != nullptr && *value != '\0') set += (set.empty() ? "" : ", ") + std::string(name);
  }
  // Their values may have passwords.
  findings.ok("proxy", set.empty() ? "none is set in the environment" : "set by " + set);
}

void check_clock(const WatchedTransport& transport, Findings& findings) {
  using std::chrono::seconds;
  const auto lead = transport.clock_lead();
  if (!lead) {
    findings.warn("clock",
                  "the service does not tell its time; when uploads are refused, compare the clocks");
    return;
  }
  const auto difference =
      std::to_string(std::chrono::abs(*lead).count()) + " s " + (*lead < seconds(0) ? "ahead of" : "behind");
  if (std::chrono::abs(*lead) > seconds(300)) {
    findings.fail("clock", "this machine is " + difference +
                               " the service: signed addresses of uploads and the " +
                               "expiry of the key are judged wrongly; set the clock");
  } else if (std::chrono::abs(*lead) > seconds(5)) {
    findings.warn("clock", "this machine is " + difference + " the service");
  } else {
    findings.ok("clock", "as the service's");
  }
}

/// Asks for a place to upload to, and whether its server answers; nothing is uploaded.
void check_storage(Session& session, const Client& client, WatchedTransport& transport, Findings& findings) {
  CallOptions call = session.call();
  call.on_progress = {};
  std::string url;
  try {
    const Json answer = client.execute(
        "query kiliDoctorStorage($filePaths: [String!]) {\n  urls: "
        "createUploadBucketSignedUrls(filePaths: $filePaths)\n}",
        json{{"filePaths", {"kili-doctor/probe"}}}, {}, call);
    const json& data = answer.get();
    if (data.is_object() && data.contains("urls") && data["urls"].is_array() && !data["urls"].empty() &&
        data["urls"][0].is_string()) {
      url = data["urls"][0].get<std::string>();
    }
  } catch (const Cancelled&) {
    throw;
  } catch (const Error& error) {
    findings.fail(
        "storage",
        std::string("the service gives no place to upload to; files cannot be imported: ") + error.what());
    return;
  }
  const auto scheme = url.find("://");
  if (scheme == std::string::npos) {
    findings.fail("storage", "the service gives no usable place to upload to; files cannot be imported");
    return;
  }
  const std::string host = url.substr(0, url.find('/', scheme + 3));
  HttpRequest request;
  constexpr std::chrono::seconds limit{10};
  request.headers_only = true;
  request.method = "HEAD";
  request.total_timeout = limit;
  request.url = url;
  try {
    const HttpResponse response = transport.send(request, call.stop_token);
    constexpr int server_error = 500;
    if (response.status >= server_error) {
      findings.fail("storage", host + " answers with status " + std::to_string(response.status));
    } else {
      findings.ok("storage", host + " answers");
    }
  } catch (const TransportError& error) {
    findings.fail("storage", host + " does not answer; files cannot be imported, and media not downloaded: " +
                                 error.what());
  }
}

std::string joined(const std::vector<std::string_view>& names) {
  constexpr std::size_t most = 8;
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < most; ++i)
    text += (i == 0 ? "" : ", ") + std::string(names[i]);
  if (names.size() > most) text += " and " + std::to_string(names.size() - most) + " more";
  return text;
}

void check_schema(Session& session, const Client& client, Findings& findings) {
  SchemaNames names;
  try {
    names = read_schema_names(session, client);
  } catch (const Cancelled&) {
    throw;
  } catch (const Error& error) {
    findings.warn("schema",
                  std::string("the service does not tell which operations it has, so that they cannot "
                              "be checked; they may work all the same: ") +
                      error.what());
    return;
  }
  std::size_t working = 0;
  const auto methods = check_methods(names);
  for (const auto& method : methods) {
    if (!method.missing.empty()) {
      findings.fail(method.method, "will not work; the service lacks " + joined(method.missing));
      continue;
    }
    ++working;
    if (!method.missing_optional.empty()) {
      findings.warn(method.method,
                    "works, but not with arguments that need " + joined(method.missing_optional));
    } else if (method.version != "26.2") {
      findings.ok(method.method, "works, with the operations of version " + std::string(method.version));
    }
  }
  const std::string summary =
      std::to_string(working) + " of " + std::to_string(methods.size()) + " calls of the library will work";
  if (working == methods.size()) {
    findings.ok("operations", summary);
  } else {
    findings.fail("operations", summary);
  }
}

/// What the error means for somebody who tries the library for the first time.
std::string connection_advice(const Error& error) {
  switch (exit_code_of(error.code())) {
    case exit_code::authentication:
      return std::string(
                 "the key is refused or missing; make one in the settings of your account, and give it by "
                 "KILI_API_KEY or --key-file: ") +
             with_option_names(error.what());
    case exit_code::network:
      return std::string(
                 "the service cannot be reached as it should; check --endpoint or KILI_API_ENDPOINT, proxy "
                 "and certificates: ") +
             with_option_names(error.what());
    default:
      return with_option_names(error.what());
  }
}

int examine(Session& session) {
  Findings findings(session);
  check_proxy(findings);
  const auto transport = std::make_shared<WatchedTransport>();
  ClientOptions options = session.client_options();
  constexpr std::chrono::seconds patience{10};
  options.max_retries = 1;
  options.request_timeout = patience;
  options.retry_deadline = patience;
  options.skip_checks = false;
  options.transport = transport;
  std::optional<Client> client;
  try {
    client.emplace(options);
    // The construction has asked whose key it is; this asks for something that needs it.
    static_cast<void>(client->count_projects({}, session.call()));
  } catch (const Cancelled&) {
    throw;
  } catch (const Error& error) {
    const int code = exit_code_of(error);
    const char* const check = code == exit_code::authentication ? "key"
                              : code == exit_code::network      ? "service"
                                                                : "configuration";
    findings.fail(check, connection_advice(error), code);
    if (!transport->url().empty()) findings.warn("service", "asked at " + transport->url());
    if (transport->clock_lead()) check_clock(*transport, findings);
    return findings.finish();
  }
  findings.ok("service", transport->url() + " answers");
  findings.ok("key", "accepted");
  check_clock(*transport, findings);
  check_storage(session, *client, *transport, findings);
  check_schema(session, *client, findings);
  return findings.finish();
}

}  // namespace

void add_doctor_command(CLI::App& program, Action& chosen) {
  CLI::App* const command = program.add_subcommand(
      "doctor",
      "Says what of the library will work with a service: key, clock, storage, operations; changes nothing");
  command->callback([&chosen] { chosen = examine; });
}

}  // namespace kili::cli
