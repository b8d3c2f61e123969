#include "sandbox/control.hpp"

#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sandbox/http/access_rules.hpp"
#include "sandbox/store/fixture.hpp"
#include "sandbox/store/open_files.hpp"
#include "sandbox/store/overview.hpp"
#include "sandbox/store/recorded_state.hpp"

namespace kili::sandbox {
namespace {

using std::chrono::milliseconds;

void require_notify_status(std::string_view status) {
  if (status == "SUCCESS" || status == "FAILURE") return;
  throw std::invalid_argument(fmt::format("notify status '{}' is neither SUCCESS nor FAILURE", status));
}

/// 0: gzipped requests are not refused.
void require_refusal(int status) {
  if (status == 0 || (status >= 400 && status <= 599)) return;
  throw std::invalid_argument(
      fmt::format("sandbox: refuse_compression {} is not a status from 400 to 599", status));
}

void require_not_negative(const char* name, milliseconds time) {
  if (time.count() >= 0) return;
  throw std::invalid_argument(fmt::format("sandbox: {} {} ms is negative", name, time.count()));
}

/// @throws std::invalid_argument for a workflow that came with a later version.
void require_workflow(std::string_view workflow_version, const SandboxOptions& options) {
  if (workflow_version != "V3" || version_of(options) >= ServiceVersion::v26_2) return;
  throw std::invalid_argument(fmt::format("service version {} has no workflow V3", options.service_version));
}

}  // namespace

ServiceVersion version_of(const SandboxOptions& options) {
  const auto version = service_version_of(options.service_version);
  if (!version) {
    throw std::invalid_argument(fmt::format("sandbox: service version '{}' is none of 2.164, 26.1 and 26.2",
                                            options.service_version));
  }
  return *version;
}

void check_options(const SandboxOptions& options) {
  require_notify_status(options.notify_status);
  static_cast<void>(version_of(options));
  if (options.serve && options.clock) {
    throw std::invalid_argument("sandbox: a clock of its own needs serve = false; sockets wait in real time");
  }
  if (!options.serve && options.https) {
    throw std::invalid_argument("sandbox: https needs serve = true; without sockets there is no TLS");
  }
  if (options.api_key.empty()) {  // of an environment variable that is not set
    throw std::invalid_argument("sandbox: the API key is empty, so that everybody had it (--api-key)");
  }
  require_refusal(options.refuse_compression);
  require_not_negative("read_lag", options.read_lag);
  check_access_options(options);
}

Control::Control(Parts parts, std::string endpoint) : endpoint_(std::move(endpoint)), parts_(parts) {}

std::string Control::add_project(const SandboxProject& project) {
  require_workflow(project.workflow_version, parts_.options);
  auto id = create_project(parts_.store, project);
  parts_.replicas.catch_up();
  return id;
}

std::string Control::add_user(std::string_view email, std::string_view firstname, std::string_view lastname) {
  auto id = create_user(parts_.store, email, firstname, lastname);
  parts_.replicas.catch_up();
  return id;
}

std::vector<std::string> Control::add_assets(std::string_view project_id, const nlohmann::json& assets) {
  auto ids = create_assets(parts_.store, project_id, assets);
  parts_.replicas.catch_up();
  return ids;
}

void Control::add_plain_assets(std::string_view project_id, std::size_t count) {
  create_plain_assets(parts_.store, project_id, count);
  parts_.replicas.catch_up();
}

std::string Control::add_label(std::string_view asset_id, const nlohmann::json& label) {
  auto id = create_label(parts_.store, asset_id, label);
  parts_.replicas.catch_up();
  return id;
}

std::string Control::load_fixture(const nlohmann::json& fixture) {
  try {
    if (fixture.is_object() && fixture.contains("project")) {
      require_workflow(fixture.at("project").value("workflowVersion", ""), parts_.options);
    }
    auto loaded = sandbox::load_fixture(parts_.store, fixture, endpoint_);
    load_open_files(parts_.storage, loaded.bucket);
    parts_.replicas.catch_up();
    return std::move(loaded.project_id);
  } catch (const nlohmann::json::exception& error) {
    throw std::invalid_argument(fmt::format("fixture: a member has a wrong type: {}", error.what()));
  }
}

nlohmann::json Control::state(std::string_view project_id) const {
  finish_due_imports();
  return project_state(parts_.store, project_id);
}

nlohmann::json Control::modules_state(std::string_view project_id) const {
  finish_due_imports();
  return sandbox::modules_state(parts_.store, project_id);
}

nlohmann::json Control::projects() const {
  finish_due_imports();
  return projects_overview(parts_.store);
}

nlohmann::json Control::assets(std::string_view project_id, std::size_t skip, std::size_t first) const {
  finish_due_imports();
  return assets_overview(parts_.store, parts_.storage, endpoint_, {project_id, skip, first});
}

std::optional<StoredFile> Control::media(std::string_view asset_id) const {
  const auto lock = parts_.store.read_lock();
  const Asset* const asset = parts_.store.find_asset(asset_id);
  if (asset == nullptr) return std::nullopt;
  auto file = parts_.storage.find_url(asset->content, endpoint_);
  return file && file->stored ? file : std::nullopt;
}

std::size_t Control::pending_imports() const {
  finish_due_imports();
  const auto lock = parts_.store.read_lock();
  return parts_.store.pending_import_count();
}

void Control::finish_due_imports() const {
  for (const auto& notification_id : parts_.due_imports.take_due())
    parts_.service.finish_import(notification_id);
}

std::uint64_t Control::add_fault(const SandboxFault& fault) {
  if (fault.extensions && !nlohmann::json::parse(*fault.extensions, nullptr, false).is_object()) {
    throw std::invalid_argument(
        fmt::format("SandboxFault::extensions '{}' is not the JSON text of an object", *fault.extensions));
  }
  return parts_.faults.add(fault);
}

void Control::set_annotation_count(std::optional<std::uint32_t> count) {
  parts_.service.set_annotation_count(count);
}

void Control::set_bandwidth(std::uint64_t in_all, std::uint64_t per_connection) {
  parts_.bandwidth.set(in_all, per_connection);
}

void Control::set_failing_assets(std::vector<SandboxFailingAsset> assets) {
  parts_.service.set_failing_assets(std::move(assets));
}

void Control::set_failing_imports(std::vector<std::string> external_ids) {
  parts_.service.set_failing_imports(std::move(external_ids));
}

void Control::set_latency(milliseconds latency) {
  require_not_negative("latency", latency);
  parts_.faults.set_latency(latency);
}

void Control::set_notify_status(std::string_view status) {
  require_notify_status(status);
  parts_.service.set_notify_status(status);
}

void Control::set_read_lag(milliseconds lag) {
  require_not_negative("read_lag", lag);
  parts_.replicas.set_lag(lag);
}

void Control::set_refuse_compression(int status) {
  require_refusal(status);
  parts_.refuse_compression = status;
}

void Control::reset_settings() {
  const SandboxOptions& options = parts_.options;
  parts_.bandwidth.set(options.bandwidth, options.bandwidth_per_connection);
  parts_.faults.reset(options.seed, options.latency);
  parts_.refuse_compression = options.refuse_compression;
  parts_.replicas.set_lag(options.read_lag);
  Service& service = parts_.service;
  service.set_annotation_count(std::nullopt);
  service.set_failing_assets({});
  service.set_failing_imports({});
  service.set_hidden_queries(0);
  service.set_json_response_by_url(options.json_response_by_url);
  service.set_lock_reason({});
  service.set_notify_pending(options.notify_pending);
  service.set_notify_status(options.notify_status);
  service.set_upload_local_data(options.upload_local_data);
}

void Control::reset() {
  // Without a lag there are no replicas that would have to forget the state too.
  parts_.replicas.set_lag({});
  {
    const auto lock = parts_.store.write_lock();
    parts_.store.clear();
    parts_.storage.clear();
  }
  reset_settings();
  parts_.log.clear();
}

}  // namespace kili::sandbox
