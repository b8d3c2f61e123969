#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "kili/errors.hpp"
#include "support/call_context.hpp"
#include "support/progress_bar.hpp"
#include "support/task_scope.hpp"
#include "use_cases/import_plan.hpp"
#include "use_cases/services.hpp"

namespace kili::use_cases {

/// What became of one planned asset.
struct PipelineOutcome {
  ImportOutcome outcome = ImportOutcome::not_sent;
  std::string reason;
};

/// Moves planned assets into the service: signed URLs, uploads and the append mutation, batch by batch. While
/// one batch is appended the next ones are uploaded; mutations are sent in input order, one at a time. A
/// bounded number of batches is open at once. One thread runs it, the jobs on the pool report back to it.
class ImportPipeline {
 public:
  ImportPipeline(const Services& services, std::string project_id, std::vector<PlannedAsset>& assets,
                 const support::CallContext& context, support::ProgressBar& progress);

  /// Returns when every asset was created, failed, or will not be sent any more. Does not throw what requests
  /// throw; see first_error().
  void run();

  /// By position in the assets that were given.
  [[nodiscard]] const std::vector<PipelineOutcome>& outcomes() const noexcept { return outcomes_; }
  /// What went wrong first, or null.
  [[nodiscard]] std::exception_ptr first_error() const noexcept { return first_error_; }

 private:
  struct Batch {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t uploads_left = 0;
    bool appending = false;
    bool finished = false;
  };
  using BatchPointer = std::shared_ptr<Batch>;

  void open_batches();
  void open(const BatchPointer& batch);
  void request_signed_urls(const BatchPointer& batch, std::size_t begin, std::size_t end);
  void upload(const BatchPointer& batch, std::size_t position, std::string signed_url);
  void append_ready_batch();
  [[nodiscard]] std::exception_ptr append_batch(const Batch& batch);
  void send_and_repair(std::vector<std::size_t>& pending, bool& unknown);
  void remove_existing(std::vector<std::size_t>& pending);

  void fail(std::size_t position, ImportOutcome outcome, const std::exception_ptr& error);
  void note_error(const std::exception_ptr& error);
  void stop_opening() noexcept { stopped_ = true; }

  /// Runs `job` on the pool and `then` on this pipeline's thread.
  void start(std::function<void()> job, std::function<void()> then, bool urgent);
  void run_next_event();

  const Services& services_;
  std::string project_id_;
  std::vector<PlannedAsset>& assets_;
  support::CallContext context_;
  support::ProgressBar& progress_;

  std::vector<PipelineOutcome> outcomes_;
  std::vector<std::string> stored_contents_;  ///< What the mutation names as content, by position.
  std::exception_ptr first_error_;
  std::size_t next_batch_begin_ = 0;
  std::deque<BatchPointer> open_batches_;
  std::size_t running_jobs_ = 0;
  bool stopped_ = false;

  std::mutex mutex_;
  std::condition_variable event_arrived_;
  std::deque<std::function<void()>> events_;
  support::TaskScope jobs_;  // last: its destructor waits for the jobs, which use the rest
};

}  // namespace kili::use_cases
