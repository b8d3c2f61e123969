#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "exports/file_sink.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Writes the file; it appears when it is complete. @throws FileWriteError
void write_file(const std::filesystem::path& path, std::string_view content);

/// Files below a folder, which is made when the first one is written. Each appears when it is complete.
class FolderSink final : public FileSink {
 public:
  /// @param note_name is told the name of each file. @param check called between blocks; what it throws ends
  /// the writing.
  explicit FolderSink(std::filesystem::path folder, std::function<void(const std::string&)> note_name = {},
                      std::function<void()> check = {})
      : check_(std::move(check)), folder_(std::move(folder)), note_name_(std::move(note_name)) {}
  void add(const std::string& name, std::string_view content) override;
  void add_parts(const std::string& name, std::uint64_t size, const NextBytes& next) override;
  /// Copies the file, unless it lies where it belongs.
  void add_media(const std::string& name, const std::filesystem::path& file) override;

 private:
  /// The path of a file, in a folder that is there.
  [[nodiscard]] std::filesystem::path place_of(const std::string& name) const;

  std::function<void()> check_;
  std::filesystem::path folder_;
  std::function<void(const std::string&)> note_name_;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
