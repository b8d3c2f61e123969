#include "use_cases/assets/importing/contents/image_size.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <string>
#include <string_view>

namespace kili::use_cases {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t head_size = 4096;  // holds every header but JPEG's

std::uint64_t byte_at(std::string_view bytes, std::size_t position) noexcept {
  return static_cast<unsigned char>(bytes[position]);
}

std::uint64_t big_endian(std::string_view bytes, std::size_t position, std::size_t count) noexcept {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = value << 8U | byte_at(bytes, position + i);
  return value;
}

std::uint64_t little_endian(std::string_view bytes, std::size_t position, std::size_t count) noexcept {
  std::uint64_t value = 0;
  for (std::size_t i = count; i > 0; --i) value = value << 8U | byte_at(bytes, position + i - 1);
  return value;
}

/// An image without pixels has no size.
std::optional<ImageSize> size_of(std::uint64_t width, std::uint64_t height) noexcept {
  if (width == 0 || height == 0) return std::nullopt;
  return ImageSize{.width = static_cast<double>(width), .height = static_cast<double>(height)};
}

std::optional<ImageSize> png_size(std::string_view head) {
  if (head.size() < 24 || head.substr(12, 4) != "IHDR") return std::nullopt;
  return size_of(big_endian(head, 16, 4), big_endian(head, 20, 4));
}

std::optional<ImageSize> gif_size(std::string_view head) {
  if (head.size() < 10) return std::nullopt;
  return size_of(little_endian(head, 6, 2), little_endian(head, 8, 2));
}

std::optional<ImageSize> bmp_size(std::string_view head) {
  if (head.size() < 26) return std::nullopt;
  constexpr std::uint64_t oldest_header = 12;  // BITMAPCOREHEADER
  if (little_endian(head, 14, 4) == oldest_header) {
    return size_of(little_endian(head, 18, 2), little_endian(head, 20, 2));
  }
  const auto height = static_cast<std::int32_t>(little_endian(head, 22, 4));  // negative: from top to bottom
  return size_of(little_endian(head, 18, 4), static_cast<std::uint64_t>(std::abs(std::int64_t{height})));
}

std::optional<ImageSize> webp_size(std::string_view head) {
  if (head.size() < 30) return std::nullopt;
  const std::string_view kind = head.substr(12, 4);
  if (kind == "VP8X") return size_of(little_endian(head, 24, 3) + 1, little_endian(head, 27, 3) + 1);
  if (kind == "VP8L") {
    const std::uint64_t bits = little_endian(head, 21, 4);
    return size_of((bits & 0x3fffU) + 1, (bits >> 14U & 0x3fffU) + 1);
  }
  if (kind == "VP8 " && head.substr(23, 3) == "\x9d\x01\x2a"sv) {
    return size_of(little_endian(head, 26, 2) & 0x3fffU, little_endian(head, 28, 2) & 0x3fffU);
  }
  return std::nullopt;
}

std::optional<ImageSize> icon_size(std::string_view head) {
  constexpr std::size_t entry_size = 16;
  std::optional<ImageSize> largest;
  const std::uint64_t count = little_endian(head, 4, 2);
  for (std::size_t entry = 0; entry < count && 6 + (entry + 1) * entry_size <= head.size(); ++entry) {
    const auto side = [&](std::size_t place) {
      const std::uint64_t value = byte_at(head, 6 + entry * entry_size + place);
      return value == 0 ? 256 : value;
    };
    const auto size = size_of(side(0), side(1));
    if (!largest || size->width * size->height > largest->width * largest->height) largest = size;
  }
  return largest;
}

/// A length of CSS in pixels: "120", "120px", "10cm".
std::optional<std::uint64_t> css_length(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || !(number > 0) || number > 1e9) return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  constexpr double pixels_per_inch = 96;
  double factor = 0;
  if (unit.empty() || unit == "px") factor = 1;
  if (unit == "in") factor = pixels_per_inch;
  if (unit == "cm") factor = pixels_per_inch / 2.54;
  if (unit == "mm") factor = pixels_per_inch / 25.4;
  if (unit == "pt") factor = pixels_per_inch / 72;
  if (unit == "pc") factor = pixels_per_inch / 6;
  if (factor == 0) return std::nullopt;
  return static_cast<std::uint64_t>(std::ceil(number * factor));
}

