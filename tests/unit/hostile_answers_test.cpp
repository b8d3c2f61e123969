// Every operation against a service whose answers are lies: each call ends with a result or a typed error,
// after a bounded number of requests, and the key goes nowhere else. Driven by the list of operations; where
// a lie can be told comes from the answers of the sandbox, and so from its schema.
// A part of the cases, chosen by the commit; KILI_HOSTILE=all takes all of them, KILI_HOSTILE=<text> those
// whose name has that text.

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "dice.hpp"
#include "fake_transport.hpp"
#include "hostile_transport.hpp"
#include "kili/sandbox.hpp"
#include "operations.hpp"
#include "own_dependencies.hpp"
#include "sandbox_clock.hpp"
#include "seeds.hpp"
#include "test_folder.hpp"
#include "virtual_clock.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

constexpr const char* hostile_key = "secret-key-of-the-test";

/// Listings that ask for all that an asset has, labels and their text too, as one more operation.
Operation listing_with_labels() {
  Operation listing = operations().front();
  listing.variant = "with labels";
  listing.draw = [](Dice&, const OperationTargets& targets) {
    OperationCall call;
    call.told_by = [](const Error&) { return std::vector<Told>(); };
    call.text = "assets with labels";
    call.perform = [project_id = targets.project_id](const Client& client, const CallOptions& options) {
      const AssetsArguments how{.fields = {"id", "externalId", "content", "jsonContent", "jsonMetadata",
                                           "status", "createdAt", "labels.id", "labels.jsonResponse",
                                           "labels.labelType", "labels.author.email",
                                           "latestLabel.jsonResponse"}};
      CallReport report;
      for (const Asset& asset : client.assets(project_id, {}, how, options))
        report.listed.emplace_back(asset.id());
      return report;
    };
    return call;
  };
  return listing;
}

std::vector<Operation> all_operations() {
  std::vector<Operation> all = operations_of_all_modules();
  all.push_back(listing_with_labels());
  return all;
}

/// One project of the sandbox, and calls of one operation on it.
class HostileWorld {
 public:
  HostileWorld(const Operation& operation, const char* version) : operation_(operation) {
    sandbox_ =
        std::make_unique<Sandbox>(SandboxOptions{.api_key = hostile_key,
                                                 .clock = std::make_shared<VirtualSandboxClock>(clock_),
                                                 .serve = false,
                                                 .service_version = version});
    targets_.folder = folder_.root();
    targets_.version = *sandbox::service_version_of(version);
    targets_.project_id = sandbox_->add_project(
        {.input_type = operation.input_type.empty() ? "TEXT" : std::string(operation.input_type)});
    transport_ = std::make_shared<HostileTransport>(sandbox_->transport(), sandbox_->endpoint(), hostile_key);
  }

  /// One call under a lie about the answers to a field. @return what is wrong about how it ended; empty:
  /// nothing.
  std::string call(const std::string& field, const Lie& lie, bool only_once) {
    prepare();
    transport_->tell(field, lie, only_once);
    const auto begun = clock_->elapsed();
    std::string wrong;
    try {
      const Client client = detail::ClientFactory::make({.api_endpoint = sandbox_->endpoint(),
                                                         .api_key = hostile_key,
                                                         .calls_per_minute = 0,
                                                         .max_response_bytes = 32U << 20U,
                                                         .message_sink = std::make_shared<RecordingSink>(),
                                                         .skip_checks = true,
                                                         .transport = transport_},
                                                        own_dependencies(clock_));
      // Imports that a service never finishes are waited for until the deadline.
      const CallReport report = carry_out(call_, client, {.deadline = std::chrono::hours(2)});
      ++(report.error.empty() ? answered_ : errors_[report.error_type]);
      if (report.error.find(hostile_key) != std::string::npos) wrong = "the key is in the message";
      if (report.error.size() > 20'000) {
        wrong =
            "a message of " + std::to_string(report.error.size()) + " bytes, " + report.error.substr(0, 200);
      }
    } catch (const std::exception& error) {
      wrong = std::string("an untyped exception: ") + error.what();
    }
    if (transport_->requests() > HostileTransport::most_requests) wrong = "requests without end";
    if (!transport_->leak().empty()) wrong = "the key went to " + transport_->leak();
    if (clock_->elapsed() - begun > std::chrono::hours(3)) wrong = "more than 3 hours of waits";
    ++calls_;
    return wrong;
  }

