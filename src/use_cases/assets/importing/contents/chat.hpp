#pragma once

#include <memory>
#include <string_view>

#include <nlohmann/json.hpp>

#include "support/message_log.hpp"
#include "use_cases/assets/importing/contents/content_planner.hpp"

namespace kili::use_cases {

/// A chat as the service takes it.
struct ConvertedChat {
  PlannedUpload content;            ///< JSON text: prompts with their completions.
  nlohmann::ordered_json metadata;  ///< To add to the metadata of the asset.
};

/// Turns a chat, an array of messages with "role", "content", "id", "chat_id" and "model", into prompts with
/// completions. A message of the roles user or system is a prompt; the others complete it.
/// @param asset names the asset in messages.
/// @param log null: warnings were given before.
/// @throws ImportValidationError naming the message and what it misses, or when there is no prompt; FileError
/// when there is no room for the file of a long one.
[[nodiscard]] ConvertedChat convert_chat(const nlohmann::json& chat, std::string_view asset,
                                         const support::MessageLog* log);
/// The same of JSON text. Only the text and one prompt with its completions are held, never all messages.
/// @throws std::invalid_argument when the text is not JSON or not an array.
[[nodiscard]] ConvertedChat convert_chat_text(std::string_view chat, std::string_view asset,
                                              const support::MessageLog* log);

/// What the content of a row is in an LLM_RLHF project. Looks whether a file of that name exists.
/// @throws ImportValidationError when it is none of what such projects take.
[[nodiscard]] ContentKind kind_of_llm(const ImportRow& row);

[[nodiscard]] std::unique_ptr<ContentPlanner> make_chat_planner(support::MessageLog log);
[[nodiscard]] std::unique_ptr<ContentPlanner> make_json_file_planner(support::MessageLog log);
[[nodiscard]] std::unique_ptr<ContentPlanner> make_json_object_planner();

}  // namespace kili::use_cases
