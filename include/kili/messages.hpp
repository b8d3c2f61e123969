#pragma once

/// @file
/// Receivers of warnings and log lines.

#include <string_view>

#include "kili/export.hpp"

namespace kili {
inline namespace v0_1 {

/// Kind of a message.
enum class MessageLevel {
  debug,
  warning
};

/// One message. `category` is "UserWarning" or "DeprecationWarning" for warnings about a call (the names that
/// Kili's Python SDK uses), "http" for log lines and for warnings about the way to the service: that requests
/// have been sent again for more than 5 s, and that this ended well.
struct Message {
  std::string_view category{};
  MessageLevel level = MessageLevel::warning;
  std::string_view text{};
};

/// Receives warnings and log lines. Called from any thread, possibly at the same time.
class KILI_EXPORT MessageSink {
 public:
  virtual ~MessageSink();
  /// Must not throw and must not call the client.
  virtual void receive(const Message& message) noexcept = 0;

 protected:
  MessageSink() = default;
  MessageSink(const MessageSink&) = default;
  MessageSink& operator=(const MessageSink&) = default;
};

}  // namespace v0_1
}  // namespace kili
