#pragma once

#include <string>

#include "support/message_log.hpp"
#include "use_cases/assets/importing/import_row.hpp"
#include "use_cases/assets/importing/planned_asset.hpp"

namespace kili::use_cases {

/// JSON text as content of an LLM asset.
[[nodiscard]] PlannedUpload llm_upload(std::string text);
/// A JSON file: an object is uploaded as it is, an array is read as a chat.
/// @throws FileError, MimeTypeError, ImportValidationError when the file is not JSON or no such chat.
void plan_llm_file(const ImportRow& row, PlannedAsset& asset, const support::MessageLog& log);
/// An array of messages, which is turned into prompts and completions; metadata about it is added.
/// @throws ImportValidationError naming the message and what it misses.
void plan_chat(const ImportRow& row, const Json& chat, PlannedAsset& asset, const support::MessageLog& log);

}  // namespace kili::use_cases
