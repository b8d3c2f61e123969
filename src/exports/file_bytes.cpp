#include "exports/file_bytes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "kili/errors.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

constexpr std::uint64_t block_size = std::uint64_t{256} * 1024;

}  // namespace

FileBytes::FileBytes(const std::filesystem::path& path) : path_(path) {
  std::error_code error;
  file_ = support::File::open(path, {.access = support::FileAccess::read}, error);
  if (error) fail(error.message());
  size_ = file_.status(error).size;
  if (error) fail(error.message());
}

std::string_view FileBytes::next() {
  const std::uint64_t wanted = std::min(block_size, size_ - position_);
  if (wanted == 0) return {};
  block_.resize(static_cast<std::size_t>(wanted));
  std::error_code error;
  const std::size_t count = file_.read_at(position_, block_.data(), block_.size(), error);
  if (error) fail(error.message());
  if (count == 0) fail("it has become shorter");
  position_ += count;
  return std::string_view(block_).substr(0, count);
}

void FileBytes::fail(const std::string& why) const {
  throw FileWriteError(
      fmt::format("{} cannot be read for the export: {}", support::shown_path(path_.string()), why));
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
