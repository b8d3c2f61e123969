#include "use_cases/assets/media/media_record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

#include "api/checked_answer.hpp"
#include "kili/errors.hpp"
#include "support/file_extensions.hpp"
#include "support/json_lookup.hpp"
#include "support/json_text.hpp"
#include "support/text.hpp"

namespace kili::use_cases {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

std::optional<std::string> url_in(const json& record, const char* field) {
  const auto* const text = support::find_text(record, field);
  return text != nullptr && support::is_url(*text) ? std::optional(*text) : std::nullopt;
}

[[noreturn]] void throw_unusable_document(const char* field, std::string_view problem) {
  throw HttpError(fmt::format("the document that {} refers to {}", field, problem));
}

/// Reads the text of a document with the order of its keys. Nesting is limited as for all JSON.
ordered_json parse_document(const std::string& text, const char* field, support::JsonBudget& budget) {
  try {
    return support::parse_ordered_json(text, support::WideIntegers::doubles, &budget);
  } catch (const std::invalid_argument&) {
    throw_unusable_document(field, "is not usable JSON");
  }
}

std::optional<std::uint64_t> number_of(const std::string& key) {
  std::uint64_t number = 0;
  const char* const end = key.data() + key.size();
  const auto [stopped, error] = std::from_chars(key.data(), end, number);
  return error == std::errc{} && stopped == end ? std::optional(number) : std::nullopt;
}

/// The URLs of {"0": url, "1": url, ...} by number; when the keys are no numbers, as they stand.
std::vector<std::string> frames_of(const std::string& text, support::JsonBudget& budget) {
  constexpr const char* field = "jsonContent";
  const ordered_json document = parse_document(text, field, budget);
  if (!document.is_object()) throw_unusable_document(field, "is not a list of frames by number");
  std::vector<std::pair<std::uint64_t, std::string>> frames;
  bool numbered = true;
  for (const auto& [key, url] : document.items()) {
    const auto* const address = url.get_ptr<const std::string*>();
    if (address == nullptr) throw_unusable_document(field, "has a frame without an address");
    const auto number = number_of(key);
    numbered = numbered && number.has_value();
    frames.emplace_back(number.value_or(0), *address);
  }
  if (numbered) {
    std::stable_sort(frames.begin(), frames.end(),
                     [](const auto& left, const auto& right) { return left.first < right.first; });
  }
  std::vector<std::string> urls;
  urls.reserve(frames.size());
  for (auto& frame : frames) urls.push_back(std::move(frame.second));
  return urls;
}

/// Collects the files of one record.
class Reader {
 public:
  Reader(json& record, const api::StorageApi& storage, const support::CallContext& context)
      : record_(record), storage_(storage), context_(context) {}

  void inline_document(const char* field) {
    const auto url = url_in(record_, field);
    if (!url) return;
    storage_.read_document(*url, context_, [&](const std::string& text, support::JsonBudget& budget) {
      record_[field] = parse_document(text, field, budget);
    });
  }

  void want_file(const char* field) {
    auto url = url_in(record_, field);
    if (!url) return;
    WantedFile file;
    file.field = field;
    if (support::known_extension_of(api::text_member(record_, "externalId", "assets")).empty()) {
      file.known = storage_.describe_file(*url, context_);
      file.tail = support::extension_of_type(file.known->content_type);
    }
    file.url = *std::move(url);
    files_.push_back(std::move(file));
  }

  void want_frames(const std::string& url) {
    std::vector<std::string> frames;
    storage_.read_document(url, context_, [&](const std::string& text, support::JsonBudget& budget) {
      frames = frames_of(text, budget);
    });
    record_["jsonContent"] = json::array_t(frames.size());
    const auto digits = fmt::format_int(frames.size()).size();
    for (std::size_t i = 0; i < frames.size(); ++i) {
      WantedFile file;
      file.field = "jsonContent";
      file.index = i;
      file.tail = fmt::format("_{:0{}}.jpg", i + 1, digits);
      file.url = std::move(frames[i]);
      files_.push_back(std::move(file));
    }
  }

  [[nodiscard]] std::vector<WantedFile> take_files() { return std::move(files_); }

 private:
  json& record_;
  const api::StorageApi& storage_;
  const support::CallContext& context_;
  std::vector<WantedFile> files_;
};

}  // namespace

bool is_video(InputType input_type) noexcept {
  return input_type == InputType::video || input_type == InputType::video_legacy;
}

bool needs_json_content(InputType input_type) noexcept {
  return input_type == InputType::text || is_video(input_type);
}

std::vector<WantedFile> wanted_files(json& record, InputType input_type, const api::StorageApi& storage,
                                     const support::CallContext& context) {
  Reader reader(record, storage, context);
  const auto json_content = url_in(record, "jsonContent");
  if (json_content && input_type == InputType::geospatial) return {};
  if (json_content && is_video(input_type)) {
    reader.want_frames(*json_content);
    return reader.take_files();
  }
  if (input_type == InputType::text) reader.want_file("jsonContent");
  if (input_type == InputType::image) reader.inline_document("jsonContent");
  reader.want_file("content");
  return reader.take_files();
}

}  // namespace kili::use_cases
