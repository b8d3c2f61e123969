#include "use_cases/assets/importing/contents/chat.hpp"

#include <fmt/format.h>

#include <array>
#include <istream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kili/errors.hpp"
#include "support/json_text.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"
#include "use_cases/assets/importing/contents/json_elements.hpp"
#include "use_cases/assets/importing/contents/planned_uploads.hpp"
#include "use_cases/assets/importing/local_content.hpp"

namespace kili::use_cases {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::array<const char*, 5> message_keys{"chat_id", "content", "id", "model", "role"};
constexpr std::string_view separator = "___";

/// Writes a chat as its messages are read: the text of spaced_ascii_json() of the whole.
class ChatWriter {
 public:
  ChatWriter(std::string_view asset, const support::MessageLog* log)
      : asset_(asset), log_(log), text_(std::string(asset)) {
    text_.append(R"({"prompts": [)");
  }

  void read(json message) {
    check_keys(message);
    if (message["id"].is_null()) {
      if (log_ != nullptr) {
        log_->warn(fmt::format("{}: message {} of the chat has no id", asset_, number_));
      }
    } else {
      ids_ += fmt::format("{}{}", std::exchange(before_id_, separator), text(message, "id"));
    }
    if (message["content"].is_null()) fail("its content is null");
    if (message["role"].is_null()) fail("its role is null");
    check_writable(message, "content");
    check_writable(message, "chat_id");
    chat_id_ = std::move(message["chat_id"]);
    std::string role = text(message, "role");
    if (role == "user" || role == "system") {
      finish_prompt();
      prompt_ = std::move(message["content"]);
    } else {
      completions_.push_back({{"content", std::move(message["content"])}, {"title", std::move(role)}});
      if (!message["model"].is_null()) models_.push_back(text(message, "model"));
    }
    ++number_;
  }

  [[nodiscard]] ConvertedChat result() {
    if (!prompt_) {
      throw ImportValidationError(fmt::format(
          "{}: the chat has no message of the role user or system; it needs at least one", asset_));
    }
    const std::size_t completions_of_last = completions_.size();
    finish_prompt();
    text_.append(R"(], "type": "markdown", "version": "0.1"})");
    return {.content = upload(), .metadata = metadata(completions_of_last)};
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
  void check_writable(const json& message, const char* key) const {
    try {
      support::check_writable_json(message[key]);
    } catch (const std::invalid_argument& error) {
      fail(fmt::format("its '{}' cannot be written as JSON: {}", key, error.what()));
    }
  }
  [[nodiscard]] std::string text(const json& message, const char* key) const {
    if (!message[key].is_string()) fail(fmt::format("'{}' is not a text", key));
    check_writable(message, key);
    return message[key].get<std::string>();
  }
  void finish_prompt() {
    if (!prompt_) return;
    ordered_json prompt;
    prompt["completions"] = std::exchange(completions_, ordered_json::array());
    prompt["prompt"] = *std::exchange(prompt_, std::nullopt);
    text_.append(std::exchange(before_prompt_, ", "));
    text_.append(support::spaced_ascii_json(prompt));
  }
  [[nodiscard]] PlannedUpload upload() {
    if (Spool spool = text_.finish()) {
      PlannedUpload upload = upload_of_spool(std::move(spool));
      upload.content_type = "application/json";
      return upload;
    }
    return upload_of_text(text_.take_text(), "application/json");
  }
  [[nodiscard]] ordered_json metadata(std::size_t completions_of_last) const {
    // The models of the last prompt's completions; of all when it has none.
    const bool some = completions_of_last > 0 && completions_of_last < models_.size();
    const auto first =
        some ? models_.end() - static_cast<std::ptrdiff_t>(completions_of_last) : models_.begin();
    return {{"chat_id", chat_id_},
            {"models", fmt::format("{}", fmt::join(first, models_.end(), separator))},
            {"chat_item_ids", ids_},
            {"text", fmt::format("Chat_id: {}\n\nChat_item_ids: {}",
                                 chat_id_.is_string() ? chat_id_.get<std::string>()
                                 : chat_id_.is_null() ? "None"
                                                      : chat_id_.dump(),
                                 ids_)}};
  }

  std::string_view asset_;
  std::string_view before_id_;
  std::string_view before_prompt_;
  json chat_id_;
  ordered_json completions_ = ordered_json::array();
  std::string ids_;
  const support::MessageLog* log_;
  std::vector<std::string> models_;
  std::size_t number_ = 0;
  std::optional<json> prompt_;
  TextSpool text_;
};

template <typename Value>
std::string merged(Value metadata, const ordered_json& additional) {
  if (!metadata.is_object()) metadata = Value::object();
  for (const auto& [name, value] : additional.items()) metadata[name] = value;
  return support::spaced_ascii_json(metadata);
}

void plan_converted(const ImportRow& row, const ConvertedChat& chat, PlannedAsset& asset) {
  asset.uploads.push_back(chat.content);
  const Json& metadata = row.asset.json_metadata;
  asset.json_metadata = metadata.ordered() != nullptr ? merged(*metadata.ordered(), chat.metadata)
                        : metadata.is_null()          ? merged(ordered_json(), chat.metadata)
                                                      : merged(metadata.get(), chat.metadata);
}

/// Messages given as JSON.
class ChatPlanner final : public ContentPlanner {
 public:
  explicit ChatPlanner(support::MessageLog log) : log_(std::move(log)) {}

