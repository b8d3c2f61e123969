#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "exports/file_sink.hpp"
#include "exports/spool.hpp"
#include "kili/exports/export_labels.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Which set an asset belongs to. The hash is FNV-1a with a final mix, so that it is the same everywhere.
class TrainingSets {
 public:
  /// In the order of the indices that index_of() gives.
  static constexpr std::array<std::string_view, 3> names{"train", "val", "test"};

  /// Precondition: the shares are 0 or more, and one is more.
  explicit TrainingSets(TrainingSplit split);
  [[nodiscard]] std::size_t index_of(std::string_view external_id) const noexcept;

 private:
  double end_of_train_;
  double end_of_validation_;
  std::string seed_;
};

/// The files "train.txt", "val.txt" and "test.txt": a line for each of their elements.
class SetLists {
 public:
  /// @param spools folder for temporary files.
  SetLists(TrainingSets sets, const std::filesystem::path& spools);
  /// @param line on which line breaks become blanks.
  void add(std::string_view external_id, std::string_view line);
  /// @param prefix of the names of the files. @throws FileWriteError
  void write(const std::string& prefix, FileSink& sink);

 private:
  TrainingSets sets_;
  std::array<std::unique_ptr<Spool>, TrainingSets::names.size()> spools_;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
