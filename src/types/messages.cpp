#include "kili/messages.hpp"

#include <cstdio>
#include <string>

#include "support/message_log.hpp"

namespace kili {
inline namespace v0_1 {

MessageSink::~MessageSink() = default;

}  // namespace v0_1
}  // namespace kili

namespace kili::support {
namespace {

class StderrSink final : public MessageSink {
 public:
  void receive(const Message& message) noexcept override {
    if (message.level != MessageLevel::warning) return;
    std::fprintf(stderr, "kili: %.*s: %.*s\n", static_cast<int>(message.category.size()),
                 message.category.data(), static_cast<int>(message.text.size()), message.text.data());
  }
};

}  // namespace

MessageLog::MessageLog(std::shared_ptr<MessageSink> sink)
    : sink_(sink ? std::move(sink) : std::make_shared<StderrSink>()) {}

void MessageLog::warn(std::string_view text) const noexcept {
  sink_->receive({.category = "UserWarning", .level = MessageLevel::warning, .text = text});
}

void MessageLog::warn_deprecated(std::string_view text) const noexcept {
  sink_->receive({.category = "DeprecationWarning", .level = MessageLevel::warning, .text = text});
}

void MessageLog::warn_http(std::string_view text) const noexcept {
  sink_->receive({.category = "http", .level = MessageLevel::warning, .text = text});
}

void MessageLog::debug(std::string_view text) const noexcept {
  sink_->receive({.category = "http", .level = MessageLevel::debug, .text = text});
}

}  // namespace kili::support
