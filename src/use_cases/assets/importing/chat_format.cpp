#include "use_cases/assets/importing/chat_format.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "kili/errors.hpp"

namespace kili::use_cases {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::array<const char*, 5> message_keys{"chat_id", "content", "id", "model", "role"};
constexpr std::string_view separator = "___";

/// Collects the messages of one chat.
class ChatReader {
 public:
  ChatReader(std::string_view asset, const support::MessageLog& log) : asset_(asset), log_(log) {}

  void read(const json& message) {
    check_keys(message);
    chat_id_ = message["chat_id"];
    if (message["id"].is_null()) {
      log_.warn(fmt::format("{}: message {} of the chat has no id", asset_, number_));
    } else {
      ids_.push_back(text(message, "id"));
    }
    if (message["content"].is_null()) fail("its content is null");
    if (message["role"].is_null()) fail("its role is null");
    const std::string role = text(message, "role");
    if (role == "user" || role == "system") {
      finish_prompt();
      prompt_ = message["content"];
    } else {
      completions_.push_back({{"content", message["content"]}, {"title", role}});
      if (!message["model"].is_null()) models_.push_back(text(message, "model"));
    }
    ++number_;
  }

  [[nodiscard]] ConvertedChat result() {
    if (!prompt_) {
      throw ImportValidationError(fmt::format(
          "{}: the chat has no message of the role user or system; it needs at least one", asset_));
    }
    const std::size_t completions = completions_.size();
    finish_prompt();
    // The models of the last prompt's completions; of all when it has none.
    const bool some = completions > 0 && completions < models_.size();
    const auto first = some ? models_.end() - static_cast<std::ptrdiff_t>(completions) : models_.begin();
    const std::string ids = fmt::format("{}", fmt::join(ids_, separator));
    ConvertedChat chat;
    chat.content = {{"prompts", prompts_}, {"type", "markdown"}, {"version", "0.1"}};
    chat.metadata = {{"chat_id", chat_id_},
                     {"models", fmt::format("{}", fmt::join(first, models_.end(), separator))},
                     {"chat_item_ids", ids},
                     {"text", fmt::format("Chat_id: {}\n\nChat_item_ids: {}",
                                          chat_id_.is_string() ? chat_id_.get<std::string>()
                                          : chat_id_.is_null() ? "None"
                                                               : chat_id_.dump(),
                                          ids)}};
    return chat;
  }

 private:
  [[noreturn]] void fail(std::string_view why) const {
    throw ImportValidationError(
        fmt::format("{}: message {} of the chat cannot be read: {}", asset_, number_, why));
  }
  void check_keys(const json& message) const {
    if (!message.is_object()) fail("it is not a JSON object");
    for (const char* const key : message_keys) {
      if (!message.contains(key)) fail(fmt::format("it has no '{}'", key));
    }
  }
  [[nodiscard]] std::string text(const json& message, const char* key) const {
    if (!message[key].is_string()) fail(fmt::format("'{}' is not a text", key));
    return message[key].get<std::string>();
  }
  void finish_prompt() {
    if (!prompt_) return;
    prompts_.push_back({{"completions", completions_}, {"prompt", *prompt_}});
    completions_ = ordered_json::array();
  }

  std::string_view asset_;
  json chat_id_;
  ordered_json completions_ = ordered_json::array();
  std::vector<std::string> ids_;
  const support::MessageLog& log_;
  std::vector<std::string> models_;
  std::size_t number_ = 0;
  std::optional<json> prompt_;
  ordered_json prompts_ = ordered_json::array();
};

}  // namespace

ConvertedChat convert_chat(const json& chat, std::string_view asset, const support::MessageLog& log) {
  ChatReader reader(asset, log);
  for (const json& message : chat) reader.read(message);
  return reader.result();
}

}  // namespace kili::use_cases
