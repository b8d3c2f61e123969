// Look-ups after lost answers, at a service whose pages are shorter than asked for.

#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "labels_in_sandbox.hpp"
#include "virtual_service.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

/// A client whose pages of that operation have one record.
Client with_pages_of_one(VirtualService& service, const std::string& listing) {
  return service.client([listing](const std::string& operation, const VirtualService::Deliver& deliver) {
    auto response = deliver();
    if (operation != listing) return response;
    json body = json::parse(response.body);
    json& records = body.at("data").at("data");
    if (records.size() > 1) records.erase(records.begin() + 1, records.end());
    response.body = body.dump();
    return response;
  });
}

void lose_answer(VirtualService& service, const std::string& operation) {
  SandboxFault fault;
  fault.operation = operation;
  fault.when = FaultPoint::after;
  service.sandbox.add_fault(fault);
}

}  // namespace

TEST_CASE("short pages of issues hide none that a lost request has created") {
  VirtualService service;
  const auto project = service.sandbox.add_project({.json_interface = LabelsInSandbox::json_interface()});
  const auto assets = service.sandbox.add_assets(project, json::array({{{"externalId", "a"}}}));
  const Client client = with_pages_of_one(service, "issues");
  const auto labels =
      client.append_labels({.asset_id_array = assets,
                            .json_response_array = std::vector<LabelResponse>{LabelsInSandbox::answer("A")}});
  const auto create = [&](const std::string& text) {
    return client.create_issues(project, {.label_id_array = labels, .text_array = {text}}).front();
  };
  std::set<std::string> ids{create("1"), create("2")};
  lose_answer(service, "createIssues");
  ids.insert(create("3"));
  CHECK(ids.size() == 3);
  CHECK(service.sandbox.modules_state(project).at("assets").at(0).at("issues").size() == 3);
}

TEST_CASE("short pages of projects hide none that a lost request has created") {
  VirtualService service;
  const Client client = with_pages_of_one(service, "projects");
  const auto create = [&] {
    return client.create_project({.input_type = InputType::image,
                                  .json_interface = json::parse(LabelsInSandbox::json_interface()),
                                  .title = "Cars"});
  };
  std::set<std::string> ids{create(), create()};
  lose_answer(service, "createProject");
  ids.insert(create());
  CHECK(ids.size() == 3);
  CHECK(service.projects().size() == 3);
}