  CheckedContent check(const ImportRow& row) override {
    CheckedContent checked;
    checked.chat = std::make_shared<const ConvertedChat>(convert(row, &log_));
    checked.processing = CheckedContent::Processing::chat;
    return checked;
  }
  void plan(const ImportRow& row, const CheckedContent& checked, PlannedAsset& asset) const override {
    asset.json_content = text_of(row.asset.json_content);
    plan_converted(row, checked.chat ? *checked.chat : convert(row, nullptr), asset);
  }

 private:
  static ConvertedChat convert(const ImportRow& row, const support::MessageLog* log) {
    return convert_chat(row.asset.content.json().get(), describe(row), log);
  }

  support::MessageLog log_;
};

/// An object given as JSON.
class JsonObjectPlanner final : public ContentPlanner {
 public:
  void plan(const ImportRow& row, const CheckedContent& /*checked*/, PlannedAsset& asset) const override {
    asset.json_content = text_of(row.asset.json_content);
    asset.uploads.push_back(
        upload_of_text(support::spaced_ascii_json(row.asset.content.json()), "application/json"));
  }
};

/// A JSON file: an object is uploaded as it is, an array is read as a chat.
class JsonFilePlanner final : public ContentPlanner {
 public:
  explicit JsonFilePlanner(support::MessageLog log) : log_(std::move(log)) {}

  std::vector<std::string> files_of(const ImportRow& row) const override { return LocalContent(row).files(); }
  CheckedContent check(const ImportRow& row) override {
    const LocalContent content(row);
    CheckedContent checked = content.check(InputType::llm_rlhf);
    if (content.is_unread()) return checked;
    const auto file = content.open();
    char first = '\0';
    *file >> first;  // skips blanks
    file->seekg(0);
    if (first == '[') {
      checked.chat = std::make_shared<const ConvertedChat>(convert(row, content, &log_));
      checked.processing = CheckedContent::Processing::chat;
      content.check_unchanged(checked);
    } else if (first != '{' || !json::accept(*file)) {
      throw ImportValidationError(fmt::format(
          "{}: {} does not hold a JSON object or a chat; give one of them", describe(row), content.shown()));
    }
    return checked;
  }
  void plan(const ImportRow& row, const CheckedContent& checked, PlannedAsset& asset) const override {
    const LocalContent content(row);
    asset.json_content = text_of(row.asset.json_content);
    if (checked.processing != CheckedContent::Processing::chat) {
      asset.uploads.push_back(content.upload(checked, "content"));
    } else if (checked.chat) {
      plan_converted(row, *checked.chat, asset);
    } else {
      plan_converted(row, convert(row, content, nullptr), asset);
      content.check_unchanged(checked);
    }
  }

 private:
  ConvertedChat convert(const ImportRow& row, const LocalContent& content,
                        const support::MessageLog* log) const {
    try {
      return convert_chat_text(content.text(text_), describe(row), log);
    } catch (const std::invalid_argument& error) {
      throw ImportValidationError(
          fmt::format("{}: {} is not JSON: {}", describe(row), content.shown(), error.what()));
    }
  }

  support::MessageLog log_;
  /// The text of one file. Kept for the next: to give back large blocks and take them again leaves holes in
  /// the memory.
  mutable std::string text_;
};

}  // namespace

ConvertedChat convert_chat(const json& chat, std::string_view asset, const support::MessageLog* log) {
  ChatWriter writer(asset, log);
  for (const json& message : chat) writer.read(message);
  return writer.result();
}

ConvertedChat convert_chat_text(std::string_view chat, std::string_view asset,
                                const support::MessageLog* log) {
  ChatWriter writer(asset, log);
  support::for_each_json_element(chat, [&writer](json message) { writer.read(std::move(message)); });
  return writer.result();
}

ContentKind kind_of_llm(const ImportRow& row) {
  const Content& content = row.asset.content;
  if (content.is_bytes()) return ContentKind::json_file;
  if (content.is_json()) {
    return content.json().get().is_array() ? ContentKind::chat : ContentKind::json_object;
  }
  if (support::is_url(content.text())) return ContentKind::url;
  if (file_exists(content.text())) return ContentKind::json_file;
  throw ImportValidationError(fmt::format(
      "{}: Invalid value in content for LLM project: {} is neither the path of an existing file nor an "
      "http(s) URL nor a JSON object",
      describe(row), support::shown_path(content.text())));
}

std::unique_ptr<ContentPlanner> make_chat_planner(support::MessageLog log) {
  return std::make_unique<ChatPlanner>(std::move(log));
}
std::unique_ptr<ContentPlanner> make_json_file_planner(support::MessageLog log) {
  return std::make_unique<JsonFilePlanner>(std::move(log));
}
std::unique_ptr<ContentPlanner> make_json_object_planner() { return std::make_unique<JsonObjectPlanner>(); }

}  // namespace kili::use_cases
