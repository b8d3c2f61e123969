#include "support/mime_types.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "support/text.hpp"

namespace kili::support {
namespace {

using Entry = std::pair<std::string_view, std::string_view>;

constexpr std::array types_by_ending = std::to_array<Entry>({
    {"3gp", "video/3gpp"},
    {"3gpp", "video/3gpp"},
    {"apng", "image/apng"},
    {"avi", "video/x-msvideo"},
    {"avif", "image/avif"},
    {"bmp", "image/bmp"},
    {"csv", "text/csv"},
    {"flac", "audio/x-flac"},
    {"gif", "image/gif"},
    {"htm", "text/html"},
    {"html", "text/html"},
    {"ico", "image/vnd.microsoft.icon"},
    {"j2k", "image/jp2"},
    {"jfif", "image/jpeg"},
    {"jp2", "image/jp2"},
    {"jpe", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"jpg", "image/jpeg"},
    {"json", "application/json"},
    {"m4v", "video/x-m4v"},
    {"md", "text/markdown"},
    {"mkv", "video/x-matroska"},
    {"mov", "video/quicktime"},
    {"mp3", "audio/mpeg"},
    {"mp4", "video/mp4"},
    {"nitf", "application/vnd.nitf"},
    {"ntf", "application/vnd.nitf"},
    {"pdf", "application/pdf"},
    {"png", "image/png"},
    {"qt", "video/quicktime"},
    {"r0", "application/vnd.nitf"},
    {"svg", "image/svg+xml"},
    {"tif", "image/tiff"},
    {"tiff", "image/tiff"},
    {"txt", "text/plain"},
    {"wav", "audio/x-wav"},
    {"webm", "video/webm"},
    {"webp", "image/webp"},
    {"xml", "text/xml"},
});
static_assert(std::is_sorted(types_by_ending.begin(), types_by_ending.end()));

/// Names of types that programs use beside those of the service.
constexpr std::array other_spellings = std::to_array<Entry>({
    {"application/x-pdf", "application/pdf"},
    {"audio/flac", "audio/x-flac"},
    {"audio/mp3", "audio/mpeg"},
    {"image/jpg", "image/jpeg"},
    {"image/tif", "image/tiff"},
    {"image/x-icon", "image/vnd.microsoft.icon"},
    {"image/x-ms-bmp", "image/bmp"},
    {"video/avi", "video/x-msvideo"},
});

constexpr std::array image_types = std::to_array<std::string_view>(
    {"application/vnd.nitf", "image/jp2", "image/jpeg", "image/png", "image/bmp", "image/gif", "image/webp",
     "image/x-icon", "image/tiff", "image/vnd.microsoft.icon", "image/svg+xml", "image/avif", "image/apng"});
constexpr std::array geospatial_types =
    std::to_array<std::string_view>({"application/vnd.nitf", "image/jp2", "image/tiff"});
constexpr std::array video_types =
    std::to_array<std::string_view>({"video/mp4", "video/x-matroska", "video/3gpp", "video/x-msvideo",
                                     "video/x-m4v", "video/quicktime", "video/webm"});
constexpr std::array pdf_types = std::to_array<std::string_view>({"application/pdf"});
constexpr std::array text_types = std::to_array<std::string_view>({"text/plain"});
constexpr std::array audio_types =
    std::to_array<std::string_view>({"audio/x-flac", "audio/mpeg", "video/mp4", "audio/wav", "audio/x-wav"});
constexpr std::array image_extensions = std::to_array<std::string_view>(
    {".bmp", ".gif", ".ico", ".jp2", ".jpeg", ".jpg", ".nitf", ".ntf", ".png", ".tif", ".tiff", ".webp"});
constexpr std::array geospatial_extensions =
    std::to_array<std::string_view>({".jp2", ".nitf", ".ntf", ".r0", ".tif", ".tiff"});
constexpr std::array video_extensions =
    std::to_array<std::string_view>({".3gp", ".avi", ".m4v", ".mkv", ".mov", ".mp4", ".webm"});
constexpr std::array pdf_extensions = std::to_array<std::string_view>({".pdf"});
constexpr std::array text_extensions = std::to_array<std::string_view>({".csv", ".txt"});
constexpr std::array audio_extensions = std::to_array<std::string_view>({".flac", ".mp3", ".mp4", ".wav"});
constexpr std::array json_extensions = std::to_array<std::string_view>({".json"});
constexpr std::array json_types = std::to_array<std::string_view>({"application/json"});

}  // namespace

std::string_view mime_type_of(std::string_view file_name) noexcept {
  const auto slash = file_name.find_last_of('/');
  if (slash != std::string_view::npos) file_name.remove_prefix(slash + 1);
  const auto dot = file_name.find_last_of('.');
  if (dot == std::string_view::npos || dot == 0) return {};
  const std::string_view extension = file_name.substr(dot + 1);
  const auto found =
      std::find_if(types_by_ending.begin(), types_by_ending.end(),
                   [extension](const Entry& entry) { return equal_ignoring_case(entry.first, extension); });
  return found == types_by_ending.end() ? std::string_view{} : found->second;
}

std::string_view mime_type_of_format(std::string_view format) noexcept {
  const std::string_view type = trim(format.substr(0, format.find(';')));
  const auto is_type = [type](std::string_view known) { return equal_ignoring_case(known, type); };
  for (const auto& [spelling, known] : other_spellings) {
    if (is_type(spelling)) return known;
  }
  for (const auto& [ending, known] : types_by_ending) {
    if (is_type(known)) return known;
  }
  for (const std::string_view known : audio_types) {
    if (is_type(known)) return known;
  }
  return mime_type_of(format);
}

bool has_only_other_extensions(std::string_view mime_type,
                               std::span<const std::string_view> extensions) noexcept {
  bool is_known = false;
  for (const auto& [ending, type] : types_by_ending) {
    if (type != mime_type) continue;
    is_known = true;
    for (const std::string_view extension : extensions) {
      if (extension.substr(1) == ending) return false;
    }
  }
  return is_known;
}

std::span<const std::string_view> accepted_mime_types(InputType input_type) noexcept {
  switch (input_type) {
    case InputType::image:
      return image_types;
    case InputType::geospatial:
      return geospatial_types;
    case InputType::video:
    case InputType::video_legacy:
      return video_types;
    case InputType::pdf:
      return pdf_types;
    case InputType::text:
      return text_types;
    case InputType::audio:
      return audio_types;
    case InputType::llm_rlhf:
      return json_types;
    default:
      return {};
  }
}

std::span<const std::string_view> accepted_extensions(InputType input_type) noexcept {
  switch (input_type) {
    case InputType::image:
      return image_extensions;
    case InputType::geospatial:
      return geospatial_extensions;
    case InputType::video:
      return video_extensions;
    case InputType::pdf:
      return pdf_extensions;
    case InputType::text:
      return text_extensions;
    case InputType::audio:
      return audio_extensions;
    case InputType::llm_rlhf:
      return json_extensions;
    default:
      return {};
  }
}

std::string_view extension_of(std::string_view path) noexcept {
  const auto slash = path.find_last_of('/');
  if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  const auto dot = path.find_last_of('.');
  if (dot == std::string_view::npos || path.find_first_not_of('.') > dot || dot + 1 == path.size()) return {};
  return path.substr(dot);
}

std::string_view path_of_url(std::string_view url) noexcept {
  constexpr std::string_view scheme_end = "://";
  url = url.substr(0, url.find_first_of("?#"));
  const auto host = url.find(scheme_end);
  if (host != std::string_view::npos) url.remove_prefix(host + scheme_end.size());
  const auto slash = url.find('/');
  return slash == std::string_view::npos ? std::string_view{} : url.substr(slash);
}

}  // namespace kili::support
