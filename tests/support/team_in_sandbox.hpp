#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "fake_transport.hpp"
#include "kili/sandbox.hpp"
#include "own_dependencies.hpp"
#include "sandbox_clock.hpp"
#include "virtual_clock.hpp"

namespace kili::test {

/// A sandbox in process with a project "p-1" of labelled assets ("asset-0", with the label "label-0", ...)
/// and a team: owner@example.com who owns the key, and the members ann, bob (suspended) and eve. kim is no
/// member. With a client on a virtual clock, which begins at 2024-01-01.
struct TeamInSandbox {
  explicit TeamInSandbox(std::string_view version = "26.2", std::size_t assets = 3,
                         const nlohmann::json& issues_of_first = nlohmann::json::array())
      : clock(std::make_shared<VirtualClock>()),
        sandbox({.clock = std::make_shared<VirtualSandboxClock>(clock),
                 .serve = false,
                 .service_version = std::string(version)}),
        sink(std::make_shared<RecordingSink>()),
        client(detail::ClientFactory::make({.api_endpoint = sandbox.endpoint(),
                                            .api_key = sandbox.api_key(),
                                            .calls_per_minute = 0,
                                            .message_sink = sink,
                                            .skip_checks = true,
                                            .transport = sandbox.transport()},
                                           own_dependencies(clock))) {
    nlohmann::json fixture{{"project", {{"id", project_id}, {"inputType", "IMAGE"}, {"title", "Team"}}},
                           {"assets", nlohmann::json::array()},
                           {"users",
                            {user("user-1", "owner", "ADMIN"), user("user-2", "ann"), user("user-3", "bob"),
                             user("user-4", "eve"), user("user-5", "kim")}},
                           {"roles",
                            {role("role-2", "user-2", "LABELER", "ACTIVATED"),
                             role("role-3", "user-3", "REVIEWER", "ORG_SUSPENDED"),
                             role("role-4", "user-4", "LABELER", "ACTIVATED")}}};
    for (std::size_t i = 0; i < assets; ++i) {
      fixture["assets"].push_back(
          {{"id", fmt::format("asset-{}", i)},
           {"externalId", fmt::format("external-{}", i)},
           {"issues", i == 0 ? issues_of_first : nlohmann::json::array()},
           {"labels", {{{"id", fmt::format("label-{}", i)}, {"createdAt", "2023-02-01T00:00:00.000Z"}}}}});
    }
    static_cast<void>(sandbox.load_fixture(fixture));
    sandbox.record_requests(10'000);
  }

  /// The next request of this operation meets a fault; `when` as in recorded calls: "after", "before" ...
  void strike(std::string_view operation, std::string_view when, std::size_t count = 1) {
    sandbox.configure({{"faults", {{{"op", operation}, {"when", when}, {"count", count}}}}});
  }
  [[nodiscard]] std::size_t sent(std::string_view operation) const {
    const auto requests = sandbox.requests();
    return static_cast<std::size_t>(
        std::count_if(requests.begin(), requests.end(),
                      [&](const SandboxRequest& request) { return request.operation == operation; }));
  }
  [[nodiscard]] nlohmann::json state(const char* list) const {
    return sandbox.modules_state(project_id).at(list);
  }
  /// Of all assets, in order.
  [[nodiscard]] nlohmann::json issues() const {
    nlohmann::json all = nlohmann::json::array();
    for (const auto& asset : state("assets")) {
      for (const auto& issue : asset.at("issues")) all.push_back(issue);
    }
    return all;
  }
  /// How the member of that user stands; null when there is none.
  [[nodiscard]] nlohmann::json member(std::string_view user_id) const {
    for (const auto& each : state("roles")) {
      if (each.at("userId") == user_id) return each;
    }
    return nullptr;
  }

  const std::string project_id = "p-1";
  std::shared_ptr<VirtualClock> clock;
  Sandbox sandbox;
  std::shared_ptr<RecordingSink> sink;
  Client client;

 private:
  static nlohmann::json user(const char* id, std::string_view name, const char* role = "USER") {
    return {{"activated", true}, {"email", fmt::format("{}@example.com", name)},
            {"firstname", name}, {"id", id},
            {"lastname", "Doe"}, {"organizationRole", role}};
  }
  static nlohmann::json role(const char* id, const char* user_id, const char* role, const char* status) {
    return {{"id", id}, {"projectId", "p-1"}, {"role", role}, {"status", status}, {"userId", user_id}};
  }
};

}  // namespace kili::test
