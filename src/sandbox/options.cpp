#include "sandbox/options.hpp"

#include <charconv>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sandbox/json_numbers.hpp"
#include "sandbox/service_version.hpp"
#include "sandbox/settings.hpp"
#include "support/immortal.hpp"

namespace kili::sandbox {
namespace {

using nlohmann::json;

template <typename Number>
Number read_number(const std::string& option, std::string_view text, Number lowest, Number highest) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stopped != end || number < lowest || number > highest) {
    throw OptionError(
        fmt::format("{}: '{}' is not a whole number from {} to {}", option, text, lowest, highest));
  }
  return number;
}

std::uint64_t read_bandwidth(const std::string& option, std::string_view text) {
  constexpr std::uint64_t fastest = 1'000'000'000'000;
  return read_number<std::uint64_t>(option, text, 0, fastest);
}

std::vector<std::string> split(std::string_view text, char separator, std::size_t parts) {
  std::vector<std::string> pieces;
  while (pieces.size() + 1 < parts && text.find(separator) != std::string_view::npos) {
    const std::size_t at = text.find(separator);
    pieces.emplace_back(text.substr(0, at));
    text.remove_prefix(at + 1);
  }
  pieces.emplace_back(text);
  return pieces;
}

SandboxFault read_fault(const std::string& text) {
  try {
    return fault_of(json::parse(text, nullptr, false));
  } catch (const std::invalid_argument& error) {
    throw OptionError(fmt::format("--fault: {}", error.what()));
  }
}

json read_settings(const std::string& text) {
  json settings = json::parse(text, nullptr, false);
  if (!settings.is_object()) throw OptionError(fmt::format("--settings: '{}' is not a JSON object", text));
  return settings;
}

SandboxProject read_project(const std::string& text) {
  const auto pieces = split(text, ':', 2);
  if (pieces.size() != 2 || pieces.front().empty()) {
    throw OptionError(fmt::format("--project: '{}' is not TYPE:title, such as IMAGE:cars", text));
  }
  SandboxProject project;
  project.input_type = pieces[0];
  project.title = pieces[1];
  return project;
}

ProgramOptions::AssetsToAdd read_assets(const std::string& text) {
  const std::size_t colon = text.rfind(':');  // a title may have colons of its own
  if (colon == std::string::npos) {
    throw OptionError(fmt::format("--assets: '{}' is not TITLE:COUNT, such as cars:1000", text));
  }
  return {
      text.substr(0, colon),
      read_number<std::size_t>("--assets", std::string_view(text).substr(colon + 1), 0, most_plain_assets)};
}

ProgramOptions::UserToAdd read_user(const std::string& text) {
  const auto pieces = split(text, ':', 3);
  if (pieces.size() != 3 || pieces.front().empty()) {
    throw OptionError(fmt::format("--user: '{}' is not email:first:last", text));
  }
  return {pieces[0], pieces[1], pieces[2]};
}

struct Option {
  std::function<void(ProgramOptions&, const std::string&)> apply;
  const char* help;
  const char* value;  ///< Name of the value in the help; null: the option takes none.
};

