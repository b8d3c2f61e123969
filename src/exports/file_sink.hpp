#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "exports/losses.hpp"
#include "exports/names_in_use.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Takes the files of an export: a folder or an archive. Names are paths below it, with slashes. All may
/// throw FileWriteError. Used by one thread.
class FileSink {
 public:
  /// The next bytes of a file; empty at its end.
  using NextBytes = std::function<std::string_view()>;

  FileSink() = default;
  FileSink(const FileSink&) = delete;
  FileSink& operator=(const FileSink&) = delete;
  virtual ~FileSink() = default;

  virtual void add(const std::string& name, std::string_view content) = 0;
  /// A file of which a part after the other is made.
  /// @param size in bytes; `next` gives exactly as many.
  virtual void add_parts(const std::string& name, std::uint64_t size, const NextBytes& next) = 0;
  /// Media that lie in a file, which stays.
  virtual void add_media(const std::string& name, const std::filesystem::path& file) = 0;
};

/// The files that a writer puts into a sink; none takes the place of another.
class WrittenFiles {
 public:
  /// @param sink outlives this.
  explicit WrittenFiles(FileSink& sink) : sink_(&sink) {}
  /// Writes the file of this owner, an image or asset, when its name is free, and otherwise notes the loss.
  /// @return whether it was written. @throws FileWriteError
  bool write(const std::string& name, std::string_view owner, std::string_view content,
             const LossNotes& notes);

 private:
  FileSink* sink_;
  NamesInUse names_;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
