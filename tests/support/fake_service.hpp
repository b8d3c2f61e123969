#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "fake_transport.hpp"

namespace kili::test {

/// A project and its assets, as much of the service as listing and importing need, in memory. It refuses ids
/// and external ids that are taken, as the service does. Time passes with requests: what happens later
/// happens some requests later.
class FakeService {
 public:
  /// Called with the operation before it is carried out (false) and after (true); may throw or return an
  /// answer.
  using Fault = std::function<std::optional<HttpResponse>(const std::string& operation, bool done)>;

  explicit FakeService(std::string input_type = "IMAGE") : input_type_(std::move(input_type)) {}

  void add(std::size_t count);
  void add(nlohmann::json record) {
    const std::scoped_lock lock(mutex_);
    assets_.push_back(std::move(record));
  }
  void set_fault(Fault fault) { fault_ = std::move(fault); }
  [[nodiscard]] HttpResponse handle(const HttpRequest& request);
  [[nodiscard]] FakeTransport::Handler handler() {
    return [this](const HttpRequest& request, const std::stop_token&) { return handle(request); };
  }
  /// Thrown by a fault before an operation: its connection is cut now, and it is carried out later.
  struct CarriedOutLater {};
  /// Lets everything happen that was to happen later.
  void settle();

  [[nodiscard]] std::size_t asset_count() const {
    const std::scoped_lock lock(mutex_);
    return assets_.size();
  }
  [[nodiscard]] std::vector<nlohmann::json> assets() const {
    const std::scoped_lock lock(mutex_);
    return assets_;
  }
  [[nodiscard]] std::vector<std::string> operations() const {
    const std::scoped_lock lock(mutex_);
    return operations_;
  }
  [[nodiscard]] std::size_t count_of(const std::string& operation) const;
  /// Variables of each mutation that creates assets.
  [[nodiscard]] std::vector<nlohmann::json> mutations() const {
    const std::scoped_lock lock(mutex_);
    return mutations_;
  }
  /// What was uploaded: URL, content type and body ("file:" and the path for files).
  struct Upload {
    std::string body;
    std::string content_type;
    std::string url;
  };
  [[nodiscard]] std::vector<Upload> uploads() const {
    const std::scoped_lock lock(mutex_);
    return uploads_;
  }

  std::set<std::string>
      failing_imports{};            ///< External ids that asynchronous imports lose; they end with FAILURE.
  std::size_t import_duration = 3;  ///< Of an asynchronous import, in requests.
  bool may_upload = true;

 private:
  /// A mutation that was accepted or delayed, and is carried out later.
  struct Later {
    bool asynchronous = false;
    std::size_t due = 0;  ///< Number of the request before which it happens.
    std::string notification_id{};
    std::string operation{};
    nlohmann::json variables{};
  };

  void pass_time(std::size_t now);
  void finish(const Later& later);
  [[nodiscard]] HttpResponse respond(const std::string& operation, const nlohmann::json& variables);
  [[nodiscard]] nlohmann::json assets_of(const nlohmann::json& variables) const;
  [[nodiscard]] bool any_is_taken(const nlohmann::json& data) const;
  void create(const nlohmann::json& data);
  [[nodiscard]] HttpResponse append(const std::string& operation, const nlohmann::json& variables);
  [[nodiscard]] nlohmann::json notification(const nlohmann::json& where) const;

  std::string input_type_;
  Fault fault_;

  mutable std::mutex mutex_;
  std::vector<nlohmann::json> assets_;
  std::unordered_set<std::string> external_ids_;
  std::vector<std::pair<std::string, std::string>> finished_;  ///< Notification ids and statuses.
  std::unordered_set<std::string> ids_;
  std::vector<Later> later_;
  std::vector<nlohmann::json> mutations_;
  std::vector<std::string> operations_;
  std::vector<Upload> uploads_;
};

}  // namespace kili::test
