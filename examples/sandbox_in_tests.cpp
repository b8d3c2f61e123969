// Tests a function of one's own against a Kili service in the same process: no network, no account, no
// waiting.

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/kili.hpp"
#include "kili/sandbox.hpp"

namespace {

/// The function under test: external ids of the assets that nobody has labelled.
std::vector<std::string> not_labelled(const kili::Client& client, const std::string& project) {
  std::vector<std::string> ids;
  for (const kili::Asset& asset : client.assets(project, {}, {.fields = {"externalId", "status"}})) {
    if (asset.json().at("status") == "TODO") ids.emplace_back(asset.external_id());
  }
  return ids;
}

void require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "failed: %s\n", what);
  std::exit(EXIT_FAILURE);
}

constexpr const char* fixture = R"({
  "project": {
    "id": "cars", "title": "Cars", "inputType": "IMAGE",
    "jsonInterface": {"jobs": {"TYPE": {
      "mlTask": "CLASSIFICATION", "required": 1, "isChild": false, "instruction": "Which?",
      "content": {"input": "radio", "categories": {
        "TRUCK": {"children": [], "name": "Truck"}, "BUS": {"children": [], "name": "Bus"}}}}}}
  },
  "assets": [
    {"externalId": "one.jpg", "content": "<endpoint>/bucket/one.jpg", "status": "LABELED", "labels": [
      {"author": {"id": "user-2", "email": "ann@example.com"},
       "jsonResponse": {"TYPE": {"categories": [{"name": "BUS", "confidence": 100}]}}}]},
    {"externalId": "two.jpg", "jsonMetadata": {"camera": "left"}}
  ],
  "bucket": {"one.jpg": {"base64": "/9j/2Q==", "type": "image/jpeg"}}
})";

}  // namespace

int main() {
  kili::Sandbox sandbox({.serve = false});
  const std::string project = sandbox.load_fixture_text(fixture);
  const kili::Client client(
      {.api_endpoint = sandbox.endpoint(), .api_key = sandbox.api_key(), .transport = sandbox.transport()});

  require(not_labelled(client, project) == std::vector<std::string>{"two.jpg"}, "what is left");

  // The answer of the listing is lost once: the function must not notice.
  sandbox.add_fault({.operation = "assets", .when = kili::FaultPoint::after});
  require(not_labelled(client, project) == std::vector<std::string>{"two.jpg"}, "a lost answer");

  // The service refuses: the function must tell.
  sandbox.add_fault({.message = "not today", .operation = "assets", .when = kili::FaultPoint::graphql});
  try {
    static_cast<void>(not_labelled(client, project));
    require(false, "a refusal that is told");
  } catch (const kili::GraphQLError& error) {
    require(error.messages().front() == "not today", "the reason of the service");
  }

  // What the function has done to the service, and how.
  sandbox.record_requests(100);
  static_cast<void>(not_labelled(client, project));
  for (const kili::SandboxRequest& request : sandbox.requests()) {
    require(request.status == 200, "every request");
    require(request.operation != "updatePropertiesInAssets", "nothing is changed");
  }
  require(sandbox.state(project).size() == 2, "the state");
  std::puts("all is as it should be");
  return EXIT_SUCCESS;
}
