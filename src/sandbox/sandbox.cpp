#include "kili/sandbox.hpp"

#include <atomic>
#include <fstream>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sandbox/application.hpp"
#include "sandbox/control.hpp"
#include "sandbox/due_imports.hpp"
#include "sandbox/http/bandwidth.hpp"
#include "sandbox/http/http_server.hpp"
#include "sandbox/http/in_process_transport.hpp"
#include "sandbox/schema_text.hpp"
#include "sandbox/store/ordered_documents.hpp"
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

SandboxOptions checked(SandboxOptions options) {
  sandbox::check_options(options);
  if (!options.clock) options.clock = sandbox::machine_clock();
  return options;
}

std::unique_ptr<sandbox::HttpServer> server_of(const SandboxOptions& options,
                                               const std::optional<sandbox::TlsFiles>& tls) {
  if (!options.serve) return nullptr;
  return std::make_unique<sandbox::HttpServer>(options.address, options.port, tls);
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
        endpoint_(server_ ? sandbox::endpoint_of(options_, server_->port()) : "https://sandbox.invalid"),
        persistence_(directory_.is_temporary() ? nullptr
                                               : std::make_unique<sandbox::Persistence>(
                                                     directory_.path() / "state.sqlite", endpoint_)),
        store_(persistence_.get()),
        replicas_(store_, options_.clock, options_.seed),
        storage_(directory_.path() / "media", persistence_.get()),
        service_(store_, storage_, service_settings(),
                 [this](const std::string& id) { schedule_import(id); }),
        control_({bandwidth_, due_imports_, faults_, log_, options_, refuse_compression_, replicas_, service_,
                  storage_, store_},
                 endpoint_),
        application_({sandbox::AccessRules(options_, endpoint_), options_.api_key, bandwidth_, control_,
                      faults_, live_, log_, refuse_compression_,
                      sandbox::graphql::Schema::parse(sandbox::schema_of(version(), sandbox::schema_text),
                                                      sandbox::unknown_to(version())),
                      service_, storage_, options_.storage_delay_per_mib, store_, version()}),
        gate_(std::make_shared<sandbox::InProcessGate>(*this, options_.clock, endpoint_)) {
    if (persistence_) {
      sandbox::SavedState saved = persistence_->load();
      storage_.restore(std::move(saved.files));
      const auto lock = store_.write_lock();
      store_.restore(std::move(saved));
    }
    service_.read_from(replicas_);
    control_.reset_settings();
    if (server_) server_->start(application_, options_.threads);
  }

  ~Implementation() override { stop(); }
  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;

  [[nodiscard]] sandbox::ServiceVersion version() const { return sandbox::version_of(options_); }
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

  void stop() {
    gate_->close();
    if (server_) server_->stop();
  }

  // The handler of requests in process; the server has the application itself.
  [[nodiscard]] sandbox::Bandwidth& bandwidth() override { return bandwidth_; }
  [[nodiscard]] std::unique_ptr<sandbox::HttpExchange> start_exchange(sandbox::HttpRequest request) override {
    control_.finish_due_imports();
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
  sandbox::LiveLog live_;
  sandbox::RequestLog log_;
  sandbox::DueImports due_imports_;
  std::unique_ptr<sandbox::HttpServer> server_;
  std::string endpoint_;
  std::unique_ptr<sandbox::Persistence> persistence_;
  sandbox::Store store_;
  sandbox::Replicas replicas_;
  sandbox::MediaStorage storage_;
  sandbox::Service service_;
  sandbox::Control control_;
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
  return implementation_->control_.add_project(project);
}

std::string Sandbox::add_user(std::string_view email, std::string_view firstname, std::string_view lastname) {
  return implementation_->control_.add_user(email, firstname, lastname);
}

std::vector<std::string> Sandbox::add_assets(std::string_view project_id, const nlohmann::json& assets) {
  return implementation_->control_.add_assets(project_id, assets);
}

void Sandbox::add_plain_assets(std::string_view project_id, std::size_t count) {
  implementation_->control_.add_plain_assets(project_id, count);
}

std::string Sandbox::add_label(std::string_view asset_id, const nlohmann::json& label) {
  return implementation_->control_.add_label(asset_id, label);
}

std::string Sandbox::load_fixture(const nlohmann::json& fixture) {
  return implementation_->control_.load_fixture(fixture);
}

std::string Sandbox::load_fixture_text(std::string_view text) {
  return implementation_->control_.load_fixture(sandbox::parse_with_documents(text));
}

nlohmann::json Sandbox::state(std::string_view project_id) const {
  return implementation_->control_.state(project_id);
}

nlohmann::json Sandbox::modules_state(std::string_view project_id) const {
  return implementation_->control_.modules_state(project_id);
}

void Sandbox::add_fault(const SandboxFault& fault) { implementation_->control_.add_fault(fault); }
void Sandbox::set_bandwidth(std::uint64_t in_all, std::uint64_t per_connection) {
  implementation_->control_.set_bandwidth(in_all, per_connection);
}
void Sandbox::clear_faults() { implementation_->control_.clear_faults(); }
void Sandbox::configure(const nlohmann::json& settings) { implementation_->control_.configure(settings); }
void Sandbox::set_latency(std::chrono::milliseconds latency) {
  implementation_->control_.set_latency(latency);
}

void Sandbox::set_annotation_count(std::optional<std::uint32_t> count) {
  implementation_->control_.set_annotation_count(count);
}

void Sandbox::set_json_response_by_url(bool by_url) {
  implementation_->control_.set_json_response_by_url(by_url);
}

void Sandbox::set_lock_reason(std::string_view reason) { implementation_->control_.set_lock_reason(reason); }

void Sandbox::set_notify_status(std::string_view status) {
  implementation_->control_.set_notify_status(status);
}

void Sandbox::set_failing_assets(std::vector<SandboxFailingAsset> assets) {
  implementation_->control_.set_failing_assets(std::move(assets));
}

void Sandbox::set_hidden_queries(std::size_t queries) {
  implementation_->control_.set_hidden_queries(queries);
}

void Sandbox::set_notify_pending(std::size_t times) { implementation_->control_.set_notify_pending(times); }

void Sandbox::set_refuse_compression(int status) { implementation_->control_.set_refuse_compression(status); }

void Sandbox::set_read_lag(std::chrono::milliseconds lag) { implementation_->control_.set_read_lag(lag); }

void Sandbox::set_failing_imports(std::vector<std::string> external_ids) {
  implementation_->control_.set_failing_imports(std::move(external_ids));
}

std::size_t Sandbox::pending_imports() const { return implementation_->control_.pending_imports(); }

void Sandbox::set_upload_local_data(bool allowed) {
  implementation_->control_.set_upload_local_data(allowed);
}

void Sandbox::reset() { implementation_->control_.reset(); }

SandboxCounters Sandbox::counters() const { return implementation_->control_.counters(); }
void Sandbox::record_requests(std::size_t limit) { implementation_->control_.record_requests(limit); }
std::vector<SandboxRequest> Sandbox::requests() const { return implementation_->control_.requests(); }
void Sandbox::stop() { implementation_->stop(); }

}  // namespace v0_1
}  // namespace kili
