#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

#include "support/message_log.hpp"

namespace kili::use_cases {

/// A chat as the service takes it.
struct ConvertedChat {
  nlohmann::ordered_json content;   ///< Prompts with their completions.
  nlohmann::ordered_json metadata;  ///< To add to the metadata of the asset.
};

/// Turns a chat, an array of messages with "role", "content", "id", "chat_id" and "model", into prompts with
/// completions. A message of the roles user or system is a prompt; the others complete it.
/// @param asset names the asset in messages.
/// @throws ImportValidationError naming the message and what it misses, or when there is no prompt.
[[nodiscard]] ConvertedChat convert_chat(const nlohmann::json& chat, std::string_view asset,
                                         const support::MessageLog& log);

}  // namespace kili::use_cases
