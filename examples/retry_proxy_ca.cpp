// Works through a proxy, with a CA of one's own and rules for retries, and counts the requests.
//
//   retry_proxy_ca PROXY_URL CA_BUNDLE PROJECT
//
// Key and endpoint come from KILI_API_KEY and KILI_API_ENDPOINT.

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <kili/kili.hpp>
#include <memory>
#include <stop_token>
#include <utility>

namespace {

/// Sees every request on its way, uploads and downloads too.
class CountingTransport final : public kili::HttpTransport {
 public:
  explicit CountingTransport(std::shared_ptr<HttpTransport> inner) : inner_(std::move(inner)) {}

  kili::HttpResponse send(const kili::HttpRequest& request, std::stop_token stop_token) override {
    ++requests_;
    return inner_->send(request, std::move(stop_token));
  }
  [[nodiscard]] int requests() const { return requests_; }

 private:
  std::shared_ptr<HttpTransport> inner_;
  std::atomic<int> requests_{0};
};

}  // namespace

int main(int argc, char** argv) {
  using namespace std::chrono_literals;
  if (argc != 4) return 2;
  try {
    const auto transport = std::make_shared<CountingTransport>(
        kili::make_curl_transport({.no_proxy = {{"intern.example", "10.0.0.0/8"}},
                                   .proxy = argv[1],
                                   .verify = std::filesystem::path(argv[2])}));
    const kili::Client kili({.retry = {.budget = 100,
                                       .further_statuses = {500},
                                       .operations = {{.operation = "countAssets", .retry_deadline = 10min}}},
                             .transport = transport});
    const auto count = kili.count_assets(argv[3]);
    fmt::print("{} assets, {} requests\n", count, transport->requests());
    return 0;
  } catch (const kili::ConnectionError& error) {
    fmt::print(stderr, "{} ({} attempts)\n", error.what(), error.context().attempts);
  } catch (const kili::Error& error) {
    fmt::print(stderr, "{}\n", error.what());
  }
  return 1;
}
