#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/assets/asset.hpp"
#include "kili/assets/asset_filters.hpp"
#include "kili/assets/assets_arguments.hpp"
#include "kili/labels/ontology.hpp"
#include "support/call_context.hpp"
#include "support/id_set.hpp"
#include "support/progress_bar.hpp"
#include "support/task_scope.hpp"
#include "use_cases/assets/listing/asset_record.hpp"
#include "use_cases/assets/media/media_download.hpp"
#include "use_cases/services.hpp"

namespace kili::detail {

/// The state behind an AssetRange: which pages there are, which are under way, which asset is next. Pages are
/// read by jobs on the client's pool, at most `prefetch` ahead, and so are the documents that their records
/// refer to; records are handed over in order, each as soon as it is whole, after their media are on disk
/// when that was asked for. Used by one thread; the jobs share only their own page with it.
class AssetStream {
 public:
  /// Sends nothing. `where` (of these filters) and `arguments` are checked already.
  AssetStream(use_cases::Services services, std::string project_id, AssetFilters filters,
              nlohmann::json where, AssetsArguments arguments, support::CallContext context);

  /// Counts, starts reading and waits for the first asset.
  void start();
  /// Throws again what ended the stream, if an error did: what was read before is not all there is.
  void check_did_not_fail() const;
  /// Goes to the next asset; at_end() afterwards when there is none.
  void advance();
  [[nodiscard]] bool at_end() const noexcept { return !current_.has_value(); }
  [[nodiscard]] bool started() const noexcept { return started_; }
  [[nodiscard]] const Asset& current() const noexcept { return *current_; }
  [[nodiscard]] Asset take_current() { return std::move(*current_); }
  /// Dotted names of the fields that are requested, in the order of the request. Precondition: started().
  [[nodiscard]] const std::vector<std::string>& fields() const noexcept { return fields_; }
  /// Number of assets to deliver, by the service's count.
  [[nodiscard]] std::size_t total();
  /// Shows a progress bar while the stream is consumed.
  void show_progress();
  /// Warns when a progress bar was asked for that a reader of single assets does not get.
  void warn_of_hidden_progress() const;

 private:
  /// A record and what is still being fetched for it.
  struct Record {
    std::exception_ptr error;
    std::size_t open_tasks = 0;
    nlohmann::json value;
  };
  struct Page {
    std::exception_ptr error;
    bool fetched = false;
    std::vector<Record> records;
  };
  using PagePointer = std::shared_ptr<Page>;

  void look_up_project_and_count();
  /// Asks for both; at the same time when the count does not depend on the project.
  [[nodiscard]] std::size_t count(api::Project& project);
  void choose_fields(const api::Project& project);
  /// Counts, and asks for the interface at the same time when labels are to be parsed.
  [[nodiscard]] std::size_t count_with_ontology(api::Project& project);
  /// The fields to request, so that media can be put on disk.
  [[nodiscard]] std::vector<std::string> prepare_media(const api::Project& project,
                                                       std::vector<std::string> fields);

  void request_pages();
  void request_page();
  void fetch(const PagePointer& page, std::size_t skip, std::size_t limit);
  void start_tasks(const PagePointer& page);
  [[nodiscard]] bool more_pages_planned() const noexcept;
  [[nodiscard]] std::size_t page_limit(std::size_t skip) const noexcept;

  [[nodiscard]] bool take_next_page();
  /// The next record of the current page once it is whole. @throws its error.
  [[nodiscard]] nlohmann::json& wait_for_next_record();
  [[nodiscard]] bool has_record_without_waiting();
  /// The next record that the service lists and did not list before.
  [[nodiscard]] std::optional<nlohmann::json> next_listed();
  /// The next record with its media on disk.
  [[nodiscard]] std::optional<nlohmann::json> next_localised();
  void go_on();
  /// Nothing behind an error is delivered.
  [[noreturn]] void stop_with(std::exception_ptr error);

  use_cases::Services services_;
  std::string project_id_;
  AssetFilters filters_;
  nlohmann::json where_;
  AssetsArguments arguments_;
  std::stop_token caller_;
  support::CallContext context_;

  std::optional<Ontology> ontology_;  ///< When labels are to be parsed.
  std::vector<std::string> fields_;
  bool asks_id_ = false;
  std::string selection_;
  std::size_t page_size_ = 0;
  std::optional<std::size_t> total_;
  bool started_ = false;
  std::size_t requested_ = 0;  ///< Assets that the pages requested so far may bring.
  std::size_t delivered_ = 0;  ///< By the listing; `media_` may hold the last of them.
  std::size_t delivered_at_last_page_ = 0;
  bool last_page_was_full_ = true;
  PagePointer page_;  ///< The one that is consumed.
  std::size_t next_record_ = 0;
  support::IdSet seen_;
  std::unique_ptr<use_cases::MediaDownload> media_;
  bool listing_ended_ = false;        ///< Nothing more goes to `media_`.
  std::exception_ptr listing_error_;  ///< Thrown after what `media_` holds.
  std::exception_ptr failure_;
  std::optional<Asset> current_;
  std::unique_ptr<support::ProgressBar> progress_;

  std::mutex mutex_;  // guards the state of pages and of their records
  std::condition_variable progressed_;
  std::deque<PagePointer> pages_;
  support::TaskScope jobs_;  // last: its destructor waits for the jobs, which use the rest
};

}  // namespace kili::detail
