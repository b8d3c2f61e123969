#include "use_cases/assets/importing/contents/chat.hpp"

#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>

#include "fuzz/fuzz_properties.hpp"
#include "fuzz/fuzz_targets.hpp"
#include "kili/errors.hpp"
#include "support/json_text.hpp"
#include "support/text.hpp"
#include "use_cases/assets/importing/contents/json_elements.hpp"
#include "use_cases/assets/importing/contents/text.hpp"

namespace kili::fuzz {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

std::string text_of(const use_cases::ConvertedChat& chat) {
  if (!chat.content.spool) return chat.content.text;
  std::ifstream file(chat.content.file, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Messages become prompts and completions; none is lost, and none is in another place.
void check_chat(const json& chat, const use_cases::ConvertedChat& converted) {
  std::size_t prompts = 0;
  std::size_t completions = 0;
  json given = json::array();
  for (const json& message : chat) {
    const std::string& role = message.at("role").get_ref<const std::string&>();
    const bool is_prompt = role == "user" || role == "system";
    ++(is_prompt ? prompts : completions);
    if (is_prompt) given.push_back(message.at("content"));
  }
  const auto content = support::parse_ordered_json(text_of(converted));
  const ordered_json& list = content.at("prompts");
  require(list.size() == prompts, "each message of a user is a prompt");
  std::size_t found = 0;
  std::size_t at = 0;
  for (const ordered_json& prompt : list) {
    require(support::compact_json(json(prompt.at("prompt"))) == support::compact_json(given.at(at++)),
            "prompts are in the order of the messages");
    found += prompt.at("completions").size();
  }
  require(found == completions, "each other message is a completion");
}

void check_text(std::string_view text) {
  use_cases::ImportRow row;
  row.asset.content = Content(text);
  const auto planner = use_cases::make_text_planner();
  use_cases::CheckedContent checked;
  const bool is_fit = parses<ImportValidationError>([&] { checked = planner->check(row); });
  require(is_fit == support::is_valid_utf8(text), "a text is UTF-8");
  if (!is_fit) return;
  use_cases::PlannedAsset asset;
  planner->plan(row, checked, asset);
  require(asset.uploads.size() == 1 && asset.uploads.front().text == text, "a text is uploaded as it is");
}

void check_rich_text(std::string_view text) {
  use_cases::ImportRow row;
  if (!parses<Error>([&] { row.asset.json_content = Json::parse(text); })) return;
  if (!parses<ValidationError>(
          [&] { use_cases::check_writable(row.asset.json_content, "json_content", row); }))
    return;
  const auto planner = use_cases::make_rich_text_planner();
  use_cases::PlannedAsset asset;
  planner->plan(row, planner->check(row), asset);
  require(asset.uploads.size() == 1, "a rich text is uploaded");
  const json& given = row.asset.json_content.get();
  if (given.is_structured()) {
    require(Json::parse(asset.uploads.front().text) == row.asset.json_content,
            "a rich text is uploaded as it is");
  }
}

}  // namespace

void fuzz_chats(std::string_view input) {
  check_text(input);
  check_rich_text(input);
  json chat;
  if (!parses<std::invalid_argument>([&] { chat = support::parse_json(input); }) || !chat.is_array()) return;
  use_cases::ConvertedChat converted;
  const bool is_chat =
      parses<ImportValidationError>([&] { converted = use_cases::convert_chat(chat, "asset 0", nullptr); });
  use_cases::ConvertedChat of_text;
  const bool is_chat_as_text = parses<ImportValidationError>(
      [&] { of_text = use_cases::convert_chat_text(input, "asset 0", nullptr); });
  require(is_chat == is_chat_as_text, "a chat is one as values and as text");
  if (!is_chat) return;
  check_chat(chat, converted);
  require(of_text.metadata == converted.metadata && text_of(of_text) == text_of(converted),
          "text and values become the same");
}

}  // namespace kili::fuzz
