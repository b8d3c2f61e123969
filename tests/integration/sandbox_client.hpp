#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "kili/kili.hpp"
#include "kili/sandbox.hpp"

namespace kili::test {

/// A client of a sandbox, without a limit of calls.
[[nodiscard]] inline Client client_of(const Sandbox& sandbox, ClientOptions options = {}) {
  options.api_endpoint = sandbox.endpoint();
  options.api_key = sandbox.api_key();
  options.calls_per_minute = 0;
  return Client(options);
}

/// What the environment of a program needs to have, so that it uses the sandbox.
[[nodiscard]] inline std::vector<std::string> environment_of(const Sandbox& sandbox) {
  return {"KILI_API_ENDPOINT=" + sandbox.endpoint(), "KILI_API_KEY=" + sandbox.api_key()};
}

/// The files of a folder of examples/data, in order.
[[nodiscard]] inline std::vector<std::string> example_files(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(KILI_EXAMPLES_DATA_DIR) / folder)) {
    files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// Drops messages.
class SilentSink final : public MessageSink {
 public:
  void receive(const Message& /*message*/) noexcept override {}
};

}  // namespace kili::test
