#pragma once

/// @file
/// API keys that change while a client lives.

#include <chrono>
#include <optional>
#include <string>

#include "kili/export.hpp"

namespace kili {
inline namespace v0_1 {

/// A key of an ApiKeyProvider.
struct ApiKey {
  /// A new one is asked for 60 s before. Absent: when the service refuses it.
  std::optional<std::chrono::system_clock::time_point> expires_at{};
  std::string key{};
};

/// Gives a client its API key, such as from a secret store. Called by one thread at a time, by the thread of
/// a call that needs the key; other calls wait meanwhile.
class KILI_EXPORT ApiKeyProvider {
 public:
  virtual ~ApiKeyProvider();
  /// @param refused the service has refused the key given before; the request is sent once again when the new
  /// one differs.
  /// @throws anything; the call that needed the key ends with it.
  [[nodiscard]] virtual ApiKey key(bool refused) = 0;

 protected:
  ApiKeyProvider() = default;
  ApiKeyProvider(const ApiKeyProvider&) = default;
  ApiKeyProvider& operator=(const ApiKeyProvider&) = default;
};

}  // namespace v0_1
}  // namespace kili