/// Value of an attribute of the tag that `tag` begins with.
std::optional<std::string_view> attribute(std::string_view tag, std::string_view name) {
  for (auto at = tag.find(name); at != std::string_view::npos; at = tag.find(name, at + 1)) {
    const char before = tag[at - 1];
    const std::size_t equals = at + name.size();
    if ((before != ' ' && before != '\t' && before != '\n' && before != '\r') || equals + 1 >= tag.size() ||
        tag[equals] != '=') {
      continue;
    }
    const char quote = tag[equals + 1];
    const auto end = tag.find(quote, equals + 2);
    if ((quote != '"' && quote != '\'') || end == std::string_view::npos) return std::nullopt;
    return tag.substr(equals + 2, end - equals - 2);
  }
  return std::nullopt;
}

std::optional<ImageSize> svg_size(std::string_view head) {
  const auto begin = head.find("<svg");
  if (begin == std::string_view::npos) return std::nullopt;
  const std::string_view tag = head.substr(begin, head.find('>', begin) - begin);
  const auto width = attribute(tag, "width");
  const auto height = attribute(tag, "height");
  const auto width_pixels = width ? css_length(*width) : std::nullopt;
  const auto height_pixels = height ? css_length(*height) : std::nullopt;
  if (!width_pixels || !height_pixels) return std::nullopt;
  return size_of(*width_pixels, *height_pixels);
}

/// The marker segments up to the first that starts a frame; it holds the size.
std::optional<ImageSize> jpeg_size(std::ifstream& file) {
  const auto next = [&file]() -> std::uint64_t {
    const int character = file.get();
    return character == std::ifstream::traits_type::eof() ? 0 : static_cast<std::uint64_t>(character);
  };
  file.clear();
  file.seekg(2);
  while (file.good()) {
    if (next() != 0xff) return std::nullopt;
    std::uint64_t marker = next();
    while (marker == 0xff) marker = next();  // fill bytes
    const bool alone = marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7);
    if (alone) continue;
    const std::uint64_t high = next();
    const std::uint64_t length = high << 8U | next();
    if (!file.good() || length < 2) return std::nullopt;
    const bool starts_frame =
        marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    if (starts_frame) {
      std::string frame(5, '\0');
      if (!file.read(frame.data(), 5)) return std::nullopt;
      return size_of(big_endian(frame, 3, 2), big_endian(frame, 1, 2));
    }
    if (marker == 0xda) return std::nullopt;  // the pixels begin here
    file.seekg(static_cast<std::streamoff>(length) - 2, std::ios::cur);
  }
  return std::nullopt;
}

/// The largest of the "image spatial extents" in the header: beside the image itself it has those of its
/// tiles and of its thumbnail.
std::optional<ImageSize> avif_size(std::string_view head) {
  constexpr std::string_view extents = "ispe";
  std::optional<ImageSize> largest;
  for (auto at = head.find(extents); at != std::string_view::npos; at = head.find(extents, at + 1)) {
    const std::size_t width_at = at + extents.size() + 4;  // behind version and flags
    if (width_at + 8 > head.size()) break;
    const auto size = size_of(big_endian(head, width_at, 4), big_endian(head, width_at + 4, 4));
    if (size && (!largest || size->width * size->height > largest->width * largest->height)) largest = size;
  }
  return largest;
}

}  // namespace

std::optional<ImageSize> read_image_size(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string buffer(head_size, '\0');
  file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
  const std::string_view head(buffer.data(), static_cast<std::size_t>(file.gcount()));
  if (head.starts_with("\x89PNG\r\n\x1a\n")) return png_size(head);
  if (head.starts_with("\xff\xd8")) return jpeg_size(file);
  if (head.starts_with("GIF87a") || head.starts_with("GIF89a")) return gif_size(head);
  if (head.starts_with("BM")) return bmp_size(head);
  if (head.starts_with("RIFF") && head.size() > 16 && head.substr(8, 4) == "WEBP") return webp_size(head);
  if (head.starts_with("\0\0\1\0"sv) && head.size() >= 6) return icon_size(head);
  if (head.size() > 12 && (head.substr(4, 8) == "ftypavif" || head.substr(4, 8) == "ftypavis")) {
    return avif_size(head);
  }
  if (head.starts_with("<?xml") || head.starts_with("<svg") || head.starts_with("\xef\xbb\xbf<")) {
    return svg_size(head);
  }
  return std::nullopt;
}

}  // namespace kili::use_cases
