#include "use_cases/assets/importing/check/byte_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "kili/errors.hpp"
#include "support/mime_types.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"
#include "types/held_content.hpp"

namespace kili::use_cases {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t longest_path = 4096;  // PATH_MAX of Linux

/// How a format begins.
struct Beginning {
  std::size_t at;
  std::string_view bytes;
  std::string_view name;
};
constexpr std::array beginnings = std::to_array<Beginning>({
    {0, "\xff\xd8\xff"sv, "a JPEG image"},
    {0, "\x89PNG\r\n\x1a\n"sv, "a PNG image"},
    {0, "GIF87a"sv, "a GIF image"},
    {0, "GIF89a"sv, "a GIF image"},
    {0, "II*\0"sv, "a TIFF image"},
    {0, "MM\0*"sv, "a TIFF image"},
    {0, "II+\0"sv, "a TIFF image"},
    {0, "MM\0+"sv, "a TIFF image"},
    {0, "\0\0\0\x0cjP  "sv, "a JPEG 2000 image"},
    {0, "\0\0\1\0"sv, "an icon"},
    {0, "BM"sv, "a BMP image"},
    {8, "WEBP"sv, "a WebP image"},
    {4, "ftypavif"sv, "an AVIF image"},
    {8, "WAVE"sv, "a WAV sound"},
    {8, "AVI "sv, "an AVI video"},
    {4, "ftyp"sv, "an MP4 video"},
    {0, "\x1a\x45\xdf\xa3"sv, "a Matroska video"},
    {0, "fLaC"sv, "a FLAC sound"},
    {0, "ID3"sv, "an MP3 sound"},
    {0, "%PDF-"sv, "a PDF document"},
    {0, "NITF"sv, "a NITF image"},
    {0, "PK\3\4"sv, "a ZIP archive"},
});

/// What a text is that is no text. Most formats begin with letters that a text or a path may begin with:
/// bytes that neither has must be there too.
std::string_view binary_format(std::string_view text) {
  for (const Beginning& each : beginnings) {
    if (text.size() < each.at || !text.substr(each.at).starts_with(each.bytes)) continue;
    if (text.find('\0') != std::string_view::npos || !support::is_valid_utf8(text)) return each.name;
  }
  return {};
}

[[noreturn]] void refuse(std::string_view format, std::string_view what, std::string_view remedy,
                         const ImportRow& row) {
  throw ImportValidationError(
      fmt::format("{}: {} looks like the bytes of {}, not a path; {}", describe(row), what, format, remedy));
}

constexpr std::string_view from_bytes = "use Content::from_bytes(...), or give the path of a file";
constexpr std::string_view from_file = "write them to a file and give its path";

}  // namespace

void check_held_content(const ImportRow& row) {
  if (!row.asset.content.is_bytes()) return;
  const detail::HeldContent& held = *row.asset.content.held();
  if (support::mime_type_of_format(held.format).empty()) {
    throw ValidationError(fmt::format(
        "{}: the format of its bytes is {}; give a media type such as image/jpeg, or a name with an "
        "extension such as frame.jpg",
        describe(row),
        held.format.empty() ? "empty" : fmt::format("not known: '{}'", support::shown_text(held.format))));
  }
  if ((!held.reader && held.bytes.empty()) || (held.reader && held.size == 0U)) {
    throw ImportValidationError(
        fmt::format("{}: its content has no bytes; an asset needs content", describe(row)));
  }
}

void check_resumable(const ImportRow& row) {
  if (!row.asset.content.is_bytes() || !row.asset.content.held()->reader || row.asset.external_id) return;
  throw ValidationError(
      fmt::format("{}: with a journal, content of a reader needs an external id, by which it is found again; "
                  "give external ids, or no journal",
                  describe(row)));
}

void check_is_no_binary(const ImportRow& row) {
  const auto check = [&](const nlohmann::json& value, std::string_view what) {
    if (!value.is_string()) return;
    const std::string_view format = binary_format(value.get_ref<const std::string&>());
    if (!format.empty()) refuse(format, what, from_file, row);
  };
  const std::string_view format = binary_format(row.asset.content.text());
  if (!format.empty()) refuse(format, "its content", from_bytes, row);
  const auto& frames = row.asset.json_content.get();
  if (frames.is_array()) {
    for (const auto& frame : frames) check(frame, "a frame in json_content");
  }
  const auto& layers = row.asset.multi_layer_content.get();
  if (!layers.is_array()) return;
  for (const auto& layer : layers) {
    if (layer.is_object() && layer.contains("path")) check(layer["path"], "the path of a layer");
  }
}

void check_may_be_path(std::string_view path, std::string_view what, const ImportRow& row) {
  const bool has_nul = path.find('\0') != std::string_view::npos;
  if (!has_nul && path.size() < longest_path) return;
  throw ImportValidationError(
      fmt::format("{}: {} looks like the bytes of its content, not a path: it has {} bytes{}; {}",
                  describe(row), what, path.size(), has_nul ? ", with a NUL, which no path has" : "",
                  what == "its content" ? from_bytes : from_file));
}

}  // namespace kili::use_cases
