#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "fake_transport.hpp"
#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "own_dependencies.hpp"
#include "sandbox_clock.hpp"
#include "virtual_clock.hpp"

namespace kili::test {

/// An answer with one box, in fractions of the image, for the job BOX with the class CAR.
[[nodiscard]] inline nlohmann::json box_answer(double left, double top, double right, double bottom) {
  const nlohmann::json vertices{{{"x", left}, {"y", bottom}},
                                {{"x", left}, {"y", top}},
                                {{"x", right}, {"y", top}},
                                {{"x", right}, {"y", bottom}}};
  return {{"BOX",
           {{"annotations",
             {{{"boundingPoly", {{{"normalizedVertices", vertices}}}},
               {"categories", {{{"name", "CAR"}}}},
               {"children", nlohmann::json::object()},
               {"mid", "b"},
               {"type", "rectangle"}}}}}}};
}

/// A project with labels in a sandbox, and a client, both in one virtual time.
class ExportedProjectInSandbox {
 public:
  explicit ExportedProjectInSandbox(std::string input_type = "IMAGE",
                                    std::string json_interface = box_interface())
      : sandbox_({.clock = std::make_shared<VirtualSandboxClock>(clock_), .seed = 1, .serve = false}) {
    project_ = sandbox_.add_project(
        {.input_type = std::move(input_type), .json_interface = std::move(json_interface)});
    ClientOptions options;
    options.api_endpoint = sandbox_.endpoint();
    options.api_key = sandbox_.api_key();
    options.calls_per_minute = 0;
    options.message_sink = std::make_shared<RecordingSink>();
    options.skip_checks = true;
    options.transport = sandbox_.transport();
    client_.emplace(detail::ClientFactory::make(options, own_dependencies(clock_, 1)));
    sandbox_.record_requests(100'000);
  }

  static std::string box_interface() {
    return R"({"jobs": {"BOX": {"mlTask": "OBJECT_DETECTION", "tools": ["rectangle"], "required": 0,)"
           R"("isChild": false, "instruction": "b", "content": {"input": "radio", "categories": {)"
           R"("CAR": {"children": [], "name": "Car"}}}}}})";
  }

  [[nodiscard]] const Client& client() const { return *client_; }
  [[nodiscard]] const std::string& id() const noexcept { return project_; }
  /// For assets and labels of other kinds.
  [[nodiscard]] Sandbox& sandbox() noexcept { return sandbox_; }

  /// An asset of 640 x 480 pixels with a DEFAULT label.
  void add(const std::string& external_id, const nlohmann::json& answer) {
    add_asset({{"externalId", external_id}, {"resolution", size()}}, answer);
  }
  void add_without_label(const std::string& external_id) {
    static_cast<void>(sandbox_.add_assets(project_, {{{"externalId", external_id}, {"resolution", size()}}}));
  }
  /// The same with an image in the storage.
  void add_with_media(const std::string& external_id, const nlohmann::json& answer) {
    put_media(external_id);
    add_with_missing_media(external_id, answer);
  }
  /// The same with an image that the storage does not have.
  void add_with_missing_media(const std::string& external_id, const nlohmann::json& answer) {
    add_asset({{"content", sandbox_.endpoint() + "/bucket/" + external_id + ".png"},
               {"externalId", external_id},
               {"resolution", size()}},
              answer);
  }
  /// The n-th request of an operation fails, and so do all later ones.
  void fail(std::string operation, std::size_t first) {
    SandboxFault fault;
    fault.count = 0;
    fault.operation = std::move(operation);
    fault.skip = first - 1;
    fault.status = 500;
    sandbox_.add_fault(fault);
  }

  [[nodiscard]] std::size_t requests() const { return sandbox_.requests().size(); }
  void forget_requests() { sandbox_.record_requests(100'000); }
  /// How many files were downloaded.
  [[nodiscard]] std::size_t downloads() const {
    std::size_t count = 0;
    for (const auto& request : sandbox_.requests()) {
      count += request.method == "GET" && request.target.find("/bucket/") != std::string::npos ? 1U : 0U;
    }
    return count;
  }

 private:
  static nlohmann::json size() { return {{"height", 480}, {"width", 640}}; }

  void put_media(const std::string& external_id) {
    sandbox_.load_fixture(
        {{"bucket", {{external_id + ".png", {{"text", "image of " + external_id}, {"type", "image/png"}}}}}});
  }
  void add_asset(const nlohmann::json& asset, const nlohmann::json& answer) {
    const auto ids = sandbox_.add_assets(project_, nlohmann::json::array({asset}));
    static_cast<void>(sandbox_.add_label(ids.front(), {{"jsonResponse", answer}, {"labelType", "DEFAULT"}}));
  }

  std::shared_ptr<VirtualClock> clock_ = std::make_shared<VirtualClock>();
  Sandbox sandbox_;
  std::string project_;
  std::optional<Client> client_;
};

}  // namespace kili::test
