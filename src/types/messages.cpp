#include "kili/messages.hpp"

#include <cstdio>
#include <new>
#include <string>

#include "support/message_log.hpp"
#include "support/shown_text.hpp"

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

/// Passes a message on, whatever came into its text.
void send(MessageSink& sink, std::string_view category, MessageLevel level, std::string_view text) noexcept {
  try {
    const std::string shown = shown_text(text, longest_shown_message);
    sink.receive({.category = category, .level = level, .text = shown});
  } catch (const std::bad_alloc&) {
    sink.receive({.category = category, .level = level, .text = "(no memory for a message)"});
  }
}

}  // namespace

MessageLog::MessageLog(std::shared_ptr<MessageSink> sink)
    : sink_(sink ? std::move(sink) : std::make_shared<StderrSink>()) {}

void MessageLog::warn(std::string_view text) const noexcept {
  send(*sink_, "UserWarning", MessageLevel::warning, text);
}

void MessageLog::warn_deprecated(std::string_view text) const noexcept {
  send(*sink_, "DeprecationWarning", MessageLevel::warning, text);
}

void MessageLog::warn_http(std::string_view text) const noexcept {
  send(*sink_, "http", MessageLevel::warning, text);
}

void MessageLog::debug(std::string_view text) const noexcept {
  send(*sink_, "http", MessageLevel::debug, text);
}

}  // namespace kili::support
