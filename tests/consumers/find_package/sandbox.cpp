#include <kili/kili.hpp>
#include <kili/sandbox.hpp>

int main() {
  kili::Sandbox sandbox;
  const std::string project = sandbox.add_project({.title = "consumer"});
  sandbox.add_plain_assets(project, 3);

  const kili::Client client({.api_endpoint = sandbox.endpoint(), .api_key = sandbox.api_key()});
  return client.count_assets(project) == 3 ? 0 : 1;
}
