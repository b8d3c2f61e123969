#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace kili::test {

/// A folder that goes with the test; in memory where there is such a place, since journals write through.
class TestFolder {
 public:
  TestFolder() {
    std::string pattern = (parent() / "kili-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
    path_ = std::filesystem::canonical(pattern);
  }
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& root() const noexcept { return path_; }
  [[nodiscard]] std::string path() const { return path_.string(); }
  /// Path of a name in the folder.
  [[nodiscard]] std::string path(const std::string& name) const { return (path_ / name).string(); }
  /// Writes a file. @return its path.
  [[nodiscard]] std::string file(const std::string& name, const std::string& content = "x") const {
    std::ofstream(path_ / name, std::ios::binary) << content;
    return path(name);
  }
  /// Names of all files below, relative, in order.
  [[nodiscard]] std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path_)) {
      if (!entry.is_directory()) names.push_back(entry.path().lexically_relative(path_).string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

 private:
  [[nodiscard]] static std::filesystem::path parent() {
    const std::filesystem::path memory = "/dev/shm";
    std::error_code error;
    const auto space = std::filesystem::space(memory, error);
    const bool usable =
        !error && space.available >= least_memory && ::access(memory.c_str(), W_OK | X_OK) == 0;
    return usable ? memory : std::filesystem::temp_directory_path();
  }

  static constexpr std::uintmax_t least_memory = std::uintmax_t{1} << 30;

  std::filesystem::path path_;
};

[[nodiscard]] inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void write_file(const std::filesystem::path& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

/// The beginning of a PNG file of that size.
[[nodiscard]] inline std::string png(std::uint32_t width = 4, std::uint32_t height = 3) {
  std::string bytes = "\x89PNG\r\n\x1a\n";
  bytes += std::string("\0\0\0\x0dIHDR", 8);
  for (const std::uint32_t side : {width, height}) {
    for (unsigned shift = 32; shift > 0; shift -= 8) bytes += static_cast<char>(side >> (shift - 8) & 0xffU);
  }
  return bytes + std::string("\x08\x02\0\0\0", 5);
}

}  // namespace kili::test
