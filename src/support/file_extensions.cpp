#include "support/file_extensions.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include "support/text.hpp"

namespace kili::support {
namespace {

using Entry = std::pair<std::string_view, std::string_view>;

// Where Python 3.11 (module mimetypes) knows an extension for a media type, it is the same here, so that a
// file has the same name whichever client stored it. The others are missing there.
constexpr std::array extensions_by_type = std::to_array<Entry>({
    {"application/gzip", ".gz"},
    {"application/javascript", ".js"},
    {"application/json", ".json"},
    {"application/octet-stream", ".bin"},
    {"application/pdf", ".pdf"},
    {"application/rtf", ".rtf"},
    {"application/vnd.nitf", ".nitf"},
    {"application/x-hdf5", ".h5"},
    {"application/x-tar", ".tar"},
    {"application/xml", ".xml"},
    {"application/zip", ".zip"},
    {"audio/3gpp", ".3gp"},
    {"audio/aac", ".aac"},
    {"audio/flac", ".flac"},
    {"audio/mp4", ".m4a"},
    {"audio/mpeg", ".mp3"},
    {"audio/ogg", ".oga"},
    {"audio/opus", ".opus"},
    {"audio/wav", ".wav"},
    {"audio/x-flac", ".flac"},
    {"audio/x-wav", ".wav"},
    {"image/apng", ".apng"},
    {"image/avif", ".avif"},
    {"image/bmp", ".bmp"},
    {"image/gif", ".gif"},
    {"image/heic", ".heic"},
    {"image/heif", ".heif"},
    {"image/jp2", ".jp2"},
    {"image/jpeg", ".jpg"},
    {"image/jpg", ".jpg"},
    {"image/png", ".png"},
    {"image/svg+xml", ".svg"},
    {"image/tiff", ".tiff"},
    {"image/vnd.microsoft.icon", ".ico"},
    {"image/webp", ".webp"},
    {"image/x-icon", ".ico"},
    {"image/x-portable-anymap", ".pnm"},
    {"image/x-portable-bitmap", ".pbm"},
    {"image/x-portable-graymap", ".pgm"},
    {"image/x-portable-pixmap", ".ppm"},
    {"text/css", ".css"},
    {"text/csv", ".csv"},
    {"text/html", ".html"},
    {"text/markdown", ".md"},
    {"text/plain", ".txt"},
    {"text/tab-separated-values", ".tsv"},
    {"text/vtt", ".vtt"},
    {"text/xml", ".xml"},
    {"video/3gpp", ".3gp"},
    {"video/mp4", ".mp4"},
    {"video/mpeg", ".mpeg"},
    {"video/ogg", ".ogv"},
    {"video/quicktime", ".mov"},
    {"video/webm", ".webm"},
    {"video/x-m4v", ".m4v"},
    {"video/x-matroska", ".mkv"},
    {"video/x-msvideo", ".avi"},
});
static_assert(std::is_sorted(extensions_by_type.begin(), extensions_by_type.end()));

constexpr std::array known_extensions = std::to_array<std::string_view>(
    {"3g2",   "3gp",  "3gpp", "3gpp2", "7z",      "a",    "aac",         "adts",   "ai",   "aif",  "aifc",
     "aiff",  "apng", "ass",  "au",    "avi",     "avif", "bat",         "bcpio",  "bin",  "bmp",  "c",
     "cdf",   "cpio", "csh",  "css",   "csv",     "dll",  "doc",         "docx",   "dot",  "dvi",  "eml",
     "eps",   "etx",  "exe",  "flac",  "gif",     "gtar", "gz",          "h",      "h5",   "hdf",  "heic",
     "heif",  "htm",  "html", "ico",   "ief",     "j2k",  "jfif",        "jp2",    "jpe",  "jpeg", "jpg",
     "jpg2",  "js",   "json", "ksh",   "latex",   "loas", "m1v",         "m3u",    "m3u8", "m4a",  "m4v",
     "man",   "md",   "me",   "mht",   "mhtml",   "mid",  "midi",        "mif",    "mjs",  "mkv",  "mov",
     "movie", "mp2",  "mp3",  "mp4",   "mpa",     "mpe",  "mpeg",        "mpg",    "ms",   "n3",   "nc",
     "nitf",  "nq",   "nt",   "ntf",   "nws",     "o",    "obj",         "oda",    "oga",  "ogg",  "ogv",
     "opus",  "p12",  "p7c",  "pbm",   "pdf",     "pfx",  "pgm",         "pl",     "png",  "pnm",  "pot",
     "ppa",   "ppm",  "pps",  "ppt",   "pptx",    "ps",   "pwz",         "py",     "pyc",  "pyo",  "qt",
     "r0",    "ra",   "ram",  "ras",   "rdf",     "rgb",  "roff",        "rtf",    "rtx",  "sgm",  "sgml",
     "sh",    "shar", "snd",  "so",    "src",     "srt",  "sv4cpio",     "sv4crc", "svg",  "swf",  "t",
     "tar",   "tcl",  "tex",  "texi",  "texinfo", "tif",  "tiff",        "tr",     "trig", "tsv",  "txt",
     "ustar", "vcf",  "vtt",  "wasm",  "wav",     "webm", "webmanifest", "webp",   "wiz",  "wsdl", "xbm",
     "xlb",   "xls",  "xlsx", "xml",   "xpdl",    "xpm",  "xsl",         "xwd",    "zip"});
static_assert(std::is_sorted(known_extensions.begin(), known_extensions.end()));

constexpr std::array extensions_of_images = std::to_array<std::string_view>(
    {"apng", "arw",  "avif",     "bmp", "cr2", "cr3",  "dcm",  "dib",  "dng",  "exr", "gif",
     "hdr",  "heic", "heif",     "hif", "ico", "j2c",  "j2k",  "jfi",  "jfif", "jif", "jp2",
     "jpe",  "jpeg", "jpeg2000", "jpf", "jpg", "jpg2", "jpm",  "jpx",  "jxl",  "mpo", "nef",
     "nitf", "nsf",  "ntf",      "orf", "pbm", "pfm",  "pgm",  "png",  "pnm",  "ppm", "psd",
     "raf",  "ras",  "rw2",      "svg", "tga", "tif",  "tiff", "webp", "xbm",  "xpm"});
static_assert(std::is_sorted(extensions_of_images.begin(), extensions_of_images.end()));

/// The extension at the end of the name, with its dot, when it is one of these.
template <std::size_t Count>
std::string_view extension_among(const std::array<std::string_view, Count>& extensions,
                                 std::string_view file_name) noexcept {
  const auto slash = file_name.rfind('/');
  if (slash != std::string_view::npos) file_name.remove_prefix(slash + 1);
  const auto dot = file_name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == file_name.size()) return {};
  const auto found = std::any_of(extensions.begin(), extensions.end(), [&](std::string_view extension) {
    return equal_ignoring_case(extension, file_name.substr(dot + 1));
  });
  return found ? file_name.substr(dot) : std::string_view{};
}

}  // namespace

std::string_view extension_of_type(std::string_view content_type) noexcept {
  content_type = trim(content_type.substr(0, content_type.find(';')));
  const auto found =
      std::find_if(extensions_by_type.begin(), extensions_by_type.end(),
                   [&](const Entry& entry) { return equal_ignoring_case(entry.first, content_type); });
  return found == extensions_by_type.end() ? std::string_view{} : found->second;
}

std::string_view known_extension_of(std::string_view file_name) noexcept {
  return extension_among(known_extensions, file_name);
}

std::string_view image_extension_of(std::string_view file_name) noexcept {
  return extension_among(extensions_of_images, file_name);
}

}  // namespace kili::support
