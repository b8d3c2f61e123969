// How a program that uses the client is tested: with a sandbox in the process, without a socket. What is
// tested here is skip_dark(), which takes dark pictures out of the queue of a project.
#include <kili/kili.hpp>
#include <kili/sandbox.hpp>

#include <iostream>
#include <string>

#include <nlohmann/json.hpp>

namespace {

/// @return how many pictures were taken out.
int skip_dark(const kili::Client& client, const std::string& project, double darkest) {
  int skipped = 0;
  for (const kili::Asset& asset : client.assets(project, {}, {.fields = {"id", "jsonMetadata"}})) {
    if (asset.json_metadata().value("brightness", 1.0) >= darkest) continue;
    client.skip_or_unskip({.asset_id = std::string(asset.id()), .project_id = project, .reason = "dark"});
    ++skipped;
  }
  return skipped;
}

bool check(bool holds, const char* what) {
  std::cout << (holds ? "ok      " : "FAILED  ") << what << '\n';
  return holds;
}

}  // namespace

int main() {
  kili::Sandbox sandbox({.serve = false});
  const std::string project = sandbox.add_project({.input_type = "IMAGE", .title = "yard"});
  sandbox.add_assets(project, nlohmann::json::parse(R"([
    {"externalId": "noon", "jsonMetadata": {"brightness": 0.9}},
    {"externalId": "night", "jsonMetadata": {"brightness": 0.1}}])"));
  const kili::Client client(
      {.api_endpoint = sandbox.endpoint(), .api_key = sandbox.api_key(), .transport = sandbox.transport()});
  bool passed = check(skip_dark(client, project, 0.3) == 1, "one picture is dark");
  passed &= check(client.count_assets(project, {.skipped = true}) == 1, "it is out of the queue");

  sandbox.add_fault({.count = 2, .operation = "assets", .status = 503});
  passed &= check(skip_dark(client, project, 0.3) == 1, "a service that is down for a moment is no problem");

  sandbox.add_fault(
      {.count = 0, .message = "[noPermission]", .operation = "assets", .when = kili::FaultPoint::graphql});
  try {
    skip_dark(client, project, 0.3);
    passed = check(false, "a refusal is an error");
  } catch (const kili::GraphQLError&) {
    check(true, "a refusal is an error");
  }
  return passed ? 0 : 1;
}
