#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "kili/api_key_provider.hpp"
#include "support/call_context.hpp"
#include "support/clock.hpp"
#include "support/condition.hpp"
#include "support/shown_text.hpp"

namespace kili::graphql {

/// The API key of a client: one for ever, or those that a provider gives. The provider is asked by the thread
/// of a call that needs the key, one at a time; the other calls wait, and end with their stop token and
/// deadline. Keys that were given are in no message. Thread-safe.
class ApiKeys {
 public:
  /// A key as a request has it.
  struct Lease {
    std::string key;
    std::uint64_t refusals = 0;  ///< How often the provider had been told of a refusal.
  };

  /// @param provider null: the key stays. Else it is asked now.
  /// @throws ValidationError for a key with characters that no header can carry; AuthenticationError when the
  /// provider gives none; what the provider throws.
  ApiKeys(std::string key, std::shared_ptr<ApiKeyProvider> provider,
          std::shared_ptr<const support::Clock> clock);

  /// The key to send now. Asks the provider when the key is about to expire.
  /// @throws what the constructor throws, Cancelled, DeadlineExceeded.
  [[nodiscard]] Lease current(const support::CallContext& context);
  /// The key to send instead of one that the service has refused; nothing when there is no other. Asks the
  /// provider, unless another call has told it of the refusal since.
  /// @throws what current() throws.
  [[nodiscard]] std::optional<Lease> instead_of(const Lease& refused, const support::CallContext& context);

  [[nodiscard]] bool has_provider() const noexcept { return provider_ != nullptr; }

 private:
  using Lock = std::unique_lock<std::mutex>;

  [[nodiscard]] Lease lease() const { return {.key = key_.key, .refusals = refusals_}; }
  [[nodiscard]] bool is_about_to_expire() const;
  /// Waits until nobody asks the provider.
  void wait_for_others(Lock& lock, const support::CallContext& context);
  /// Asks the provider, without the lock.
  void ask(Lock& lock, bool refused);
  void take(ApiKey key);

  bool asking_ = false;
  support::Condition asked_;
  std::shared_ptr<const support::Clock> clock_;
  std::deque<support::HiddenKey> hidden_;  ///< The last ones, the newest at the end.
  ApiKey key_;
  std::mutex mutex_;
  /// A key that expires soon is asked for again only then, when the provider had no better one.
  std::optional<std::chrono::system_clock::time_point> next_question_;
  std::shared_ptr<ApiKeyProvider> provider_;
  std::uint64_t refusals_ = 0;
};

}  // namespace kili::graphql
