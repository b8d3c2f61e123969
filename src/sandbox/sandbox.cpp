#include "kili/sandbox.hpp"

#include <atomic>
#include <fstream>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sandbox/application.hpp"
#include "sandbox/due_imports.hpp"
#include "sandbox/http/bandwidth.hpp"
#include "sandbox/http/http_server.hpp"
#include "sandbox/http/in_process_transport.hpp"
#include "sandbox/schema_text.hpp"
#include "sandbox/store/fixture.hpp"
#include "sandbox/store/open_files.hpp"
#include "sandbox/store/recorded_state.hpp"
#include "sandbox/store/replicas.hpp"
#include "support/os/directories.hpp"
#include "support/process_bound.hpp"

namespace kili {
inline namespace v0_1 {

namespace {

/// How long an asynchronous import takes, unless a latency fault makes it longer.
constexpr std::chrono::milliseconds import_duration{100};

/// The folder of a sandbox: the user's, or a temporary one that goes with the sandbox.
class DataDirectory {
 public:
  explicit DataDirectory(const std::filesystem::path& given) : is_temporary_(given.empty()) {
    if (!is_temporary_) {
      std::filesystem::create_directories(given);
      path_ = std::filesystem::absolute(given);
      return;
    }
    std::error_code error;
    path_ = support::make_temporary_directory("kili-sandbox", error);
    if (error) {
      throw std::runtime_error(
          fmt::format("sandbox: cannot make a temporary directory: {}", error.message()));
    }
  }
  ~DataDirectory() {
    std::error_code ignored;
    if (is_temporary_) std::filesystem::remove_all(path_, ignored);
  }
  DataDirectory(const DataDirectory&) = delete;
  DataDirectory& operator=(const DataDirectory&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] bool is_temporary() const { return is_temporary_; }

 private:
  bool is_temporary_;
  std::filesystem::path path_;
};

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

void require_lag(std::chrono::milliseconds lag) {
  if (lag.count() >= 0) return;
  throw std::invalid_argument(fmt::format("sandbox: read_lag {} ms is negative", lag.count()));
}

std::optional<sandbox::TlsFiles> tls_files(const SandboxOptions& options,
                                           const std::filesystem::path& directory) {
  if (!options.https) {
    if (!options.client_ca_file.empty()) throw std::invalid_argument("sandbox: client_ca_file needs https");
    return std::nullopt;
  }
  if (options.certificate_file.empty() != options.private_key_file.empty()) {
    throw std::invalid_argument("sandbox: certificate_file and private_key_file must be given together");
  }
  sandbox::TlsFiles files = options.certificate_file.empty()
                                ? sandbox::self_signed_certificate(directory)
                                : sandbox::TlsFiles{options.certificate_file, options.private_key_file, {}};
  files.client_ca = options.client_ca_file;
  return files;
}

sandbox::ServiceVersion version_of(const SandboxOptions& options) {
  const auto version = sandbox::service_version_of(options.service_version);
  if (!version) {
    throw std::invalid_argument(fmt::format("sandbox: service version '{}' is none of 2.164, 26.1 and 26.2",
                                            options.service_version));
  }
  return *version;
}

/// @throws std::invalid_argument on options that do not go together.
SandboxOptions checked(SandboxOptions options) {
  require_notify_status(options.notify_status);
  static_cast<void>(version_of(options));
  if (options.serve && options.clock) {
    throw std::invalid_argument("sandbox: a clock of its own needs serve = false; sockets wait in real time");
  }
  if (!options.serve && options.https) {
    throw std::invalid_argument("sandbox: https needs serve = true; without sockets there is no TLS");
  }
  require_refusal(options.refuse_compression);
  require_lag(options.read_lag);
  if (!options.clock) options.clock = sandbox::machine_clock();
  return options;
}

std::unique_ptr<sandbox::HttpServer> server_of(const SandboxOptions& options,
                                               const std::optional<sandbox::TlsFiles>& tls) {
  if (!options.serve) return nullptr;
  return std::make_unique<sandbox::HttpServer>(options.address, options.port, tls);
}

std::string endpoint_of(const SandboxOptions& options, const sandbox::HttpServer* server) {
  if (server == nullptr) return "https://sandbox.invalid";
  const std::uint16_t port = server->port();
  const bool is_ipv6 = options.address.find(':') != std::string::npos;
  return fmt::format("{}://{}:{}", options.https ? "https" : "http",
                     is_ipv6 ? fmt::format("[{}]", options.address) : options.address, port);
}

}  // namespace

// Members stand in the order in which they are made. The ways in, server and gate, are closed before any
// goes.
class Sandbox::Implementation : public sandbox::HttpHandler {
 public:
  explicit Implementation(SandboxOptions options)
      : options_(checked(std::move(options))),
        directory_(options_.data_dir),
        tls_(tls_files(options_, directory_.path())),
        refuse_compression_(options_.refuse_compression),
        faults_(options_.seed, options_.latency),
        due_imports_(options_.clock),
        server_(server_of(options_, tls_)),
        endpoint_(endpoint_of(options_, server_.get())),
        persistence_(directory_.is_temporary() ? nullptr
                                               : std::make_unique<sandbox::Persistence>(
                                                     directory_.path() / "state.sqlite", endpoint_)),
        store_(persistence_.get()),
        replicas_(store_, options_.clock, options_.seed),
        storage_(directory_.path() / "media", persistence_.get()),
        service_(store_, storage_, service_settings(),
                 [this](const std::string& id) { schedule_import(id); }),
        application_({options_.api_key, bandwidth_, faults_, log_, refuse_compression_,
                      sandbox::graphql::Schema::parse(sandbox::schema_of(version(), sandbox::schema_text),
                                                      sandbox::unknown_to(version())),
                      service_, storage_, options_.storage_delay_per_mib, store_, version()}),
        gate_(std::make_shared<sandbox::InProcessGate>(*this, options_.clock, endpoint_)) {
    bandwidth_.set(options_.bandwidth, options_.bandwidth_per_connection);
    service_.set_json_response_by_url(options_.json_response_by_url);
    service_.set_notify_pending(options_.notify_pending);
    service_.set_notify_status(options_.notify_status);
    service_.set_upload_local_data(options_.upload_local_data);
    if (persistence_) {
      sandbox::SavedState saved = persistence_->load();
      storage_.restore(std::move(saved.files));
      const auto lock = store_.write_lock();
      store_.restore(std::move(saved));
    }
    service_.read_from(replicas_);
    replicas_.set_lag(options_.read_lag);
    if (server_) server_->start(application_, options_.threads);
  }

  ~Implementation() override { stop(); }
  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;

  [[nodiscard]] sandbox::ServiceVersion version() const { return version_of(options_); }
  /// @throws std::invalid_argument for a workflow that came with a later version.
  void require_workflow(std::string_view workflow_version) const {
    if (workflow_version != "V3" || version() >= sandbox::ServiceVersion::v26_2) return;
    throw std::invalid_argument(
        fmt::format("service version {} has no workflow V3", options_.service_version));
  }

  [[nodiscard]] sandbox::ServiceSettings service_settings() const {
    const auto validity =
        std::chrono::duration_cast<std::chrono::milliseconds>(options_.api_key_validity).count();
    return {options_.api_key, sandbox::now() + validity, endpoint_, version()};
  }

  void schedule_import(const std::string& notification_id) {
    const auto duration = import_duration + faults_.import_delay();
    if (!server_) return due_imports_.add(notification_id, duration);
    server_->call_after(duration, [this, notification_id] { service_.finish_import(notification_id); });
  }

  /// Without a server nobody waits for the end of an import: it comes before whatever would show it.
  void finish_due_imports() {
    for (const auto& notification_id : due_imports_.take_due()) service_.finish_import(notification_id);
  }

  void stop() {
    gate_->close();
    if (server_) server_->stop();
  }

  // The handler of requests in process; the server has the application itself.
  [[nodiscard]] sandbox::Bandwidth& bandwidth() override { return bandwidth_; }
  [[nodiscard]] std::unique_ptr<sandbox::HttpExchange> start_exchange(sandbox::HttpRequest request) override {
    finish_due_imports();
    return application_.start_exchange(std::move(request));
  }
  void connection_opened() override {}
  void connection_closed() override {}

 private:
  friend class Sandbox;

  support::ProcessMark process_;
  SandboxOptions options_;
  DataDirectory directory_;
  std::optional<sandbox::TlsFiles> tls_;
  sandbox::Bandwidth bandwidth_;
  std::atomic<int> refuse_compression_;
  sandbox::Faults faults_;
  sandbox::RequestLog log_;
  sandbox::DueImports due_imports_;
  std::unique_ptr<sandbox::HttpServer> server_;
  std::string endpoint_;
  std::unique_ptr<sandbox::Persistence> persistence_;
  sandbox::Store store_;
  sandbox::Replicas replicas_;
  sandbox::MediaStorage storage_;
  sandbox::Service service_;
  sandbox::Application application_;
  std::shared_ptr<sandbox::InProcessGate> gate_;
};

SandboxClock::~SandboxClock() = default;

Sandbox::Sandbox(SandboxOptions options)
    : implementation_(std::make_unique<Implementation>(std::move(options))) {}
Sandbox::~Sandbox() {
  // In a child process: the threads of the server, and the folder, are the parent's.
  if (implementation_ && !implementation_->process_.is_of_this_process()) {
    support::keep_for_ever(implementation_.release());
  }
}
Sandbox::Sandbox(Sandbox&&) noexcept = default;
Sandbox& Sandbox::operator=(Sandbox&& other) noexcept {
  if (this != &other) {
    const Sandbox replaced(std::move(*this));
    implementation_ = std::move(other.implementation_);
  }
  return *this;
}

std::string Sandbox::endpoint() const { return implementation_->endpoint_; }
std::string Sandbox::api_key() const { return implementation_->options_.api_key; }

std::filesystem::path Sandbox::certificate_file() const {
  return implementation_->tls_ ? implementation_->tls_->certificate : std::filesystem::path{};
}

std::filesystem::path Sandbox::storage_directory() const { return implementation_->storage_.directory(); }

std::shared_ptr<HttpTransport> Sandbox::transport() {
  return std::make_shared<sandbox::InProcessTransport>(implementation_->gate_);
}

std::string Sandbox::add_project(const SandboxProject& project) {
  implementation_->require_workflow(project.workflow_version);
  auto id = sandbox::create_project(implementation_->store_, project);
  implementation_->replicas_.catch_up();
  return id;
}

std::string Sandbox::add_user(std::string_view email, std::string_view firstname, std::string_view lastname) {
  auto id = sandbox::create_user(implementation_->store_, email, firstname, lastname);
  implementation_->replicas_.catch_up();
  return id;
}

std::vector<std::string> Sandbox::add_assets(std::string_view project_id, const nlohmann::json& assets) {
  auto ids = sandbox::create_assets(implementation_->store_, project_id, assets);
  implementation_->replicas_.catch_up();
  return ids;
}

void Sandbox::add_plain_assets(std::string_view project_id, std::size_t count) {
  sandbox::create_plain_assets(implementation_->store_, project_id, count);
  implementation_->replicas_.catch_up();
}

std::string Sandbox::add_label(std::string_view asset_id, const nlohmann::json& label) {
  auto id = sandbox::create_label(implementation_->store_, asset_id, label);
  implementation_->replicas_.catch_up();
  return id;
}

std::string Sandbox::load_fixture(const nlohmann::json& fixture) {
  if (fixture.is_object() && fixture.contains("project")) {
    implementation_->require_workflow(fixture.at("project").value("workflowVersion", ""));
  }
  auto loaded = sandbox::load_fixture(implementation_->store_, fixture, implementation_->endpoint_);
  sandbox::load_open_files(implementation_->storage_, loaded.bucket);
  implementation_->replicas_.catch_up();
  return std::move(loaded.project_id);
}

nlohmann::json Sandbox::state(std::string_view project_id) const {
  implementation_->finish_due_imports();
  return sandbox::project_state(implementation_->store_, project_id);
}

nlohmann::json Sandbox::modules_state(std::string_view project_id) const {
  implementation_->finish_due_imports();
  return sandbox::modules_state(implementation_->store_, project_id);
}

void Sandbox::add_fault(const SandboxFault& fault) { implementation_->faults_.add(fault); }
void Sandbox::set_bandwidth(std::uint64_t in_all, std::uint64_t per_connection) {
  implementation_->bandwidth_.set(in_all, per_connection);
}
void Sandbox::clear_faults() { implementation_->faults_.clear(); }
void Sandbox::set_latency(std::chrono::milliseconds latency) {
  implementation_->faults_.set_latency(latency);
}

void Sandbox::set_annotation_count(std::optional<std::uint32_t> count) {
  implementation_->service_.set_annotation_count(count);
}

void Sandbox::set_json_response_by_url(bool by_url) {
  implementation_->service_.set_json_response_by_url(by_url);
}

void Sandbox::set_lock_reason(std::string_view reason) { implementation_->service_.set_lock_reason(reason); }

void Sandbox::set_notify_status(std::string_view status) {
  require_notify_status(status);
  implementation_->service_.set_notify_status(status);
}

void Sandbox::set_failing_assets(std::vector<SandboxFailingAsset> assets) {
  implementation_->service_.set_failing_assets(std::move(assets));
}

void Sandbox::set_hidden_queries(std::size_t queries) {
  implementation_->service_.set_hidden_queries(queries);
}

void Sandbox::set_notify_pending(std::size_t times) { implementation_->service_.set_notify_pending(times); }

void Sandbox::set_refuse_compression(int status) {
  require_refusal(status);
  implementation_->refuse_compression_ = status;
}

void Sandbox::set_read_lag(std::chrono::milliseconds lag) {
  require_lag(lag);
  implementation_->replicas_.set_lag(lag);
}

void Sandbox::set_failing_imports(std::vector<std::string> external_ids) {
  implementation_->service_.set_failing_imports(std::move(external_ids));
}

std::size_t Sandbox::pending_imports() const {
  implementation_->finish_due_imports();
  const auto lock = implementation_->store_.read_lock();
  return implementation_->store_.pending_import_count();
}

void Sandbox::set_upload_local_data(bool allowed) {
  implementation_->service_.set_upload_local_data(allowed);
}

SandboxCounters Sandbox::counters() const { return implementation_->log_.counters(); }
void Sandbox::record_requests(std::size_t limit) { implementation_->log_.set_limit(limit); }
std::vector<SandboxRequest> Sandbox::requests() const { return implementation_->log_.requests(); }
void Sandbox::stop() { implementation_->stop(); }

}  // namespace v0_1
}  // namespace kili
