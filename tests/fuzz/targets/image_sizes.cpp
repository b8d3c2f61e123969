#include "support/image_size.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <string>

#include "fuzz/fuzz_properties.hpp"
#include "fuzz/fuzz_targets.hpp"

namespace kili::fuzz {
namespace {

/// A file in memory.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(::memfd_create("kili-fuzz", MFD_CLOEXEC)) {
    require(descriptor_ >= 0, "there is a file in memory");
  }

  void fill(std::string_view content) {
    require(::ftruncate(descriptor_, 0) == 0 && ::pwrite(descriptor_, content.data(), content.size(), 0) ==
                                                    static_cast<ssize_t>(content.size()),
            "the file in memory is written");
  }
  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

/// Kinds of files whose size stands in a place of its own, whatever follows.
bool has_header_of_its_own(std::string_view content) {
  return content.starts_with("\x89PNG\r\n\x1a\n") || content.starts_with("GIF87a") ||
         content.starts_with("GIF89a") || content.starts_with("BM") || content.starts_with("\xff\xd8") ||
         (content.starts_with("RIFF") && content.substr(8, 4) == "WEBP");
}

}  // namespace

void fuzz_image_sizes(std::string_view input) {
  static MemoryFile file;
  file.fill(input);
  const auto size = support::image_size_of(file.path());
  if (!size) return;
  constexpr double largest = 48e9;  // a length of CSS in inches
  for (const auto side : {size->width, size->height}) {
    require(side >= 1 && static_cast<double>(side) <= 2 * largest + 1e9, "an image has pixels");
  }
  if (!has_header_of_its_own(input)) return;
  file.fill(std::string(input) + std::string(64, '\xc0'));
  const auto longer = support::image_size_of(file.path());
  require(longer && longer->width == size->width && longer->height == size->height,
          "what follows the header of an image changes nothing");
}

}  // namespace kili::fuzz
