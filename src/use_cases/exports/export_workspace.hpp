#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <unordered_set>

#include "exports/archive_sink.hpp"
#include "exports/file_sink.hpp"
#include "exports/names_in_use.hpp"
#include "kili/exports/export_labels.hpp"
#include "support/os/file.hpp"
#include "support/process_bound.hpp"

namespace kili::use_cases {

/// Where an export grows: a folder beside its target, with ".kili-part" behind the name. Media that were
/// downloaded stay there when the export fails, so that the next one of the same name continues.
class ExportWorkspace {
 public:
  /// Makes the folder. @param media name of the folder of the media in the export.
  /// @param check called between the blocks that are written; what it throws ends the writing.
  /// @throws FileWriteError
  ExportWorkspace(const std::filesystem::path& target, ExportContainer container, std::string media,
                  std::function<void()> check);
  /// Removes all but the media when there was no commit().
  ~ExportWorkspace();
  ExportWorkspace(const ExportWorkspace&) = delete;
  ExportWorkspace& operator=(const ExportWorkspace&) = delete;

  /// For temporary files.
  [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_; }
  /// Where media are downloaded to.
  [[nodiscard]] std::filesystem::path media_folder() const { return folder_ / media_; }
  /// The same path as it stands in the export; the folder's own name where it is not in it.
  [[nodiscard]] std::string name_of(const std::filesystem::path& file) const;
  [[nodiscard]] labels::FileSink& sink() noexcept { return *sink_; }
  /// Names of records and of the files that their labels answer with, which are in one folder.
  [[nodiscard]] labels::NamesInUse& names_of_records() noexcept { return names_of_records_; }
  /// Puts a file that was downloaded below folder() into the export. @return its name there.
  std::string add_media(const std::filesystem::path& file);
  /// Removes a file that was downloaded and does not belong into the export.
  void drop_media(const std::filesystem::path& file) const;

  /// Gives the export its name. @throws FileWriteError
  void commit();

 private:
  void lock();
  void open_sink(ExportContainer container, std::function<void()> check);
  /// Removes the folder; media stay.
  void remove_folder() const noexcept;
  void remove_all_but_media() const noexcept;
  /// Media that an earlier export has left and this one does not have.
  void remove_stale_media() const;

  std::filesystem::path target_;
  std::filesystem::path folder_;
  std::string media_;
  labels::NamesInUse names_of_records_;
  support::ProcessMark process_;
  support::File lock_;  ///< Two exports of the same name exclude each other.
  bool has_old_media_ = false;
  std::unordered_set<std::string> new_names_;     ///< Files beside old media that are in the export.
  std::unique_ptr<labels::ArchiveSink> archive_;  ///< Null: a folder.
  std::unique_ptr<labels::FileSink> own_sink_;
  labels::FileSink* sink_ = nullptr;
  bool is_committed_ = false;
};

}  // namespace kili::use_cases
