#pragma once

#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "engine/jobs.hpp"
#include "support/call_context.hpp"
#include "support/call_progress.hpp"
#include "use_cases/assets/importing/append/batch_append.hpp"
#include "use_cases/assets/importing/import_errors.hpp"
#include "use_cases/assets/importing/live/live_input.hpp"
#include "use_cases/assets/importing/plan/import_planner.hpp"
#include "use_cases/assets/importing/read/import_intake.hpp"
#include "use_cases/assets/importing/settle/accepted_imports.hpp"
#include "use_cases/assets/importing/upload/batch_uploads.hpp"
#include "use_cases/assets/importing/upload/import_batch.hpp"
#include "use_cases/assets/importing/upload/upload_right.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// Moves the input into the service. Each row passes these stages, in folders of these names:
///
/// 1. read: ImportIntake reads the rows of an array or a range, some at a time (a window), and chooses ids;
/// 2. tell: CommonKind tells what kind of content the row has;
/// 3. check: check_row() and the ContentPlanner of the kind check it; rows that exist already are left out;
/// 4. plan: ImportPlanner makes a PlannedAsset of it, which joins the ImportBatch of its lane;
/// 5. upload: BatchUploads uploads what the batch needs;
/// 6. append: BatchAppend sends the mutation;
/// 7. settle: AcceptedImports follows what the service imports asynchronously.
///
/// Of arrays, all rows pass stages 2 and 3 before anything is created: see ImportOfAssets.
///
/// Windows and batches overlap; mutations are sent one at a time, in the order in which their batches were
/// filled. The number of assets and batches held at once is bounded. One thread runs the pipeline, requests
/// run as engine::Jobs.
///
/// An open import is the same with another source: a window is what AssetQueue says is due, its batches are
/// sent at once, and what is accepted is followed while the import goes on.
class ImportPipeline {
 public:
  struct Parts {
    ImportIntake& intake;
    ImportJournal* journal = nullptr;  ///< May be null.
    LiveInput* live = nullptr;         ///< Null: the input is there, or waited for when it is read.
    const OutagePatience& patience;
    support::CallProgress& progress;
    const std::string& project_id;
    ImportReport& report;
    UploadRight& right;
    bool wait_until_availability = true;
  };

  /// The references outlive the pipeline.
  ImportPipeline(const Resources& resources, Parts parts, const support::CallContext& context);

  /// Reads the first rows and asks which of their assets exist; nothing is changed yet.
  void begin();
  /// Returns when every asset was created, accepted, failed, or will not be sent any more. Does not throw
  /// what requests and the input throw; see first_error().
  void run(ImportPlanner& planner);

  /// What went wrong first, or null.
  [[nodiscard]] std::exception_ptr first_error() const noexcept { return errors_.first(); }
  /// What ended it before its input did, or null.
  [[nodiscard]] std::exception_ptr stopped_by() const noexcept { return errors_.stopped_by(); }

 private:
  using BatchPointer = std::shared_ptr<ImportBatch>;
  using WindowPointer = std::shared_ptr<ImportWindow>;
  // Each stage takes what is there and passes on what it can.
  void advance();
  void count_settled();
  /// Until there may be something to do. @return false when there will be nothing more.
  [[nodiscard]] bool wait();
  [[nodiscard]] bool wait_for_live_input();
  void check_live_import();
  void follow_accepted();
  void read_windows();
  void look_up(const WindowPointer& window);
  void plan_rows();
  void plan_row(NumberedRow& row);
  void add_to_batch(PlannedAsset asset);
  [[nodiscard]] BatchPointer new_batch(const ImportLane& lane) const;
  void open(const BatchPointer& batch);
  void append_ready_batch();
  void take_outcome(ImportBatch& batch, const std::vector<std::size_t>& positions, BatchOutcome outcome);

  const Resources& resources_;
  Parts parts_;
  support::CallContext context_;
  bool appending_stopped_ = false;
  ImportErrors errors_;
  std::vector<BatchPointer> filling_;  ///< One per lane.
  bool following_ = false;  ///< Of an open import: a job waits for the end of an asynchronous import.
  std::deque<BatchPointer> open_batches_;
  ImportPlanner* planner_ = nullptr;
  std::deque<WindowPointer> windows_;

  BatchAppend append_;
  AcceptedImports accepted_;
  BatchUploads uploads_;
  engine::Jobs jobs_;  // last: its destructor waits for the jobs, which use the rest
};

}  // namespace kili::use_cases
