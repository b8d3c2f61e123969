#pragma once

/// @file
/// A label to create.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json_fwd.hpp>

#include "kili/assets/new_asset.hpp"
#include "kili/element_source.hpp"
#include "kili/export.hpp"
#include "kili/json.hpp"

namespace kili {
inline namespace v0_1 {

class ParsedLabel;

/// The answers of a label ("jsonResponse"): a JSON object as Json or as text, or the answers of a
/// ParsedLabel. Text is sent as it is.
class KILI_EXPORT LabelResponse {
 public:
  /// No answers: an empty object.
  LabelResponse() noexcept = default;
  LabelResponse(const char* text) : text_(text) {}  // NOLINT(google-explicit-constructor): a value is its
  LabelResponse(std::string text) : text_(std::move(text)) {}  // NOLINT(google-explicit-constructor): own
  LabelResponse(std::string_view text) : text_(text) {}  // NOLINT(google-explicit-constructor): argument
  LabelResponse(Json value);                             // NOLINT(google-explicit-constructor)
  template <detail::JsonValue Value>
  LabelResponse(const Value& value) : LabelResponse(Json(value)) {}  // NOLINT(google-explicit-constructor)
  LabelResponse(const ParsedLabel& label);                           // NOLINT(google-explicit-constructor)

  /// Whether it was given as text.
  [[nodiscard]] bool is_text() const noexcept { return !text_.empty(); }
  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  /// The value; null when is_text() or when none was given.
  [[nodiscard]] const Json& json() const noexcept { return json_; }

 private:
  Json json_;
  std::string text_;
};

/// One label to create. The asset is named by `asset_id`, or by `external_id` where the call names the
/// project.
struct NewLabel {
  std::string asset_id{};
  /// Id of the user who is the author. Absent: the owner of the API key.
  std::optional<std::string> author_id{};
  std::string external_id{};
  LabelResponse json_response{};
  /// Id of the label that a label of type REVIEW reviews.
  std::optional<std::string> reviewed_label_id{};
  /// How long it took to make the label, in seconds; 0 or more.
  std::optional<std::int64_t> seconds_to_label{};
};

namespace detail {

using NewLabelSource = ElementSource<NewLabel>;

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
