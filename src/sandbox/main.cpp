#include <pthread.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kili/sandbox.hpp"
#include "sandbox/http/exchange.hpp"
#include "sandbox/options.hpp"
#include "sandbox/schema_text.hpp"
#include "sandbox/store/media_storage.hpp"
#include "support/os/platform.hpp"
#include "support/os/standard_descriptors.hpp"

namespace {

using nlohmann::json;

constexpr int bad_usage = 2;

/// Connections and media files both need descriptors; the soft limit is often too low for a thousand clients.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// Loads a file. @return the project for the ready line.
json load_fixture(kili::Sandbox& sandbox, const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw std::runtime_error(fmt::format("--fixture: cannot read '{}'", file.string()));
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  try {
    const std::string id = sandbox.load_fixture_text(text);
    const json fixture = json::parse(text);
    const json project = fixture.value("project", json::object());
    return {{"id", id},
            {"inputType", project.value("inputType", "IMAGE")},
            {"title", project.value("title", "fixture")}};
  } catch (const std::invalid_argument& error) {
    throw std::runtime_error(fmt::format("--fixture: '{}': {}", file.string(), error.what()));
  }
}

std::string add_project(kili::Sandbox& sandbox, const kili::SandboxProject& project) {
  try {
    return sandbox.add_project(project);
  } catch (const std::invalid_argument& error) {
    throw kili::sandbox::OptionError(fmt::format("--project: {}", error.what()));
  }
}

void configure(kili::Sandbox& sandbox, const json& settings) {
  try {
    sandbox.configure(settings);
  } catch (const std::invalid_argument& error) {
    throw kili::sandbox::OptionError(fmt::format("--settings: {}", error.what()));
  }
}

/// Fills the sandbox. @return the projects for the ready line.
json populate(kili::Sandbox& sandbox, const kili::sandbox::ProgramOptions& options) {
  json projects = json::array();
  if (!options.organization.empty())
    sandbox.load_fixture({{"organization", {{"name", options.organization}}}});
  for (const auto& user : options.users) sandbox.add_user(user.email, user.firstname, user.lastname);
  for (const auto& project : options.projects) {
    const std::string id = add_project(sandbox, project);
    projects.push_back({{"id", id}, {"inputType", project.input_type}, {"title", project.title}});
  }
  for (const auto& assets : options.assets) {
    const auto project = std::find_if(projects.begin(), projects.end(), [&](const json& each) {
      return each["title"] == assets.project_title;
    });
    if (project == projects.end()) {
      throw kili::sandbox::OptionError(
          fmt::format("--assets: no --project has the title '{}'", assets.project_title));
    }
    sandbox.add_plain_assets((*project)["id"].get<std::string>(), assets.count);
  }
  for (const auto& file : options.fixtures) projects.push_back(load_fixture(sandbox, file));
  for (const auto& fault : options.faults) sandbox.add_fault(fault);
  for (const auto& settings : options.settings) configure(sandbox, settings);
  return projects;
}

void write_ready_file(const std::filesystem::path& path, const std::string& line) {
  std::error_code error;
  const auto status = std::filesystem::symlink_status(path, error);
  // A process that waits for the file must find it complete. A pipe, a device or a link stays what it is.
  const bool is_replaced = !std::filesystem::exists(status) || std::filesystem::is_regular_file(status);
  const std::filesystem::path written = is_replaced ? path.string() + ".part" : path.string();
  std::ofstream stream(written);
  stream << line;
  stream.close();
  if (stream && is_replaced) std::filesystem::rename(written, path, error);
  if (!stream || error) {
    throw kili::sandbox::OptionError(
        fmt::format("--ready-file: '{}' cannot be written; give the path of a file", path.string()));
  }
}

void announce(const kili::Sandbox& sandbox, const json& projects, const std::filesystem::path& ready_file) {
  const std::string line =
      json{{"api_key", sandbox.api_key()},
           {"certificate", sandbox.certificate_file().string()},
           {"endpoint", sandbox.endpoint()},
           // What follows # stays in the browser.
           {"page_url", fmt::format("{}/#key={}", sandbox.endpoint(),
                                    kili::sandbox::percent_encode_path(sandbox.api_key()))},
           {"graphql_url", sandbox.endpoint() + std::string(kili::sandbox::api_path)},
           {"pid", kili::support::process_id()},
           {"projects", projects}}
          .dump() +
      "\n";
  if (!ready_file.empty()) write_ready_file(ready_file, line);
  std::fputs(line.c_str(), stdout);
  std::fflush(stdout);
}

void write_request_log(const kili::Sandbox& sandbox, std::ofstream& log, const std::filesystem::path& path) {
  for (const auto& request : sandbox.requests()) {
    log << json{{"body", request.body},
                {"method", request.method},
                {"operation", request.operation},
                {"status", request.status},
                {"target", request.target}}
               .dump(-1, ' ', false, json::error_handler_t::replace)
        << '\n';
  }
  if (!log.flush()) throw std::runtime_error(fmt::format("cannot write the request log '{}'", path.string()));
}

void serve(const kili::sandbox::ProgramOptions& options) {
  // Blocked before the first thread starts, so that only the wait below takes the signals.
  sigset_t signals{};
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  raise_descriptor_limit();
  std::ofstream log;
  if (!options.request_log.empty()) {
    // Not only in the end, when what it is for is lost.
    log.open(options.request_log, std::ios::binary);
    if (!log) {
      throw kili::sandbox::OptionError(fmt::format(
          "--request-log: '{}' cannot be written; give the path of a file", options.request_log.string()));
    }
  }
  kili::Sandbox sandbox{options.sandbox};
  constexpr std::size_t most_logged = 1'000'000;
  if (!options.request_log.empty()) sandbox.record_requests(most_logged);
  announce(sandbox, populate(sandbox, options), options.ready_file);
  int received = 0;
  sigwait(&signals, &received);
  if (!options.request_log.empty()) write_request_log(sandbox, log, options.request_log);
}

}  // namespace

int main(int argc, char** argv) {
  kili::support::fill_closed_standard_descriptors();
  try {
    const auto options = kili::sandbox::parse_options(std::vector<std::string>(argv + 1, argv + argc));
    if (options.help) {
      std::fputs(kili::sandbox::usage().c_str(), stdout);
      return 0;
    }
    if (options.version) {
      fmt::print("kili-sandbox {}\n", kili::sandbox::program_version);
      return 0;
    }
    serve(options);
    return 0;
  } catch (const std::invalid_argument& error) {
    fmt::print(stderr, "kili-sandbox: {}\nTry 'kili-sandbox --help'.\n", error.what());
    return bad_usage;
  } catch (const std::exception& error) {
    fmt::print(stderr, "kili-sandbox: {}\n", error.what());
    return 1;
  }
}
