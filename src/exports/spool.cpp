#include "exports/spool.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "kili/errors.hpp"
#include "support/os/platform.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

constexpr std::size_t spool_block_size = std::size_t{64} * 1024;

[[noreturn]] void fail_to_spool(const std::filesystem::path& path, const std::error_code& error) {
  throw FileWriteError(fmt::format("the temporary file {} cannot be written: {}",
                                   support::shown_path(path.string()), error.message()));
}

}  // namespace

Spool::Spool(const std::filesystem::path& folder) {
  constexpr int attempts = 1000;
  std::error_code error;
  for (int i = 0; i < attempts && !file_.is_open(); ++i) {
    path_ = folder / fmt::format(".kili-{}-{}.spool", support::process_id(), i);
    file_ = support::File::open(
        path_, {.access = support::FileAccess::read_write, .creation = support::FileCreation::exclusive},
        error);
    if (error && error != std::errc::file_exists) break;
  }
  if (!file_.is_open()) fail_to_spool(path_, error);
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

void Spool::append(std::string_view text) {
  block_.append(text);
  size_ += text.size();
  if (block_.size() >= spool_block_size) write_block();
}

void Spool::write_block() {
  if (const auto error = file_.write_at(written_, block_)) fail_to_spool(path_, error);
  written_ += block_.size();
  block_.clear();
}

std::string_view Spool::next() {
  if (written_ < size_) write_block();
  const std::uint64_t wanted = std::min<std::uint64_t>(spool_block_size, size_ - read_);
  if (wanted == 0) return {};
  block_.resize(static_cast<std::size_t>(wanted));
  std::error_code error;
  const std::size_t count = file_.read_at(read_, block_.data(), block_.size(), error);
  if (error || count == 0) fail_to_spool(path_, error);
  read_ += count;
  return std::string_view(block_).substr(0, count);
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
