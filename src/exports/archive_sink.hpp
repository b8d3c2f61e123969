#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "exports/file_sink.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Files in a ZIP archive, which appears under its name when it is complete; Zip64 where it is needed. Texts
/// are compressed, media are not. Names are UTF-8.
class ArchiveSink final : public FileSink {
 public:
  /// @param check called between blocks; what it throws ends the writing.
  /// @throws FileWriteError
  ArchiveSink(const std::filesystem::path& path, std::function<void()> check);
  /// Removes what was written when there was no commit().
  ~ArchiveSink() override;
  ArchiveSink(const ArchiveSink&) = delete;
  ArchiveSink& operator=(const ArchiveSink&) = delete;

  void add(const std::string& name, std::string_view content) override;
  void add_parts(const std::string& name, std::uint64_t size, const NextBytes& next) override;
  void add_media(const std::string& name, const std::filesystem::path& file) override;
  /// Writes the directory of the archive, and gives the archive its name.
  void commit();

 private:
  struct Data;
  std::unique_ptr<Data> data_;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
