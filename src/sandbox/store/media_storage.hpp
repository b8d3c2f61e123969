#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sandbox/store/persistence_sqlite.hpp"
#include "support/os/file.hpp"

namespace kili::sandbox {

/// An upload that is being written: a temporary file, which is renamed when it is complete.
class MediaUpload {
 public:
  MediaUpload(std::filesystem::path temporary, std::filesystem::path target);
  /// Removes the temporary file unless finished.
  ~MediaUpload();
  MediaUpload(const MediaUpload&) = delete;
  MediaUpload& operator=(const MediaUpload&) = delete;

  /// Appends; blocks of zeros become holes. @throws std::system_error.
  void write(const char* data, std::size_t size);
  /// Renames the file. @return its size.
  std::int64_t finish();

 private:
  support::File file_;
  std::uint64_t size_ = 0;
  std::filesystem::path target_;
  std::filesystem::path temporary_;
};

/// The storage behind signed URLs: a folder with one file per file id, and the index of the files.
/// Thread-safe.
class MediaStorage {
 public:
  /// @param persistence null: the index lives in memory only. Must outlive the storage.
  MediaStorage(std::filesystem::path directory, Persistence* persistence);

  void restore(std::vector<StoredFile> files);
  /// Forgets and removes all files. An upload under way fails. The database is cleared by the store.
  void clear();

  /// Registers files at these paths and returns "<path>?signature=<hex>&id=<file id>" for each,
  /// percent-encoded.
  /// @throws std::invalid_argument on a path that leaves the storage.
  [[nodiscard]] std::vector<std::string> sign(const std::vector<std::string>& paths,
                                              const std::vector<std::string>& ids);
  /// The file of a signed URL; `id` may be empty. Nothing when the signature does not belong to the path.
  [[nodiscard]] std::optional<StoredFile> find_signed(std::string_view path, std::string_view signature,
                                                      std::string_view id) const;
  [[nodiscard]] std::optional<StoredFile> find(std::string_view id) const;

  /// Stores a file that everybody may read at this path, without a signature; one that is there is replaced.
  /// @throws std::invalid_argument on a path that leaves the storage.
  void add_open_file(std::string_view path, std::string_view content, std::string_view content_type);
  [[nodiscard]] std::optional<StoredFile> find_open(std::string_view path) const;
  [[nodiscard]] bool has_open_files() const;
  /// The file behind a URL of the storage of a sandbox at `endpoint`; nothing of any other URL.
  [[nodiscard]] std::optional<StoredFile> find_url(std::string_view url, std::string_view endpoint) const;
  /// "<path>?signature=<hex>" of an uploaded file that lies at the path, else the path; percent-encoded.
  [[nodiscard]] std::string url_path(std::string_view path, std::string_view id) const;

  [[nodiscard]] std::unique_ptr<MediaUpload> begin_upload(const StoredFile& file);
  /// Ends an upload. @return the file after it.
  StoredFile finish_upload(const StoredFile& file, MediaUpload& upload, std::string_view content_type);

  [[nodiscard]] std::filesystem::path file_path(const StoredFile& file) const;
  [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }

 private:
  std::filesystem::path directory_;
  std::unordered_map<std::string, StoredFile> files_;  ///< By id.
  std::unordered_map<std::string, std::string> id_of_open_path_;
  std::unordered_map<std::string, std::string> id_of_signature_;
  mutable std::mutex mutex_;
  Persistence* persistence_;
  std::uint64_t uploads_ = 0;
};

/// Where the storage keeps the file of a file job.
[[nodiscard]] std::string annotation_file_path(std::string_view project_id, std::string_view asset_id,
                                               std::string_view file_id);
/// What a path may not have in a URL becomes %XX.
[[nodiscard]] std::string percent_encode_path(std::string_view path);
/// Decodes %XX. Nothing when it is malformed.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text);
/// Value of a parameter of a query "a=1&b=2", decoded; empty when absent.
[[nodiscard]] std::string query_parameter(std::string_view query, std::string_view name);

}  // namespace kili::sandbox
