#include "use_cases/assets/importing/import_content_llm.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "kili/errors.hpp"
#include "support/json_text.hpp"
#include "support/text.hpp"
#include "use_cases/assets/importing/chat_format.hpp"

namespace kili::use_cases {
namespace {

constexpr std::size_t shown_path = 200;

/// First character that is not blank.
char first_character(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  char character = '\0';
  file >> character;
  return character;
}

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

template <typename Value>
std::string merged(Value metadata, const nlohmann::ordered_json& additional) {
  if (!metadata.is_object()) metadata = Value::object();
  for (const auto& [name, value] : additional.items()) metadata[name] = value;
  return support::spaced_ascii_json(metadata);
}

}  // namespace

PlannedUpload llm_upload(std::string text) {
  PlannedUpload upload;
  upload.content_type = "application/json";
  upload.target = "content";
  upload.text = std::move(text);
  return upload;
}

void plan_chat(const ImportRow& row, const Json& chat, PlannedAsset& asset, const support::MessageLog& log) {
  const ConvertedChat converted = convert_chat(chat.get(), describe(row), log);
  asset.uploads.push_back(llm_upload(support::spaced_ascii_json(converted.content)));
  const Json& metadata = row.asset.json_metadata;
  asset.json_metadata = metadata.ordered() != nullptr ? merged(*metadata.ordered(), converted.metadata)
                        : metadata.is_null()          ? merged(nlohmann::ordered_json(), converted.metadata)
                                                      : merged(metadata.get(), converted.metadata);
}

void plan_llm_file(const ImportRow& row, PlannedAsset& asset, const support::MessageLog& log) {
  const std::string& path = row.asset.content.text();
  const FileStamp stamp = check_local_file(path, describe(row));
  const auto mime_type = check_mime_type(path, InputType::llm_rlhf, describe(row));
  const char first = first_character(path);
  if (first == '[') {
    Json chat;
    try {
      chat = Json(support::parse_json(content_of(path)));
    } catch (const std::exception& error) {
      throw ImportValidationError(fmt::format("{}: file {} is not JSON: {}", describe(row),
                                              support::excerpt(path, shown_path), error.what()));
    }
    plan_chat(row, chat, asset, log);
    check_unchanged(path, stamp, describe(row));
    return;
  }
  std::ifstream file(path, std::ios::binary);
  if (first != '{' || !nlohmann::json::accept(file)) {
    throw ImportValidationError(
        fmt::format("{}: file {} does not hold a JSON object or a chat; give one of them", describe(row),
                    support::excerpt(path, shown_path)));
  }
  PlannedUpload upload;
  upload.content_type = mime_type;
  upload.file = path;
  upload.stamp = stamp;
  upload.target = "content";
  asset.uploads.push_back(std::move(upload));
}

}  // namespace kili::use_cases
