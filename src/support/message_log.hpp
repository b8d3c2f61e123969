#pragma once

#include <memory>
#include <string_view>

#include "kili/messages.hpp"

namespace kili::support {

/// Sends warnings and log lines to the message sink of a client.
class MessageLog {
 public:
  /// @param sink null: warnings are written to stderr.
  explicit MessageLog(std::shared_ptr<MessageSink> sink);

  void warn(std::string_view text) const noexcept;
  void warn_deprecated(std::string_view text) const noexcept;
  /// About the way of requests, not about what the user asked for.
  void warn_http(std::string_view text) const noexcept;
  void debug(std::string_view text) const noexcept;

 private:
  std::shared_ptr<MessageSink> sink_;
};

}  // namespace kili::support
