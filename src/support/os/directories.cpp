#include "support/os/directories.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "support/os/errno_code.hpp"

namespace kili::support {

std::error_code flush_directory(const std::filesystem::path& directory) noexcept {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return errno_code();
  const std::error_code error = ::fsync(descriptor) == 0 ? std::error_code() : errno_code();
  ::close(descriptor);
  return error;
}

std::filesystem::path make_temporary_directory(std::string_view name, std::error_code& error) {
  const auto parent = std::filesystem::temp_directory_path(error);
  if (error) return {};
  std::string pattern = (parent / name).string() + "-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) {
    error = errno_code();
    return {};
  }
  return pattern;
}

std::optional<std::filesystem::path> home_directory() {
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0') return home;
  passwd entry{};
  passwd* found = nullptr;
  std::vector<char> buffer(std::size_t{16} * 1024);
  if (::getpwuid_r(::getuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr &&
      found->pw_dir != nullptr && *found->pw_dir != '\0') {
    return found->pw_dir;
  }
  return std::nullopt;
}

}  // namespace kili::support
