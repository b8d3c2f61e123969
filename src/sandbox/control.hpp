#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kili/sandbox.hpp"
#include "sandbox/due_imports.hpp"
#include "sandbox/http/bandwidth.hpp"
#include "sandbox/http/faults.hpp"
#include "sandbox/http/request_log.hpp"
#include "sandbox/service.hpp"
#include "sandbox/store/media_storage.hpp"
#include "sandbox/store/replicas.hpp"
#include "sandbox/store/store.hpp"

namespace kili::sandbox {

/// What steers a sandbox: its state, faults and settings. The members of Sandbox and the requests to
/// "/sandbox/..." both come here. Thread-safe. See Sandbox for what the functions do.
class Control {
 public:
  /// All of them outlive the object.
  struct Parts {
    Bandwidth& bandwidth;
    DueImports& due_imports;
    Faults& faults;
    RequestLog& log;
    const SandboxOptions& options;
    std::atomic<int>& refuse_compression;
    Replicas& replicas;
    Service& service;
    MediaStorage& storage;
    Store& store;
  };

  Control(Parts parts, std::string endpoint);

  std::string add_project(const SandboxProject& project);
  std::string add_user(std::string_view email, std::string_view firstname, std::string_view lastname);
  std::vector<std::string> add_assets(std::string_view project_id, const nlohmann::json& assets);
  void add_plain_assets(std::string_view project_id, std::size_t count);
  std::string add_label(std::string_view asset_id, const nlohmann::json& label);
  std::string load_fixture(const nlohmann::json& fixture);

  [[nodiscard]] nlohmann::json state(std::string_view project_id) const;
  [[nodiscard]] nlohmann::json modules_state(std::string_view project_id) const;
  /// See store/overview.hpp.
  [[nodiscard]] nlohmann::json projects() const;
  [[nodiscard]] nlohmann::json assets(std::string_view project_id, std::size_t skip, std::size_t first) const;
  /// The stored file that is the content of an asset; nothing when it lies elsewhere.
  [[nodiscard]] std::optional<StoredFile> media(std::string_view asset_id) const;
  [[nodiscard]] std::size_t pending_imports() const;
  /// Without a server nobody waits for the end of an import: it comes before whatever would show it.
  void finish_due_imports() const;

  /// @return its number, of remove_fault().
  std::uint64_t add_fault(const SandboxFault& fault);
  [[nodiscard]] std::vector<Faults::Present> faults() const { return parts_.faults.list(); }
  [[nodiscard]] bool remove_fault(std::uint64_t number) { return parts_.faults.remove(number); }
  void clear_faults() { parts_.faults.clear(); }
  void configure(const nlohmann::json& settings);
  void set_annotation_count(std::optional<std::uint32_t> count);
  void set_bandwidth(std::uint64_t in_all, std::uint64_t per_connection);
  void set_failing_assets(std::vector<SandboxFailingAsset> assets);
  void set_failing_imports(std::vector<std::string> external_ids);
  void set_hidden_queries(std::size_t queries) { parts_.service.set_hidden_queries(queries); }
  void set_json_response_by_url(bool by_url) { parts_.service.set_json_response_by_url(by_url); }
  void set_latency(std::chrono::milliseconds latency);
  void set_lock_reason(std::string_view reason) { parts_.service.set_lock_reason(reason); }
  void set_notify_pending(std::size_t times) { parts_.service.set_notify_pending(times); }
  void set_notify_status(std::string_view status);
  void set_read_lag(std::chrono::milliseconds lag);
  void set_refuse_compression(int status);
  void set_upload_local_data(bool allowed) { parts_.service.set_upload_local_data(allowed); }
  /// Puts faults and settings back to what the options say. The state stays.
  void reset_settings();
  void reset();

  [[nodiscard]] SandboxCounters counters() const { return parts_.log.counters(); }
  void record_requests(std::size_t limit) { parts_.log.set_limit(limit); }
  [[nodiscard]] std::vector<SandboxRequest> requests() const { return parts_.log.requests(); }

 private:
  std::string endpoint_;
  Parts parts_;
};

/// @throws std::invalid_argument on options that do not go together or cannot be meant.
void check_options(const SandboxOptions& options);
/// @throws std::invalid_argument when there is no such version.
[[nodiscard]] ServiceVersion version_of(const SandboxOptions& options);

}  // namespace kili::sandbox
