#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "fake_transport.hpp"
#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "own_dependencies.hpp"
#include "sandbox_clock.hpp"
#include "virtual_clock.hpp"

namespace kili::test {

/// A sandbox in process and a client of it, both in virtual time.
struct VirtualService {
  using Deliver = std::function<HttpResponse()>;
  /// What happens to a request of that operation; it may deliver it.
  using Between = std::function<HttpResponse(const std::string& operation, const Deliver& deliver)>;

  explicit VirtualService(const std::string& version = "26.2", std::chrono::milliseconds read_lag = {})
      : sandbox({.clock = std::make_shared<VirtualSandboxClock>(clock),
                 .read_lag = read_lag,
                 .serve = false,
                 .service_version = version}) {}

  [[nodiscard]] Client client(Between between = {}) {
    auto way = sandbox.transport();
    if (between) {
      way = std::make_shared<FakeTransport>(
          [way, between = std::move(between)](const HttpRequest& request, const std::stop_token& stop) {
            return between(operation_of(request), [&] { return way->send(request, stop); });
          });
    }
    sandbox.record_requests(100'000);
    return detail::ClientFactory::make({.api_endpoint = sandbox.endpoint(),
                                        .api_key = sandbox.api_key(),
                                        .calls_per_minute = 0,
                                        .message_sink = sink,
                                        .skip_checks = true,
                                        .transport = way},
                                       own_dependencies(clock));
  }

  /// Name of the root field of a request.
  static std::string operation_of(const HttpRequest& request) {
    const auto query = nlohmann::json::parse(plain_body(request)).at("query").get<std::string>();
    static const std::string before = "\n  data: ";
    const auto begin = query.find(before) + before.size();
    return query.substr(begin, query.find_first_of("( {\n", begin) - begin);
  }

  /// How many requests of that operation arrived.
  [[nodiscard]] std::size_t count_of(const std::string& operation) const {
    std::size_t count = 0;
    for (const auto& request : sandbox.requests()) count += request.operation == operation ? 1 : 0;
    return count;
  }
  /// Variables of the last request of that operation.
  [[nodiscard]] nlohmann::json variables_of(const std::string& operation) const {
    nlohmann::json variables;
    for (const auto& request : sandbox.requests()) {
      if (request.operation == operation) variables = nlohmann::json::parse(request.body).at("variables");
    }
    return variables;
  }
  /// The projects of the service, deleted ones too, in the order of their creation.
  [[nodiscard]] nlohmann::json projects() const { return sandbox.modules_state("").at("projects"); }
  [[nodiscard]] nlohmann::json tags() const { return sandbox.modules_state("").at("tags"); }

  std::shared_ptr<VirtualClock> clock = std::make_shared<VirtualClock>();
  std::shared_ptr<RecordingSink> sink = std::make_shared<RecordingSink>();
  Sandbox sandbox;
};

}  // namespace kili::test