const std::map<std::string, Option>& known_options() {
  using Program = ProgramOptions;
  using Text = std::string;
  static const auto& options = support::immortal(std::map<std::string, Option>{
      {"--address",
       {[](Program& p, const Text& v) { p.sandbox.address = v; }, "address to serve at (127.0.0.1)",
        "ADDRESS"}},
      {"--allow-host",
       {[](Program& p, const Text& v) { p.sandbox.allowed_hosts.push_back(v); },
        "further name under which clients come here, without port; repeatable", "NAME"}},
      {"--allow-origin",
       {[](Program& p, const Text& v) { p.sandbox.allowed_origins.push_back(v); },
        "web pages of this origin, such as http://localhost:5173, may ask the sandbox (CORS), * for all; "
        "repeatable",
        "ORIGIN"}},
      {"--api-key",
       {[](Program& p, const Text& v) { p.sandbox.api_key = v; }, "accepted API key (sandbox-key)", "KEY"}},
      {"--assets",
       {[](Program& p, const Text& v) { p.assets.push_back(read_assets(v)); },
        "creates plain assets in a project of --project; repeatable", "TITLE:COUNT"}},
      {"--bandwidth",
       {[](Program& p, const Text& v) { p.sandbox.bandwidth = read_bandwidth("--bandwidth", v); },
        "speed of all connections together, each direction", "BYTES/S"}},
      {"--bandwidth-per-connection",
       {[](Program& p, const Text& v) {
          p.sandbox.bandwidth_per_connection = read_bandwidth("--bandwidth-per-connection", v);
        },
        "speed of each connection, each direction", "BYTES/S"}},
      {"--certificate",
       {[](Program& p, const Text& v) { p.sandbox.certificate_file = v; }, "with --https: PEM certificate",
        "FILE"}},
      {"--client-ca",
       {[](Program& p, const Text& v) { p.sandbox.client_ca_file = v; },
        "with --https: PEM certificates of those who sign certificates of clients, which are demanded then",
        "FILE"}},
      {"--data-dir",
       {[](Program& p, const Text& v) { p.sandbox.data_dir = v; }, "keeps state and media across restarts",
        "DIR"}},
      {"--fault",
       {[](Program& p, const Text& v) { p.faults.push_back(read_fault(v)); },
        "JSON: op, when (before after status graphql truncate latency large_answer large_request), skip, "
        "every, "
        "count, status, message, extensions, body, headers, retry_after, larger_than, probability, latency, "
        "latency_jitter",
        "JSON"}},
      {"--fixture",
       {[](Program& p, const Text& v) { p.fixtures.emplace_back(v); },
        "JSON file: loads a project with its assets (docs/sandbox.md)", "FILE"}},
      {"--help", {[](Program& p, const Text&) { p.help = true; }, "this text", nullptr}},
      {"--https", {[](Program& p, const Text&) { p.sandbox.https = true; }, "serves HTTPS", nullptr}},
      {"--json-response-by-url",
       {[](Program& p, const Text&) { p.sandbox.json_response_by_url = true; },
        "labels give jsonResponse by URL", nullptr}},
      {"--key-expires-in-days",
       {[](Program& p, const Text& v) {
          p.sandbox.api_key_validity =
              std::chrono::hours{24 * read_number<int>("--key-expires-in-days", v, -36500, 36500)};
        },
        "expiry of the API key (365)", "N"}},
      {"--latency",
       {[](Program& p, const Text& v) {
          p.sandbox.latency = std::chrono::milliseconds{read_number<int>("--latency", v, 0, 3'600'000)};
        },
        "delay of every request", "MS"}},
      {"--no-upload-local-data",
       {[](Program& p, const Text&) { p.sandbox.upload_local_data = false; },
        "the license forbids local files", nullptr}},
      {"--notify-pending",
       {[](Program& p, const Text& v) {
          p.sandbox.notify_pending = read_number<std::size_t>("--notify-pending", v, 0, 1'000'000);
        },
        "so often a notification is PENDING first (0)", "N"}},
      {"--notify-status",
       {[](Program& p, const Text& v) {
          if (v != "SUCCESS" && v != "FAILURE") {
            throw OptionError(fmt::format("--notify-status: '{}' is neither SUCCESS nor FAILURE", v));
          }
          p.sandbox.notify_status = v;
        },
        "how asynchronous imports end", "STATUS"}},
      {"--organization",
       {[](Program& p, const Text& v) { p.organization = v; }, "name of the organisation", "NAME"}},
      {"--port",
       {[](Program& p, const Text& v) { p.sandbox.port = read_number<std::uint16_t>("--port", v, 0, 65535); },
        "0 picks a free one (0)", "PORT"}},
      {"--private-key",
       {[](Program& p, const Text& v) { p.sandbox.private_key_file = v; }, "with --https: PEM key", "FILE"}},
      {"--project",
       {[](Program& p, const Text& v) { p.projects.push_back(read_project(v)); },
        "creates a project; repeatable", "TYPE:TITLE"}},
      {"--public-url",
       {[](Program& p, const Text& v) { p.sandbox.public_url = v; },
        "where clients reach it, such as http://localhost:8080 in front of a container", "URL"}},
      {"--publish",
       {[](Program& p, const Text&) { p.sandbox.publish = true; },
        "allows an --address beyond this machine: anyone who reaches the port can read, change and delete "
        "everything",
        nullptr}},
      {"--read-lag",
       {[](Program& p, const Text& v) {
          p.sandbox.read_lag = std::chrono::milliseconds{read_number<int>("--read-lag", v, 0, 3'600'000)};
        },
        "reads are up to this time behind writes, as of replicas (0)", "MS"}},
      {"--ready-file",
       {[](Program& p, const Text& v) { p.ready_file = v; }, "gets the line of standard output once ready",
        "PATH"}},
      {"--refuse-compression",
       {[](Program& p, const Text& v) {
          p.sandbox.refuse_compression = read_number<int>("--refuse-compression", v, 400, 599);
        },
        "answers gzipped requests with this status", "STATUS"}},
      {"--request-log",
       {[](Program& p, const Text& v) { p.request_log = v; },
        "gets the requests served, one JSON object a line", "PATH"}},
      {"--service-version",
       {[](Program& p, const Text& v) {
          if (!service_version_of(v)) {
            throw OptionError(fmt::format("--service-version: '{}' is none of 2.164, 26.1 and 26.2", v));
          }
          p.sandbox.service_version = v;
        },
        "what the service knows: 2.164, 26.1 or 26.2 (26.2)", "VERSION"}},
      {"--settings",
       {[](Program& p, const Text& v) { p.settings.push_back(read_settings(v)); },
        "JSON: faults and settings as recorded cases have them; repeatable", "JSON"}},
      {"--user",
       {[](Program& p, const Text& v) { p.users.push_back(read_user(v)); }, "adds a user; repeatable",
        "EMAIL:FIRST:LAST"}},
      {"--version", {[](Program& p, const Text&) { p.version = true; }, "prints the version", nullptr}},
  });
  return options;
}

}  // namespace

ProgramOptions parse_options(const std::vector<std::string>& arguments) {
  ProgramOptions program;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::size_t equals = arguments[i].starts_with("--") ? arguments[i].find('=') : std::string::npos;
    const std::string name = arguments[i].substr(0, equals);
    const auto known = known_options().find(name);
    if (known == known_options().end()) throw OptionError(fmt::format("{}: unknown option", name));
    if (known->second.value == nullptr) {
      if (equals != std::string::npos) throw OptionError(fmt::format("{}: takes no value", name));
      known->second.apply(program, {});
    } else if (equals != std::string::npos) {
      known->second.apply(program, arguments[i].substr(equals + 1));
    } else if (i + 1 < arguments.size()) {
      known->second.apply(program, arguments[++i]);
    } else {
      throw OptionError(fmt::format("{}: needs a value {}", name, known->second.value));
    }
  }
  return program;
}

std::string usage() {
  std::string text = "Usage: kili-sandbox [options]\n\nA local server that speaks Kili's GraphQL API.\n\n";
  for (const auto& [name, option] : known_options()) {
    const std::string head = option.value == nullptr ? name : fmt::format("{} {}", name, option.value);
    text += fmt::format("  {:<28} {}\n", head, option.help);
  }
  return text;
}

}  // namespace kili::sandbox
