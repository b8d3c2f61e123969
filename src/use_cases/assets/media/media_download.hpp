#pragma once

#include <condition_variable>
#include <cstddef>
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
#include "support/task_scope.hpp"
#include "use_cases/assets/media/media_directory.hpp"
#include "use_cases/assets/media/media_file.hpp"
#include "use_cases/assets/media/media_record.hpp"
#include "use_cases/services.hpp"

namespace kili::use_cases {

/// `download_media` of a listing: records go in, come out in the same order with their media on disk. Behind
/// the record that is waited for others are worked on, a bounded number at once, on the client's pool: first
/// one job per record finds out which files it needs (media_record.hpp), then the files get their names in
/// the order of the records, then one job per file fetches it. No job waits for another. Used by one thread;
/// ends what is under way when destroyed.
class MediaDownload {
 public:
  /// What the arguments of a listing say about it. @throws MissingPropertyError when the given fields leave
  /// out one that it takes, ValidationError when local_media_dir cannot be a folder. Sends nothing.
  static void check_arguments(const AssetsArguments& arguments);

  /// For the records of a project: the fields to ask, `fields` itself and what is needed beside.
  /// @throws DownloadNotAllowedError when its media lie in the customer's own storage.
  [[nodiscard]] static std::vector<std::string> fields_to_ask(const api::Project& project,
                                                              std::vector<std::string> fields);

  struct Settings {
    std::filesystem::path directory;  ///< Or empty: the documented one.
    InputType input_type = InputType::image;
    bool json_content_was_added = false;  ///< By fields_to_ask().
    std::string project_id;
  };
  /// Makes the folder. @throws FileWriteError, ValidationError.
  MediaDownload(Services services, Settings settings, support::CallContext context);

  /// Whether another record should be added before the next one is taken.
  [[nodiscard]] bool has_room() const noexcept { return items_.size() < most_items_; }
  [[nodiscard]] bool empty() const noexcept { return items_.empty(); }
  /// Starts on a record, which has at least the fields of fields_to_ask().
  void add(nlohmann::json record);
  /// Waits for the oldest record. @throws what went wrong with it, named.
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

  Services services_;
  Settings settings_;
  support::CallContext context_;
  std::size_t most_items_;
  bool warned_ = false;
  std::deque<std::shared_ptr<Item>> items_;  ///< Of the using thread: not yet taken.

  std::mutex mutex_;  // guards all below, and the items that jobs work on
  std::condition_variable item_done_;
  MediaDirectory directory_;
  std::deque<std::shared_ptr<Item>> unnamed_;
  std::deque<Job> waiting_files_;
  std::size_t running_files_ = 0;
  support::TaskScope jobs_;  // last: its destructor waits for the jobs, which use the rest
};

}  // namespace kili::use_cases
