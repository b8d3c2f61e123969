#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "http/origin_pauses.hpp"
#include "http/rate_limiter.hpp"
#include "kili/client.hpp"
#include "support/call_context.hpp"
#include "support/clock.hpp"
#include "support/process_bound.hpp"
#include "support/random.hpp"
#include "use_cases/resources.hpp"

namespace kili {
inline namespace v0_1 {

/// Clock, randomness and the shared rate limit, which tests replace.
struct ClientDependencies {
  std::shared_ptr<const support::Clock> clock = support::system_clock();
  std::shared_ptr<support::RandomSource> random = std::make_shared<support::RandomSource>();
  std::shared_ptr<http::OriginPauses> origin_pauses = http::OriginPauses::process_wide();
  std::shared_ptr<http::RateLimiter> rate_limiter = http::RateLimiter::process_wide();
};

/// Connects the layers; owns everything that lives as long as the connection.
class Client::Implementation {
 public:
  explicit Implementation(const ClientOptions& options, const ClientDependencies& dependencies = {});

  [[nodiscard]] const use_cases::Resources& resources() const noexcept { return resources_; }
  [[nodiscard]] const std::string& api_endpoint() const noexcept { return api_endpoint_; }
  /// The context of a call that starts now. @throws UsedAfterForkError in a child of the client's process.
  [[nodiscard]] support::CallContext begin_call(std::string_view method_name,
                                                const CallOptions& options) const;

 private:
  void check_api_key(const std::string& api_key) const;

  support::ProcessMark process_;
  std::string api_endpoint_;
  use_cases::Resources resources_;
};

/// Makes clients with another clock and randomness than the machine's.
struct detail::ClientFactory {
  [[nodiscard]] static Client make(const ClientOptions& options, const ClientDependencies& dependencies);
};

}  // namespace v0_1
}  // namespace kili
