#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "api/storage/storage_api.hpp"
#include "kili/assets/assets_arguments.hpp"
#include "support/call_context.hpp"
#include "support/condition.hpp"
#include "support/task_scope.hpp"
#include "use_cases/assets/media/media_directory.hpp"
#include "use_cases/assets/media/media_file.hpp"
#include "use_cases/assets/media/media_record.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `download_media` of a listing: takes records and gives them back in the same order with their media on
/// disk. Records are processed ahead of the caller, a bounded number at once, on the client's pool: one job
/// per record finds its files (media_record.hpp), then the files get their names in the order of the records,
/// then one job per file downloads it. No job waits for another. Used by one thread; the destructor stops all
/// jobs.
class MediaDownload {
 public:
  /// Checks the arguments of a listing; sends nothing. @throws MissingPropertyError when a field that is
  /// needed is missing, ValidationError when local_media_dir cannot be a folder.
  static void check_arguments(const AssetsArguments& arguments);

  /// The fields to request: `fields` and those that the download needs.
  /// @throws DownloadNotAllowedError when the media of the project are in the customer's own storage.
  [[nodiscard]] static std::vector<std::string> fields_to_ask(const api::Project& project,
                                                              std::vector<std::string> fields);

  struct Settings {
    std::filesystem::path directory;  ///< Empty: default_media_directory().
    InputType input_type = InputType::image;
    bool json_content_was_added = false;          ///< By fields_to_ask().
    std::optional<std::uint64_t> largest_file{};  ///< In bytes.
    std::string project_id;
  };
  /// Makes the folder. @throws FileWriteError, ValidationError.
  MediaDownload(Resources resources, Settings settings, support::CallContext context);

  /// Whether another record should be added before the next one is taken.
  [[nodiscard]] bool has_room() const noexcept { return items_.size() < most_items_; }
  [[nodiscard]] bool empty() const noexcept { return items_.empty(); }
  /// Starts the downloads of a record, which has at least the fields of fields_to_ask().
  void add(nlohmann::json record);
  /// Waits for the oldest record. @throws the error of its downloads, with its external id in the message.
  [[nodiscard]] nlohmann::json take();

 private:
  struct Item;
  struct Job {
    MediaFile file;
    std::shared_ptr<Item> item;
  };

  void look_through(const std::shared_ptr<Item>& item);
  void place_files(const std::shared_ptr<Item>& item);
  void name_files_in_order();
  void start_files();
  void fetch(const Job& job);
  [[nodiscard]] bool has_failed(const Item& item);
  void remove_added_json_content(nlohmann::json& record);

  Resources resources_;
  Settings settings_;
  support::CallContext context_;
  std::size_t most_items_;
  bool warned_ = false;
  std::deque<std::shared_ptr<Item>> items_;  ///< Not yet taken; used by the calling thread alone.

  std::mutex mutex_;  // guards all below, and the items that jobs work on
  support::Condition item_done_;
  MediaDirectory directory_;
  std::deque<std::shared_ptr<Item>> unnamed_;
  std::deque<Job> waiting_files_;
  std::size_t running_files_ = 0;
  support::TaskScope jobs_;  // last: its destructor waits for the jobs, which use the rest
};

}  // namespace kili::use_cases
