// What an import of a long range holds in memory.

#include <catch2/catch.hpp>
#include <fstream>
#include <ranges>
#include <string>

#include "client/client_implementation.hpp"
#include "fake_transport.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

/// A service that forgets everything.
class ForgetfulService final : public HttpTransport {
 public:
  HttpResponse send(const HttpRequest& request, std::stop_token) override {
    if (request.body.find(": projects(") != std::string::npos) {
      return data_answer({{{"dataConnections", json::array()},
                           {"inputType", "IMAGE"},
                           {"steps", json::array()},
                           {"workflowVersion", "V1"}}});
    }
    if (request.body.find(": filterExistingAssets(") != std::string::npos) {
      return answer(200, R"({"data":{"external_ids":[]}})");
    }
    ++mutations;
    return data_answer(json::array());
  }
  std::atomic<std::size_t> mutations = 0;
};

/// Peak of this process, in bytes.
std::size_t peak_memory() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word != "VmHWM:") continue;
    std::size_t kilobytes = 0;
    status >> kilobytes;
    return kilobytes * 1024;
  }
  return 0;
}

// Sanitizers keep freed memory for a while, and are slow.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool is_instrumented = true;
#else
constexpr bool is_instrumented = false;
#endif

}  // namespace

TEST_CASE("the memory for a long range is that of its ids") {
  constexpr std::size_t count = is_instrumented ? 2'000 : 50'000;
  const auto service = std::make_shared<ForgetfulService>();
  ClientOptions options;
  options.api_endpoint = "https://kili.test";
  options.api_key = "key";
  options.calls_per_minute = 0;
  options.skip_checks = true;
  options.transport = service;
  const Client client(options);
  const std::string text(2'000, 'x');  // 100 MB in all when not instrumented
  const auto assets =
      std::views::iota(std::size_t{0}, count) | std::views::transform([&](std::size_t number) {
        NewAsset asset;
        asset.content = "https://example.com/" + std::to_string(number);
        asset.external_id = "asset_" + std::to_string(number);
        asset.json_metadata = Json(json{{"text", text}});
        return asset;
      });
  const std::size_t before = peak_memory();
  CHECK(client.append_many_to_dataset("p", assets).asset_ids.size() == count);
  CHECK(service->mutations == count / 100);
  const std::size_t grown = peak_memory() - before;
  CHECK((is_instrumented || grown < (std::size_t{40} << 20U)));
}
