#pragma once

#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "engine/jobs.hpp"
#include "support/call_context.hpp"
#include "support/call_progress.hpp"
#include "support/id_set.hpp"
#include "use_cases/labels/writing/label_batch.hpp"
#include "use_cases/labels/writing/label_intake.hpp"
#include "use_cases/labels/writing/label_report.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// Moves labels into the service: reads them some at a time (a window), looks their assets up, makes batches
/// and sends several of them side by side, those of the same assets one after the other. Windows and batches
/// overlap; the number of labels held at once is bounded. One thread runs the writer, requests run as jobs.
class LabelWriter {
 public:
  /// @param plan outlives the writer.
  LabelWriter(const Resources& resources, const LabelPlan& plan, detail::NewLabelSource& source,
              const support::CallContext& context);

  /// Writes all labels.
  /// @throws MutationError with what became of each label; what stopped it when nothing was created.
  void run();

  /// Ids of the labels in input order, when the plan keeps them.
  [[nodiscard]] std::vector<std::string> take_ids() { return report_.take_ids(); }
  [[nodiscard]] std::size_t count() const noexcept { return report_.size(); }

 private:
  using BatchPointer = std::shared_ptr<LabelBatch>;
  using WindowPointer = std::shared_ptr<LabelWindow>;

  void advance();
  void read_windows();
  void plan_windows();
  void plan_label(ReadLabel& read, const LabelsBefore& before);
  void add_to(BatchPointer& batch, PlannedLabel label, const LabelsBefore& before, bool clears);
  void flush(BatchPointer& batch);
  void flush_all();
  void start_batches();
  [[nodiscard]] bool may_start(const LabelBatch& batch) const;
  void start(const BatchPointer& batch);
  void take(const LabelBatch& batch, LabelBatchOutcome& outcome);
  void stop(const std::exception_ptr& error, std::size_t index);
  [[noreturn]] void throw_report();

  const Resources& resources_;
  const LabelPlan& plan_;
  support::CallContext context_;
  LabelIntake intake_;
  support::CallProgress progress_;
  LabelReport report_;

  std::size_t batches_done_ = 0;
  std::size_t batches_running_ = 0;
  std::unordered_multiset<std::string> busy_assets_;  ///< Of the batches that are under way.
  BatchPointer clearing_;                             ///< Is being filled; only where the plan clears.
  support::IdSet cleared_assets_;                     ///< Have a label in a batch that clears.
  std::exception_ptr first_error_;
  std::size_t first_error_index_ = 0;
  BatchPointer plain_;  ///< Is being filled.
  std::deque<BatchPointer> queue_;
  bool stopped_ = false;
  std::deque<WindowPointer> windows_;
  engine::Jobs jobs_;  // last: its destructor waits for the jobs, which use the rest
};

}  // namespace kili::use_cases
