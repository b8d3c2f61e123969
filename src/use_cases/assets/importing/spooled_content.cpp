#include "use_cases/assets/importing/spooled_content.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <exception>
#include <string>
#include <vector>

#include "kili/errors.hpp"
#include "support/shown_text.hpp"
#include "types/held_content.hpp"

namespace kili::use_cases {
namespace {

constexpr std::size_t read_buffer_size = std::size_t{256} << 10U;

/// An asset for which there is no room fails alone: the others may be smaller, and uploads make room.
template <typename Write>
auto on_disk(std::string_view asset, const Write& write) {
  try {
    return write();
  } catch (const FileWriteError& error) {
    throw FileError(fmt::format("{}: {}", asset, error.what()));
  }
}

class ReaderOfRow {
 public:
  explicit ReaderOfRow(const ImportRow& row) : asset_(describe(row)), held_(*row.asset.content.held()) {}

  Spool read(const std::function<void()>& between) {
    if (held_.was_read.exchange(true)) {
      fail("was read before, and gives its bytes once; give a new one");
    }
    const auto file = on_disk(asset_, [] { return std::make_shared<support::TemporaryFile>(); });
    std::vector<std::byte> buffer(read_buffer_size);
    while (true) {
      between();
      const std::size_t count = next(buffer);
      if (count == 0) break;
      if (held_.size && count > *held_.size - file->size()) {
        fail(fmt::format("gives more than the {} bytes that it was said to give", *held_.size));
      }
      const std::string_view piece(
          reinterpret_cast<const char*>(  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
              buffer.data()),
          count);
      on_disk(asset_, [&] { file->write(piece); });
    }
    if (held_.size && file->size() != *held_.size) {
      fail(fmt::format("gave {} of the {} bytes that it was said to give", file->size(), *held_.size));
    }
    if (file->size() == 0) fail("gave no bytes; an asset needs content");
    on_disk(asset_, [&] { file->close(); });
    return file;
  }

 private:
  [[noreturn]] void fail(std::string_view why) const {
    throw ImportValidationError(fmt::format("{}: the reader of its content {}", asset_, why));
  }
  [[nodiscard]] std::size_t next(std::span<std::byte> buffer) const {
    std::size_t count = 0;
    try {
      count = held_.reader(buffer);
    } catch (const std::exception& error) {
      fail(fmt::format("failed: {}", support::shown_text(error.what())));
    } catch (...) {
      fail("failed: it threw what is no std::exception");
    }
    if (count > buffer.size()) {
      fail(fmt::format("says that it has written {} bytes into a buffer of {}", count, buffer.size()));
    }
    return count;
  }

  std::string asset_;
  const detail::HeldContent& held_;
};

}  // namespace

Spool spool_text(std::string_view text, std::string_view asset) {
  return on_disk(asset, [text] {
    const auto file = std::make_shared<support::TemporaryFile>();
    file->write(text);
    file->close();
    return Spool(file);
  });
}

Spool spool_reader(const ImportRow& row, const std::function<void()>& between) {
  return ReaderOfRow(row).read(between);
}

}  // namespace kili::use_cases
