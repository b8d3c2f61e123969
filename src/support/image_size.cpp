#include "support/image_size.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <istream>
#include <string>
#include <string_view>
#include <system_error>

namespace kili::support {
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
std::optional<ImageDimensions> size_of(std::uint64_t width, std::uint64_t height) noexcept {
  if (width == 0 || height == 0) return std::nullopt;
  return ImageDimensions{.width = width, .height = height};
}

std::optional<ImageDimensions> png_size(std::string_view head) {
  if (head.size() < 24 || head.substr(12, 4) != "IHDR") return std::nullopt;
  return size_of(big_endian(head, 16, 4), big_endian(head, 20, 4));
}

std::optional<ImageDimensions> gif_size(std::string_view head) {
  if (head.size() < 10) return std::nullopt;
  return size_of(little_endian(head, 6, 2), little_endian(head, 8, 2));
}

std::optional<ImageDimensions> bmp_size(std::string_view head) {
  if (head.size() < 26) return std::nullopt;
  constexpr std::uint64_t oldest_header = 12;  // BITMAPCOREHEADER
  if (little_endian(head, 14, 4) == oldest_header) {
    return size_of(little_endian(head, 18, 2), little_endian(head, 20, 2));
  }
  const auto height = static_cast<std::int32_t>(little_endian(head, 22, 4));  // negative: from top to bottom
  return size_of(little_endian(head, 18, 4), static_cast<std::uint64_t>(std::abs(std::int64_t{height})));
}

std::optional<ImageDimensions> webp_size(std::string_view head) {
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

std::optional<ImageDimensions> icon_size(std::string_view head) {
  constexpr std::size_t entry_size = 16;
  std::optional<ImageDimensions> largest;
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

std::optional<ImageDimensions> svg_size(std::string_view head) {
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

/// The marker segments up to the first that starts a frame; it holds the size. A file of nothing but tiny
/// segments or fill bytes is given up.
std::optional<ImageDimensions> jpeg_size(std::istream& file) {
  constexpr std::size_t most_bytes = 1U << 20U;  // what is skipped does not count
  std::size_t bytes_read = 0;
  const auto next = [&]() -> std::uint64_t {
    if (++bytes_read > most_bytes) file.setstate(std::ios::failbit);
    const int character = file.get();
    return character == std::istream::traits_type::eof() ? 0 : static_cast<std::uint64_t>(character);
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

/// The bytes of the file from there on, as many as it has.
std::string bytes_at(std::istream& file, std::uint64_t position, std::size_t count) {
  constexpr std::uint64_t last_position = std::uint64_t{1} << 62U;  // fits std::streamoff
  if (position > last_position) return {};
  std::string bytes(count, '\0');
  file.clear();
  file.seekg(static_cast<std::streamoff>(position));
  if (!file.good()) return {};
  file.read(bytes.data(), static_cast<std::streamsize>(count));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

/// What stands in the first directory of a TIFF or BigTIFF file.
class TiffDirectory {
 public:
  TiffDirectory(std::istream& file, std::string_view head)
      : is_big_endian_(head[0] == 'M'), is_big_tiff_(number(head, 2, 2) == 43) {
    const std::size_t place_size = is_big_tiff_ ? 8 : 4;
    const std::size_t place_at = is_big_tiff_ ? 8 : 4;
    if (head.size() < place_at + place_size) return;
    const std::size_t count_size = is_big_tiff_ ? 8 : 2;
    constexpr std::uint64_t most_entries = 1024;  // in the order of their tags, those of the size early
    const std::uint64_t place = number(head, place_at, place_size);
    entries_ = bytes_at(file, place, count_size + static_cast<std::size_t>(most_entries) * entry_size());
    if (entries_.size() < count_size) return;
    count_ = static_cast<std::size_t>(std::min(number(entries_, 0, count_size), most_entries));
    entries_.erase(0, count_size);
    count_ = std::min(count_, entries_.size() / entry_size());
  }

  /// The whole number with this tag, or nothing.
  [[nodiscard]] std::optional<std::uint64_t> value(std::uint64_t tag) const {
    for (std::size_t entry = 0; entry < count_; ++entry) {
      const std::size_t at = entry * entry_size();
      if (number(entries_, at, 2) != tag) continue;
      const std::size_t count_size = is_big_tiff_ ? 8 : 4;
      if (number(entries_, at + 4, count_size) != 1) return std::nullopt;
      const std::size_t value_at = at + 4 + count_size;
      switch (number(entries_, at + 2, 2)) {
        case 3:
          return number(entries_, value_at, 2);
        case 4:
          return number(entries_, value_at, 4);
        case 16:  // of BigTIFF
          if (is_big_tiff_) return number(entries_, value_at, 8);
          return std::nullopt;
        default:
          return std::nullopt;
      }
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] std::size_t entry_size() const noexcept { return is_big_tiff_ ? 20 : 12; }
  [[nodiscard]] std::uint64_t number(std::string_view bytes, std::size_t position,
                                     std::size_t count) const noexcept {
    return is_big_endian_ ? big_endian(bytes, position, count) : little_endian(bytes, position, count);
  }

  bool is_big_endian_;
  bool is_big_tiff_;
  std::string entries_;
  std::size_t count_ = 0;
};

/// The size of the first image. Raw formats of cameras have a thumbnail there, which says so: no size.
std::optional<ImageDimensions> tiff_size(std::istream& file, std::string_view head) {
  constexpr std::uint64_t kind_tag = 254;
  constexpr std::uint64_t width_tag = 256;
  constexpr std::uint64_t height_tag = 257;
  constexpr std::uint64_t longest_side = 0xffffffffU;
  const TiffDirectory directory(file, head);
  const bool is_thumbnail = (directory.value(kind_tag).value_or(0) & 1U) != 0;
  const auto width = directory.value(width_tag);
  const auto height = directory.value(height_tag);
  if (is_thumbnail || !width || !height || *width > longest_side || *height > longest_side)
    return std::nullopt;
  return size_of(*width, *height);
}

bool is_tiff(std::string_view head) noexcept {
  return head.starts_with("II*\0"sv) || head.starts_with("MM\0*"sv) || head.starts_with("II+\0"sv) ||
         head.starts_with("MM\0+"sv);
}

/// The largest of the "image spatial extents" in the header: beside the image itself it has those of its
/// tiles and of its thumbnail.
std::optional<ImageDimensions> avif_size(std::string_view head) {
  constexpr std::string_view extents = "ispe";
  std::optional<ImageDimensions> largest;
  for (auto at = head.find(extents); at != std::string_view::npos; at = head.find(extents, at + 1)) {
    const std::size_t width_at = at + extents.size() + 4;  // behind version and flags
    if (width_at + 8 > head.size()) break;
    const auto size = size_of(big_endian(head, width_at, 4), big_endian(head, width_at + 4, 4));
    if (size && (!largest || size->width * size->height > largest->width * largest->height)) largest = size;
  }
  return largest;
}

}  // namespace

std::optional<ImageDimensions> image_size_of(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return std::nullopt;  // reading a pipe may not end
  std::ifstream file(path, std::ios::binary);
  return image_size_of(file);
}

std::optional<ImageDimensions> image_size_of(std::istream& file) {
  std::string buffer(head_size, '\0');
  file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
  const std::string_view head(buffer.data(), static_cast<std::size_t>(file.gcount()));
  if (head.starts_with("\x89PNG\r\n\x1a\n")) return png_size(head);
  if (head.starts_with("\xff\xd8")) return jpeg_size(file);
  if (head.starts_with("GIF87a") || head.starts_with("GIF89a")) return gif_size(head);
  if (head.starts_with("BM")) return bmp_size(head);
  if (is_tiff(head)) return tiff_size(file, head);
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

}  // namespace kili::support
