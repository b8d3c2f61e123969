#pragma once

/// @file
/// An asset to import.

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json_fwd.hpp>

#include "kili/export.hpp"
#include "kili/json.hpp"

namespace kili {
inline namespace v0_1 {

namespace detail {

/// std::filesystem::path, without its header.
template <typename T>
concept PathLike = !std::convertible_to<T, std::string_view> && requires(const T& path) {
  { path.native() } -> std::same_as<const std::string&>;
};

template <typename T>
concept JsonValue = std::same_as<T, nlohmann::json> || std::same_as<T, nlohmann::ordered_json>;

}  // namespace detail

/// Content of an asset (specification: `append_many_to_dataset`, parameter `content_array`): the path of a
/// file, an http(s) URL, in TEXT projects the text itself, in LLM projects a JSON object or a chat as a JSON
/// array.
class KILI_EXPORT Content {
 public:
  /// No content.
  Content() noexcept = default;
  Content(const char* text) : text_(text) {}  // NOLINT(google-explicit-constructor): a value is its
  Content(std::string text) : text_(std::move(text)) {}  // NOLINT(google-explicit-constructor): own argument
  Content(std::string_view text) : text_(text) {}        // NOLINT(google-explicit-constructor)
  template <detail::PathLike Path>
  Content(const Path& path) : text_(path.native()) {}  // NOLINT(google-explicit-constructor)
  Content(Json value);                                 // NOLINT(google-explicit-constructor)
  template <detail::JsonValue Value>
  Content(const Value& value) : Content(Json(value)) {}  // NOLINT(google-explicit-constructor)

  /// True for a JSON object or array. A JSON string counts as text.
  [[nodiscard]] bool is_json() const noexcept { return !json_.is_null(); }
  /// No text, and no JSON value or an empty one.
  [[nodiscard]] bool empty() const noexcept;
  /// Path, URL or text; empty when is_json().
  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  /// The JSON value; null unless is_json().
  [[nodiscard]] const Json& json() const noexcept { return json_; }

 private:
  Json json_;
  std::string text_;
};

/// One asset to import (specification: `append_many_to_dataset`; each member is an element of the argument
/// `<member>_array` there).
struct NewAsset {
  Content content{};
  /// Name, unique in the project. Absent: a random name.
  std::optional<std::string> external_id{};
  bool is_honeypot = false;
  /// Frames of a video (an array of URLs or of paths), a rich text, or further layers of a satellite image.
  Json json_content{};
  /// An object.
  Json json_metadata{};
  /// Layers of a satellite image: an array of objects, each with the "path" of its file and optionally
  /// "name", "isBaseLayer", "epsg", "bounds", "minZoom", "maxZoom", "initEpsg", "tileLayerUrl" and
  /// "useClassicCoordinates".
  Json multi_layer_content{};
};

}  // namespace v0_1
}  // namespace kili
