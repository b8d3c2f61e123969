#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "fake_transport.hpp"
#include "kili/sandbox.hpp"
#include "sandbox/service.hpp"
#include "sandbox/service_version.hpp"
#include "sandbox/store/media_storage.hpp"
#include "sandbox/store/store.hpp"

namespace kili::test {

/// What becomes of one request.
enum class RequestFault {
  none,
  before,              ///< The connection is lost, the work is not done.
  after,               ///< The work is done, the answer is lost.
  late,                ///< The answer is lost; the work is done half a second later.
  garbage,             ///< The work is done, the answer is no JSON.
  unavailable,         ///< 503.
  internal_error,      ///< 500.
  too_many_requests,   ///< 429.
  refused,             ///< A GraphQL error.
  refused_for_a_while  ///< A GraphQL error of those that pass.
};

/// The sandbox's service without its server: requests are answered by a function call, under a virtual clock.
class InProcessSandbox {
 public:
  using Faults = std::function<RequestFault(const std::string& operation)>;

  explicit InProcessSandbox(const SandboxProject& project = {},
                            sandbox::ServiceVersion version = sandbox::ServiceVersion::v26_2);

  /// Before the first fault of the kind `late`.
  void use_clock(std::shared_ptr<VirtualClock> clock) { clock_ = std::move(clock); }
  void set_faults(Faults faults);
  [[nodiscard]] FakeTransport::Handler handler() {
    return [this](const HttpRequest& request, const std::stop_token&) { return handle(request); };
  }
  [[nodiscard]] HttpResponse handle(const HttpRequest& request);
  /// The service is updated, or replaced by an older one.
  void set_version(sandbox::ServiceVersion version) { version_ = version; }
  void set_failing_assets(std::vector<SandboxFailingAsset> assets) {
    service_.set_failing_assets(std::move(assets));
  }
  /// Does the work of late requests now.
  void finish_late_requests();

  [[nodiscard]] const std::string& project_id() const noexcept { return project_id_; }
  /// @return their ids.
  std::vector<std::string> add_assets(const nlohmann::json& assets);
  [[nodiscard]] nlohmann::json state() const;
  [[nodiscard]] std::size_t count_of(const std::string& operation) const;
  /// Operation and variables of every request whose work was done, in order.
  [[nodiscard]] std::vector<std::pair<std::string, nlohmann::json>> carried_out() const;

 private:
  [[nodiscard]] HttpResponse carry_out(const std::string& body);
  void finish_late_requests(bool all);

  struct Late {
    support::Clock::TimePoint due;
    std::string body;
  };

  sandbox::Store store_{nullptr};
  sandbox::MediaStorage storage_;
  sandbox::Service service_;
  std::string project_id_;
  sandbox::ServiceVersion version_;  ///< Of the schema.
  std::shared_ptr<VirtualClock> clock_;
  Faults faults_;
  mutable std::mutex mutex_;
  std::vector<std::pair<std::string, nlohmann::json>> carried_out_;
  std::vector<Late> late_;
  std::vector<std::string> operations_;
};

}  // namespace kili::test
