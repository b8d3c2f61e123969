#include "exports/archive_sink.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <ctime>
#include <exception>
#include <utility>

#include "exports/file_bytes.hpp"
#include "kili/errors.hpp"
#include "support/os/utf8_locale.hpp"
#include "support/shown_text.hpp"
#include "support/whole_file.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

constexpr int permissions_of_entries = 0644;

enum class Compression {
  deflate,
  none
};

}  // namespace

struct ArchiveSink::Data {
  struct FreeArchive {
    void operator()(archive* opened) const noexcept { archive_write_free(opened); }
  };
  struct FreeEntry {
    void operator()(archive_entry* entry) const noexcept { archive_entry_free(entry); }
  };

  Data(const std::filesystem::path& archive_path, std::function<void()> check_call)
      : check(std::move(check_call)), file(archive_path), path(archive_path), made_at(std::time(nullptr)) {}

  std::function<void()> check;
  support::WholeFile file;
  std::filesystem::path path;
  std::time_t made_at;
  std::exception_ptr write_error;  // libarchive does not let exceptions through
  std::unique_ptr<archive, FreeArchive> zip{archive_write_new()};

  static la_ssize_t write(archive* /*zip*/, void* data, const void* bytes, std::size_t size) noexcept {
    auto& self = *static_cast<Data*>(data);
    try {
      self.file.write({static_cast<const char*>(bytes), size});
      return static_cast<la_ssize_t>(size);
    } catch (...) {
      self.write_error = std::current_exception();
      return -1;
    }
  }

  void succeed(int code) {
    if (write_error) std::rethrow_exception(std::exchange(write_error, nullptr));
    if (code == ARCHIVE_OK) return;  // a warning tells that a name was changed
    const char* const why = archive_error_string(zip.get());
    throw FileWriteError(fmt::format("the archive {} cannot be written: {}",
                                     support::shown_path(path.string()), why == nullptr ? "unknown" : why));
  }

  void open() {
    succeed(archive_write_set_format_zip(zip.get()));
    // Nothing is filled up behind the end of the archive.
    succeed(archive_write_set_bytes_in_last_block(zip.get(), 1));
    succeed(archive_write_open(zip.get(), this, nullptr, write, nullptr));
  }

  void add(const std::string& name, std::uint64_t size, Compression compression, const NextBytes& next) {
    const support::Utf8Locale names_are_utf8;
    const std::unique_ptr<archive_entry, FreeEntry> entry(archive_entry_new());
    archive_entry_set_pathname_utf8(entry.get(), name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), permissions_of_entries);
    archive_entry_set_mtime(entry.get(), made_at, 0);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
    succeed(compression == Compression::deflate ? archive_write_zip_set_compression_deflate(zip.get())
                                                : archive_write_zip_set_compression_store(zip.get()));
    succeed(archive_write_header(zip.get(), entry.get()));
    for (std::string_view bytes = next(); !bytes.empty(); bytes = next()) {
      check();
      const la_ssize_t count = archive_write_data(zip.get(), bytes.data(), bytes.size());
      if (count != static_cast<la_ssize_t>(bytes.size())) succeed(ARCHIVE_FATAL);
    }
    succeed(archive_write_finish_entry(zip.get()));
  }
};

ArchiveSink::ArchiveSink(const std::filesystem::path& path, std::function<void()> check)
    : data_(std::make_unique<Data>(path, std::move(check))) {
  data_->open();
}

ArchiveSink::~ArchiveSink() = default;

void ArchiveSink::add(const std::string& name, std::string_view content) {
  std::string_view rest = content;
  data_->add(name, content.size(), Compression::deflate, [&rest] { return std::exchange(rest, {}); });
}

void ArchiveSink::add_parts(const std::string& name, std::uint64_t size, const NextBytes& next) {
  data_->add(name, size, Compression::deflate, next);
}

void ArchiveSink::add_media(const std::string& name, const std::filesystem::path& file) {
  FileBytes bytes(file);
  data_->add(name, bytes.size(), Compression::none, [&bytes] { return bytes.next(); });
}

void ArchiveSink::commit() {
  data_->succeed(archive_write_close(data_->zip.get()));
  data_->file.commit();
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
