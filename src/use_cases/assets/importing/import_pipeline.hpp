#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "support/call_context.hpp"
#include "support/progress_bar.hpp"
#include "support/task_scope.hpp"
#include "use_cases/assets/importing/batch_append.hpp"
#include "use_cases/assets/importing/plan/import_planner.hpp"
#include "use_cases/assets/importing/read/import_intake.hpp"
#include "use_cases/assets/importing/settle/accepted_imports.hpp"
#include "use_cases/assets/importing/upload/import_batch.hpp"
#include "use_cases/assets/importing/upload/import_uploads.hpp"
#include "use_cases/assets/importing/upload/upload_right.hpp"
#include "use_cases/services.hpp"

namespace kili::use_cases {

/// Moves the input into the service: reading, existence checks, signed URLs, uploads and mutations of several
/// batches overlap. Mutations are sent one at a time in the order in which their batches were filled; the
/// number of assets and batches held at once is bounded. One thread runs it, the jobs on the pool report back
/// to it.
class ImportPipeline {
 public:
  struct Parts {
    ImportIntake& intake;
    ImportJournal* journal = nullptr;  ///< May be null.
    support::ProgressBar& progress;
    const std::string& project_id;
    ImportReport& report;
    UploadRight& right;
    bool wait_until_availability = true;
  };

  /// The references outlive the pipeline.
  ImportPipeline(const Services& services, Parts parts, const support::CallContext& context);

  /// Reads the first rows and asks which of their assets exist; nothing is changed yet.
  void begin();
  /// Returns when every asset was created, accepted, failed, or will not be sent any more. Does not throw
  /// what requests and the input throw; see first_error().
  void run(ImportPlanner& planner);

  /// What went wrong first, or null.
  [[nodiscard]] std::exception_ptr first_error() const noexcept { return first_error_; }

 private:
  using BatchPointer = std::shared_ptr<ImportBatch>;
  using WindowPointer = std::shared_ptr<ImportWindow>;
  using Uploads = std::vector<ImportBatch::UploadPlace>;
  // Each stage takes what is there and passes on what it can.
  void advance();
  void read_windows();
  void look_up(const WindowPointer& window);
  void plan_rows();
  void plan_row(NumberedRow& row);
  void open(const BatchPointer& batch);
  void request_signed_urls(const BatchPointer& batch, const Uploads& uploads);
  void upload(const BatchPointer& batch, ImportBatch::UploadPlace place, std::string signed_url);
  void end_upload(const BatchPointer& batch);
  void append_ready_batch();
  void take_outcome(ImportBatch& batch, const std::vector<std::size_t>& positions, BatchOutcome outcome);

  void drop(ImportBatch& batch, ImportBatch::UploadPlace place, ImportOutcome outcome,
            const std::exception_ptr& error);
  void note_error(const std::exception_ptr& error);
  void stop_reading(const std::exception_ptr& error);

  /// Runs `job` on the pool and `then` on this pipeline's thread.
  void start(std::function<void()> job, std::function<void()> then, bool urgent);
  bool run_event(bool wait);

  const Services& services_;
  Parts parts_;
  support::CallContext context_;
  ImportUploads uploads_;
  BatchAppend append_;
  AcceptedImports accepted_;

  std::exception_ptr first_error_;
  bool appending_stopped_ = false;
  std::vector<BatchPointer> filling_;  ///< One per lane.
  std::deque<BatchPointer> open_batches_;
  ImportPlanner* planner_ = nullptr;
  bool reading_stopped_ = false;
  std::size_t running_jobs_ = 0;
  std::deque<WindowPointer> windows_;

  std::mutex mutex_;
  std::condition_variable event_arrived_;
  std::deque<std::function<void()>> events_;
  support::TaskScope jobs_;  // last: its destructor waits for the jobs, which use the rest
};

}  // namespace kili::use_cases