  [[nodiscard]] std::map<std::string, json> right_answers() {
    static_cast<void>(call("", {}, false));
    return transport_->first_answers();
  }
  [[nodiscard]] std::size_t answered() const { return answered_; }
  [[nodiscard]] const std::map<std::string, std::size_t>& errors() const { return errors_; }

 private:
  /// Assets as they are needed, and a call on them.
  void prepare() {
    targets_.mark = std::to_string(calls_);
    json present = sandbox_->state(targets_.project_id);
    if (present.size() < 4 || present.size() > 40 || calls_ % 50 == 0) {
      targets_.project_id = sandbox_->add_project(
          {.input_type = operation_.input_type.empty() ? "TEXT" : std::string(operation_.input_type)});
      json assets = json::array();
      for (const char* const status : {"TODO", "ONGOING", "LABELED", "TO_REVIEW", "REVIEWED"}) {
        assets.push_back({{"content", "text"},
                          {"externalId", "asset " + std::to_string(assets.size())},
                          {"jsonMetadata", R"({"a":1})"},
                          {"labels", {{{"jsonResponse", {{"JOB", {{"text", "x"}}}}}}}},
                          {"status", status}});
      }
      static_cast<void>(sandbox_->add_assets(targets_.project_id, assets));
      present = sandbox_->state(targets_.project_id);
    }
    targets_.assets = present;
    if (operation_.needs_modules)
      targets_.modules = module_targets(*sandbox_, targets_.project_id, targets_.mark);
    Dice dice(3);
    call_ = operation_.draw(dice, targets_);
  }

  Operation operation_;
  TestFolder folder_;
  std::shared_ptr<VirtualClock> clock_ = virtual_clock_for(operation_, std::chrono::hours(2));
  std::unique_ptr<Sandbox> sandbox_;
  std::shared_ptr<HostileTransport> transport_;
  OperationTargets targets_{};
  OperationCall call_{};
  std::size_t calls_ = 0;
  std::size_t answered_ = 0;
  std::map<std::string, std::size_t> errors_;
};

/// Carries out calls of all operations under the lies that a test wants.
class HostileSuite {
 public:
  using Wanted = std::function<bool(const std::string& name, const std::string& field, const Lie& lie)>;

  explicit HostileSuite(Wanted wanted) : wanted_(std::move(wanted)) {}

  void run() {
    for (const auto& operation : all_operations()) {
      for (const char* const version : {"26.2", "2.164"}) run(operation, version);
    }
    std::cout << all_operations().size() << " operations, " << lies_ << " lies, " << calls_
              << " calls carried out: " << answered_ << " ended with a result";
    for (const auto& [type, count] : errors_) std::cout << ", " << count << " with " << type;
    std::cout << std::endl;
    CHECK(calls_ > 0);
  }

 private:
  void run(const Operation& operation, const char* version) {
    HostileWorld world(operation, version);
    const auto right = world.right_answers();
    CHECK_FALSE(right.empty());
    for (const auto& [field, answer] : right) {
      std::vector<Lie> lies = lies_about_answers();
      for (const auto& lie : lies_about_pages()) lies.push_back(lie);
      for (const auto& position : positions_in(answer)) {
        for (auto& lie : lies_about_value(position)) lies.push_back(std::move(lie));
      }
      lies_ += lies.size();
      for (const auto& lie : lies) {
        const std::string name = name_of(operation) + " on " + version + ", " + field + ": " + lie.name;
        if (!wanted_(name, field, lie)) continue;
        for (const bool only_once : {false, true}) {
          INFO(name << (only_once ? " (once)" : ""));  // also told when the process dies
          const std::string wrong = world.call(field, lie, only_once);
          if (!wrong.empty()) FAIL_CHECK(wrong);
          ++calls_;
        }
      }
    }
    answered_ += world.answered();
    for (const auto& [type, count] : world.errors()) errors_[type] += count;
  }

  Wanted wanted_;
  std::size_t answered_ = 0;
  std::size_t calls_ = 0;
  std::map<std::string, std::size_t> errors_;
  std::size_t lies_ = 0;
};

}  // namespace

TEST_CASE("every operation survives a service that lies, whatever the lie") {
  const char* const asked = std::getenv("KILI_HOSTILE");
  const std::string part = asked == nullptr ? "" : asked;
  constexpr std::size_t one_in = 80;
  Dice dice(Seeds().first());
  HostileSuite([&](const std::string& name, const std::string&, const Lie&) {
    return part.empty() ? dice.one_in(one_in) : part == "all" || name.find(part) != std::string::npos;
  }).run();
}
