#include "use_cases/assets/media/file_stamp.hpp"

#ifdef __linux__
#include <sys/xattr.h>
#endif

#include <array>

namespace kili::use_cases {

#ifdef __linux__

namespace {
constexpr const char* attribute = "user.kili.origin";
}  // namespace

std::optional<std::string> read_stamp(const std::filesystem::path& file) {
  std::array<char, 128> value{};
  const auto size = lgetxattr(file.c_str(), attribute, value.data(), value.size());
  if (size < 0) return std::nullopt;
  return std::string(value.data(), static_cast<std::size_t>(size));
}

void write_stamp(const std::filesystem::path& file, const std::string& stamp) noexcept {
  static_cast<void>(lsetxattr(file.c_str(), attribute, stamp.data(), stamp.size(), 0));
}

#else

std::optional<std::string> read_stamp(const std::filesystem::path&) { return std::nullopt; }
void write_stamp(const std::filesystem::path&, const std::string&) noexcept {}

#endif

}  // namespace kili::use_cases
