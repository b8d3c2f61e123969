#include "support/os/file_attributes.hpp"

#ifdef __linux__
#include <sys/xattr.h>
#endif

#include <array>

#include "support/os/errno_code.hpp"

namespace kili::support {

#ifdef __linux__

namespace {

/// The namespace of Linux that programs without special rights may use.
std::string full_name(const std::string& name) { return "user." + name; }

}  // namespace

std::optional<std::string> read_file_attribute(const std::filesystem::path& path, const std::string& name) {
  std::array<char, longest_file_attribute> value{};
  const auto size = ::lgetxattr(path.c_str(), full_name(name).c_str(), value.data(), value.size());
  if (size < 0) return std::nullopt;
  return std::string(value.data(), static_cast<std::size_t>(size));
}

std::error_code write_file_attribute(const std::filesystem::path& path, const std::string& name,
                                     std::string_view value) {
  if (::lsetxattr(path.c_str(), full_name(name).c_str(), value.data(), value.size(), 0) == 0) return {};
  return errno_code();
}

std::optional<std::string> read_file_attribute(const File& file, const std::string& name) {
  std::array<char, longest_file_attribute> value{};
  const auto size = ::fgetxattr(file.descriptor_, full_name(name).c_str(), value.data(), value.size());
  if (size < 0) return std::nullopt;
  return std::string(value.data(), static_cast<std::size_t>(size));
}

std::error_code write_file_attribute(const File& file, const std::string& name, std::string_view value) {
  if (::fsetxattr(file.descriptor_, full_name(name).c_str(), value.data(), value.size(), 0) == 0) return {};
  return errno_code();
}

#else

std::optional<std::string> read_file_attribute(const std::filesystem::path&, const std::string&) {
  return std::nullopt;
}

std::error_code write_file_attribute(const std::filesystem::path&, const std::string&, std::string_view) {
  return std::make_error_code(std::errc::not_supported);
}

std::optional<std::string> read_file_attribute(const File&, const std::string&) { return std::nullopt; }

std::error_code write_file_attribute(const File&, const std::string&, std::string_view) {
  return std::make_error_code(std::errc::not_supported);
}

#endif

}  // namespace kili::support
