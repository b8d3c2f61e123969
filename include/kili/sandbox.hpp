#pragma once

/// @file
/// A local Kili service: a server that speaks Kili's GraphQL API over real HTTP(S), or the same service in
/// process, for tests, examples and benchmarks. Component `kili::sandbox`.

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kili/export.hpp"

namespace kili {
inline namespace v0_1 {

class HttpTransport;

/// Time as a sandbox in process sees it, so that it can share the virtual clock of a test. Implementations
/// are thread-safe.
class KILI_SANDBOX_EXPORT SandboxClock {
 public:
  virtual ~SandboxClock();
  [[nodiscard]] virtual std::chrono::steady_clock::time_point now() const = 0;
  /// Waits. @return false when `stop_token` was triggered before `until`; then it returns within 100 ms.
  [[nodiscard]] virtual bool sleep_until(std::chrono::steady_clock::time_point until,
                                         const std::stop_token& stop_token) const = 0;

 protected:
  SandboxClock() = default;
  SandboxClock(const SandboxClock&) = default;
  SandboxClock& operator=(const SandboxClock&) = default;
};

/// Where a fault strikes.
enum class FaultPoint {
  before,    ///< The connection is cut before the work is done.
  after,     ///< The work is done, then the connection is cut without an answer.
  status,    ///< Answered with `status` (and `retry_after`), the work is not done.
  graphql,   ///< Answered 200 with `errors: [{message}]`, the work is not done.
  truncate,  ///< The work is done; the body is cut in the middle although Content-Length names the whole.
  latency,   ///< The work is done normally, `latency` (+ random up to `latency_jitter`) later.
  /// The work is done; an answer of more than `larger_than` bytes (before compression) is replaced by
  /// `status`, as by a gateway or a service that large answers overload. Only such answers count for `skip`,
  /// `every` and `count`.
  large_answer,
  /// A request whose body has more than `larger_than` bytes (as sent) is answered with `status`, the work is
  /// not done. Only such requests count for `skip`, `every` and `count`.
  large_request
};

/// One scripted fault. It strikes requests whose operation matches `operation`: the name of a root field of
/// the schema ("assets", "appendManyAssets"), "storage.put", "storage.get", "storage.head", "storage" (these
/// three), "LABEL" (downloads of label responses) or "*" (everything).
struct SandboxFault {
  /// Body of the answer where the fault answers with `status`; by default the `message`. Sent as JSON when it
  /// is an object or array, else as text.
  std::optional<std::string> body{};
  std::size_t count = 1;  ///< How many matching requests it strikes; 0 means every one.
  std::size_t every = 1;  ///< Strikes each n-th matching request after `skip`.
  /// For FaultPoint::graphql: JSON text of the object that the error has as `extensions`; by default
  /// {"code": "OPERATION_RESOLUTION_FAILURE"}, as errors of the service have.
  std::optional<std::string> extensions{};
  /// Further headers of the answer, where the fault answers with `status`.
  std::vector<std::pair<std::string, std::string>> headers{};
  std::size_t larger_than = 0;  ///< Bytes, for FaultPoint::large_answer and FaultPoint::large_request.
  std::chrono::milliseconds latency{};         ///< For FaultPoint::latency.
  std::chrono::milliseconds latency_jitter{};  ///< Uniform random addition to `latency`.
  std::string message = "injected fault";      ///< For FaultPoint::graphql and FaultPoint::status.
  std::string operation = "*";
  double probability = 1.0;   ///< Of striking when it is its turn, 0..1, seeded by SandboxOptions::seed.
  std::string retry_after{};  ///< Value of the Retry-After header (seconds or an HTTP date); empty: none.
  std::size_t skip = 0;       ///< Lets the first n matching requests pass.
  int status = 503;           ///< For FaultPoint::status.
  FaultPoint when = FaultPoint::status;
};

/// A step of a workflow.
struct SandboxStep {
  std::vector<std::string> assignees{};  ///< Ids of users.
  std::string id{};
  std::string name{};
  std::string send_back_step_id{};  ///< Empty: the first DEFAULT step of the group.
  std::string step_group_id{};      ///< Workflow V3; empty: in no group.
  std::string type = "DEFAULT";     ///< DEFAULT (labeling) or REVIEW.
};

/// A group of steps of a workflow V3.
struct SandboxStepGroup {
  std::string id{};
  std::string name{};
};

/// A project to create.
struct SandboxProject {
  bool data_connection = false;                   ///< Media in the customer's own cloud storage.
  std::string id{};                               ///< Empty: chosen by the sandbox.
  std::string input_type = "IMAGE";               ///< InputType of the schema.
  std::string json_interface = R"({"jobs":{}})";  ///< Ontology, JSON text.
  std::vector<SandboxStepGroup> step_groups{};    ///< Workflow V3.
  std::vector<SandboxStep> steps{};  ///< Empty: "step-1", named Default, and "step-2", named Review.
  std::string title{};
  std::string workflow_version = "V1";  ///< V1, V2 or V3.
};

/// An asset for which the actions of service version 26.2 fail (deletion, review, queue, priority,
/// assignment).
struct SandboxFailingAsset {
  std::string asset_id{};
  std::string details = "write failed";  ///< What the service says of it.
  std::size_t times = 0;                 ///< How often it fails; 0: always.
};

/// How a sandbox is started.
struct SandboxOptions {
  std::string address = "127.0.0.1";  ///< A loopback address, but with `publish`.
  /// Names, without ports, under which clients come here, beside localhost, addresses of loopback and the
  /// name in `public_url`. Requests under other names (header Host) are refused with 403: a web page whose
  /// name was made to lead to this machine could send them. A published sandbox without any takes all.
  std::vector<std::string> allowed_hosts{};
  /// Origins ("http://localhost:5173") whose web pages may ask the sandbox (CORS); "*": all. Requests from
  /// pages of other origins (header Origin) are refused with 403.
  std::vector<std::string> allowed_origins{};
  std::string api_key = "sandbox-key";            ///< The key that is accepted.
  std::chrono::hours api_key_validity{24 * 365};  ///< Until the key's expiryDate, from the start on.
  std::uint64_t bandwidth = 0;                    ///< See Sandbox::set_bandwidth().
  std::uint64_t bandwidth_per_connection = 0;     ///< See Sandbox::set_bandwidth().
  std::string certificate_file{};                 ///< With https: PEM; empty: a self-signed one is made.
  /// With https: PEM file of the authorities whose client certificates are accepted; clients without one are
  /// refused then. Empty: none is asked for.
  std::string client_ca_file{};
  /// Time of latencies and of asynchronous imports in a sandbox that does not serve; null: the clock of the
  /// machine. Dates of assets are always those of the machine.
  std::shared_ptr<const SandboxClock> clock{};
  std::filesystem::path data_dir{};  ///< Keeps state and media across restarts; empty: a temporary directory.
  bool https = false;
  bool json_response_by_url = false;    ///< Labels give `jsonResponse` through `jsonResponseUrl`.
  std::chrono::milliseconds latency{};  ///< Of every API and storage request.
  /// How often a notification that is asked for by its id is PENDING before it shows how its import ended.
  std::size_t notify_pending = 0;
  /// What the service says about the end of asynchronous imports: SUCCESS or FAILURE.
  std::string notify_status = "SUCCESS";
  std::uint16_t port = 0;          ///< 0: any free one.
  std::string private_key_file{};  ///< With https: PEM.
  /// What endpoint() and the URLs of media begin with, where clients do not come to `address` itself, as in
  /// front of a container: "http://localhost:8080". Empty: address (localhost where that stands for all) and
  /// port.
  std::string public_url{};
  /// Allows an address beyond this machine. Anyone who reaches the port can read, change and delete
  /// everything: the key is sent in clear unless https is set, and a key that everybody knows keeps nobody
  /// out.
  bool publish = false;
  /// Most time by which reads are behind writes, as those of replicas are: what was created is not yet listed
  /// and counted, what was changed is shown as before, what was deleted is still shown. How much it is
  /// differs from read to read (seeded). Mutations see the newest state, and so does Sandbox::state(). With a
  /// lag the sandbox keeps every asset four times in memory.
  std::chrono::milliseconds read_lag{};
  /// Status (400 to 599) of the answer to a gzipped request, as of a proxy that does not read them; 0: they
  /// are read.
  int refuse_compression = 0;
  std::uint64_t seed = 1;  ///< Of random faults, latencies and lags.
  /// False: no socket and no thread; the sandbox is reached through Sandbox::transport() alone.
  bool serve = true;
  /// Which version of the service the sandbox is: "2.164", "26.1" or "26.2". An earlier one refuses
  /// operations, fields and values that came later as a service of that version does.
  std::string service_version = "26.2";
  std::chrono::milliseconds storage_delay_per_mib{};  ///< Slows uploads and downloads.
  unsigned threads = 2;
  bool upload_local_data = true;  ///< License of the organisation.
};

/// Counters of what was served, for assertions in tests.
struct SandboxCounters {
  std::uint64_t connections = 0;  ///< Accepted since the start.
  std::uint64_t open_connections = 0;
  std::uint64_t api_requests = 0;
  std::uint64_t storage_requests = 0;
  std::uint64_t peak_requests_in_flight = 0;
};

/// One served request, in order of arrival. Bodies of storage requests are not kept.
struct SandboxRequest {
  std::string body{};                                          ///< Of an API request.
  std::vector<std::pair<std::string, std::string>> headers{};  ///< Names in lower case.
  std::string method{};
  std::string operation{};  ///< Name of the root field, "storage.put" (".get", ".head"), or empty.
  int status = 0;           ///< Answered; 0 when the connection was cut.
  std::string target{};     ///< Path and query.
};

/// A local Kili service. Starts serving on construction and stops on destruction. Thread-safe. All that is
/// said of requests holds for those over a socket and for those through transport() alike.
class KILI_SANDBOX_EXPORT Sandbox {
 public:
  /// @throws std::invalid_argument on options that cannot be meant or do not go together; std::runtime_error
  /// when the port is taken or the certificate cannot be used.
  explicit Sandbox(SandboxOptions options = {});
  ~Sandbox();
  Sandbox(Sandbox&&) noexcept;
  Sandbox& operator=(Sandbox&&) noexcept;
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  /// `http(s)://address:port` or SandboxOptions::public_url, what KILI_API_ENDPOINT takes (without path).
  /// `https://sandbox.invalid` when the sandbox does not serve: no network has this name.
  [[nodiscard]] std::string endpoint() const;
  /// The accepted API key.
  [[nodiscard]] std::string api_key() const;
  /// With https: path of the PEM certificate to trust; else empty.
  [[nodiscard]] std::filesystem::path certificate_file() const;
  /// Folder of the stored media.
  [[nodiscard]] std::filesystem::path storage_directory() const;

  /// Carries requests to this sandbox by function calls, without sockets: for ClientOptions::transport, with
  /// endpoint() as ClientOptions::api_endpoint. API, storage (uploads and downloads), faults, latencies and
  /// counters of requests are those of the server; of faults, a cut connection and a truncated answer are
  /// TransportFailure::connection_lost. Answers are not compressed. A latency counts against
  /// HttpRequest::total_timeout and idle_timeout. A stop token ends every wait with Cancelled. Other
  /// addresses than endpoint() are TransportFailure::could_not_connect, and so is everything once the sandbox
  /// is stopped or gone: the transport may outlive it. Programs that use it link `kili::kili` too.
  [[nodiscard]] std::shared_ptr<HttpTransport> transport();

  /// Creates a project. @return its id. @throws std::invalid_argument on an unknown input type or a taken id.
  std::string add_project(const SandboxProject& project);
  /// Creates an organisation user. @return its id.
  std::string add_user(std::string_view email, std::string_view firstname, std::string_view lastname);
  /// Creates assets directly, each a JSON object in the format of an asset of a fixture
  /// (missing keys get the service's defaults; without "id" one is made). @return their ids in order.
  std::vector<std::string> add_assets(std::string_view project_id, const nlohmann::json& assets);
  /// Creates `count` plain assets ("asset_<n>", hosted content) quickly; ids are made.
  void add_plain_assets(std::string_view project_id, std::size_t count);
  /// Adds a label (format of a fixture's label) to an asset. @return its id.
  std::string add_label(std::string_view asset_id, const nlohmann::json& label);
  /// Loads a fixture: `{"project": {...}, "assets": [...]}`, beside them `projects`, `roles`, `tags`, `users`
  /// and `organization`, and `bucket`: files that everybody may read at `<endpoint>/bucket/PATH`. Each may be
  /// absent. docs/sandbox.md has all keys. nlohmann::json sorts the keys of an ontology; where their order
  /// matters give text or nlohmann::ordered_json.
  /// @return the project's id; empty when there is no `project`.
  /// @throws std::invalid_argument naming a key that there is not, or a value that cannot be meant. A part of
  /// the fixture may have been loaded.
  std::string load_fixture(const nlohmann::json& fixture);
  /// The same, with the order of all keys kept.
  template <std::same_as<nlohmann::ordered_json> Json>
  std::string load_fixture(const Json& fixture) {
    return load_fixture_text(fixture.dump());
  }
  /// Loads a fixture given as JSON text, with the order of all keys kept.
  /// @return as load_fixture(). @throws std::invalid_argument also when it is not JSON.
  std::string load_fixture_text(std::string_view text);
  /// All assets of a project in order of creation, each with the properties that
  /// mutations change.
  [[nodiscard]] nlohmann::json state(std::string_view project_id) const;
  /// What the modules beside assets change: `assets` of the project, each with status, step, `labels` and
  /// `issues`, and all `projects`, `roles` (but those of the owners), `tags` and `users`.
  [[nodiscard]] nlohmann::json modules_state(std::string_view project_id) const;

  /// Adds a fault behind those present; for one request the first fault that strikes is used, latencies add
  /// up.
  void add_fault(const SandboxFault& fault);
  /// Speed of the line in bytes per second, of all connections together and of each (a request in process is
  /// a connection of its own); 0: no limit. Requests and answers each have all of it; what counts are the
  /// bytes of their bodies as sent.
  void set_bandwidth(std::uint64_t in_all, std::uint64_t per_connection = 0);
  void clear_faults();
  /// Sets faults and settings in the JSON form that recorded calls (tests/wire/cases) have under the key
  /// `server`: `annotationCount` (null: as many as there are), `bandwidth` (bytes per second, or `inAll` and
  /// `perConnection`), `failAssets` (each `asset`, `details`, `times`), `failImports` (external ids),
  /// `faults` (each with the members of SandboxFault, `operation` as `op`; without `count` it strikes
  /// always), `hideProject` (queries that do not see a new project), `jsonResponseByUrl`, `latency`
  /// (milliseconds), `lockReason`, `notifyPending`, `notifyStatus`, `readLag` (milliseconds),
  /// `refuseCompression`, `uploadLocalData`. Faults are added to those present.
  /// @throws std::invalid_argument naming a key that there is not, or a value that cannot be meant.
  void configure(const nlohmann::json& settings);
  /// @throws std::invalid_argument when it is negative.
  void set_latency(std::chrono::milliseconds latency);
  /// What `countAssetAnnotations` answers; nothing: how many annotations there are.
  void set_annotation_count(std::optional<std::uint32_t> count);
  /// The actions of service version 26.2 report these assets under `failed`, and leave them as they are.
  void set_failing_assets(std::vector<SandboxFailingAsset> assets);
  /// Asynchronous imports lose the assets with these external ids and end with FAILURE.
  void set_failing_imports(std::vector<std::string> external_ids);
  /// So many queries that match a project do not see it after it was created through the API; 0: all do.
  void set_hidden_queries(std::size_t queries);
  /// Whether labels give `jsonResponse` through `jsonResponseUrl`.
  void set_json_response_by_url(bool by_url);
  /// New labels are refused for this reason, such as "AssetAlreadyLocked", in `extensions.context.reason`;
  /// empty: they are taken.
  void set_lock_reason(std::string_view reason);
  /// See SandboxOptions::notify_pending.
  void set_notify_pending(std::size_t times);
  /// The assets are there also when the status is FAILURE, see set_failing_imports().
  void set_notify_status(std::string_view status);
  /// See SandboxOptions::read_lag. What the functions of this class create is seen at once. @throws
  /// std::invalid_argument when it is negative.
  void set_read_lag(std::chrono::milliseconds lag);
  /// See SandboxOptions::refuse_compression. @throws std::invalid_argument.
  void set_refuse_compression(int status);
  void set_upload_local_data(bool allowed);

  /// Puts everything back to how it was after the construction: state, media, faults, settings, counters and
  /// recorded requests. A state that was read from SandboxOptions::data_dir is removed there too. Open
  /// connections stay. Requests under way may see a part of the old state.
  void reset();

  /// Asynchronous imports that have been accepted and have not ended.
  [[nodiscard]] std::size_t pending_imports() const;
  [[nodiscard]] SandboxCounters counters() const;
  /// Records requests from now on, at most `limit`; 0 stops and forgets.
  void record_requests(std::size_t limit);
  [[nodiscard]] std::vector<SandboxRequest> requests() const;

  /// Stops accepting and cuts all connections, those in process too; state stays readable. Idempotent.
  void stop();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace v0_1
}  // namespace kili
