#pragma once

/// @file
/// An asset to import.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kili/callable.hpp"
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

/// Content that is neither text nor JSON.
struct HeldContent;

template <typename T>
concept JsonValue = std::same_as<T, nlohmann::json> || std::same_as<T, nlohmann::ordered_json>;

}  // namespace detail

/// Gives the next bytes of a content: fills the beginning of the buffer and returns how many bytes it has
/// written, 0 at the end. Called by one thread at a time, any one. What it throws makes its asset fail.
using ContentReader = detail::Callable<std::size_t(std::span<std::byte> buffer)>;

/// Content of an asset (specification: `append_many_to_dataset`, parameter `content_array`): the path of a
/// file, an http(s) URL, in TEXT projects the text itself, in LLM projects a JSON object or a chat as a JSON
/// array; or bytes that are no file, by from_bytes(), from_reader() and from_stream(). Cheap to copy, but for
/// texts.
///
/// Such bytes are uploaded as a file of the same bytes is. `format` tells what they are: a media type
/// ("image/jpeg"), or a file name with the extension of its type ("frame.jpg").
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

  /// Bytes that the content takes over.
  [[nodiscard]] static Content from_bytes(std::vector<std::byte> bytes, std::string format);
  /// Bytes that are copied now.
  [[nodiscard]] static Content from_bytes(std::span<const std::byte> bytes, std::string format);
  /// Bytes that are somebody else's: `owner` keeps them alive and unchanged as long as the content, and the
  /// import, may read them.
  /// @throws ValidationError there are bytes and no owner.
  [[nodiscard]] static Content from_bytes(std::span<const std::byte> bytes, std::shared_ptr<const void> owner,
                                          std::string format);
  /// Bytes that a callable gives, once, when it is the asset's turn. They are kept in a temporary file until
  /// the upload is done, so that it can be repeated.
  /// @param size number of bytes; another number makes the asset fail. Absent: until the end.
  [[nodiscard]] static Content from_reader(ContentReader reader, std::string format,
                                           std::optional<std::uint64_t> size = std::nullopt);
  /// Bytes of a stream from where it stands to its end, read as from_reader() reads them.
  [[nodiscard]] static Content from_stream(std::shared_ptr<std::istream> stream, std::string format);

  /// True for content of from_bytes(), from_reader() and from_stream().
  [[nodiscard]] bool is_bytes() const noexcept { return held_ != nullptr; }
  /// What the functions above were given; null unless is_bytes().
  [[nodiscard]] const std::shared_ptr<const detail::HeldContent>& held() const noexcept { return held_; }
  /// True for a JSON object or array. A JSON string counts as text.
  [[nodiscard]] bool is_json() const noexcept { return !json_.is_null(); }
  /// No text, and no JSON value or an empty one.
  [[nodiscard]] bool empty() const noexcept;
  /// Path, URL or text; empty when is_json().
  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  /// The JSON value; null unless is_json().
  [[nodiscard]] const Json& json() const noexcept { return json_; }

 private:
  explicit Content(std::shared_ptr<const detail::HeldContent> held) noexcept;

  std::shared_ptr<const detail::HeldContent> held_;
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
