#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/asset.hpp"
#include "kili/assets_arguments.hpp"
#include "support/call_context.hpp"
#include "support/id_set.hpp"
#include "support/progress_bar.hpp"
#include "support/task_scope.hpp"
#include "use_cases/services.hpp"

namespace kili::detail {

/// The state behind an AssetRange: which pages there are, which are under way, which asset is next. Pages are
/// read by jobs on the client's pool, at most `prefetch` ahead, and handed over in order. Used by one thread;
/// the jobs share only their own page with it.
class AssetStream {
 public:
  /// Sends nothing. `where` and `arguments` are checked already.
  AssetStream(use_cases::Services services, std::string project_id, nlohmann::json where,
              AssetsArguments arguments, support::CallContext context);

  /// Counts, starts reading and waits for the first asset.
  void start();
  /// Goes to the next asset; at_end() afterwards when there is none.
  void advance();
  [[nodiscard]] bool at_end() const noexcept { return !current_.has_value(); }
  [[nodiscard]] bool started() const noexcept { return started_; }
  [[nodiscard]] const Asset& current() const noexcept { return *current_; }
  [[nodiscard]] Asset take_current() { return std::move(*current_); }
  /// Number of assets to deliver, by the service's count.
  [[nodiscard]] std::size_t total();
  /// Shows a progress bar while the stream is consumed.
  void show_progress();

 private:
  struct Page {
    bool done = false;
    support::Outcome<nlohmann::json> records;
  };

  void look_up_project_and_count();
  void request_pages();
  void request_page();
  [[nodiscard]] bool more_pages_planned() const noexcept;
  [[nodiscard]] bool take_next_page();
  [[nodiscard]] nlohmann::json wait_for_front_page();
  [[nodiscard]] std::size_t page_limit(std::size_t skip) const noexcept;

  use_cases::Services services_;
  std::string project_id_;
  nlohmann::json where_;
  AssetsArguments arguments_;
  support::CallContext context_;

  bool asks_id_ = false;
  std::string selection_;
  std::size_t page_size_ = 0;
  std::optional<std::size_t> total_;
  bool started_ = false;
  std::size_t requested_ = 0;  ///< Assets that the pages requested so far may bring.
  std::size_t delivered_ = 0;
  std::size_t delivered_at_last_page_ = 0;
  bool last_page_was_full_ = true;
  nlohmann::json records_;  ///< Of the page that is consumed.
  std::size_t next_record_ = 0;
  support::IdSet seen_;
  std::optional<Asset> current_;
  std::unique_ptr<support::ProgressBar> progress_;

  std::mutex mutex_;  // guards the pages' content
  std::condition_variable_any page_done_;
  std::deque<std::shared_ptr<Page>> pages_;
  support::TaskScope jobs_;  // last: its destructor waits for the jobs, which use the rest
};

}  // namespace kili::detail
