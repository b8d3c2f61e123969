#pragma once

#include <cstddef>
#include <exception>
#include <string>
#include <unordered_map>
#include <vector>

#include "kili/labels/new_label.hpp"
#include "kili/labels/ontology.hpp"
#include "support/call_context.hpp"
#include "use_cases/labels/writing/label_batch.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// How the labels of a call are written.
struct LabelPlan {
  /// What file jobs there are, by index: the labels have been checked. Null: each is checked when it is read.
  const std::unordered_map<std::size_t, std::vector<FileJob>>* checked = nullptr;
  bool disable_tqdm = false;
  bool keeps_ids = true;
  api::LabelBatchKind kind;
  const Ontology* ontology = nullptr;  ///< Labels that are not checked yet have to fit it; may be null.
  std::size_t total = 0;               ///< 0: not known.

  /// Whether labels of the same type and model are removed first.
  [[nodiscard]] bool clears() const noexcept {
    return kind.overwrite &&
           (kind.label_type == LabelType::prediction || kind.label_type == LabelType::inference);
  }
};

/// A label that was read.
struct ReadLabel {
  std::string external_id;  ///< Of the asset, when it has to be looked up.
  PlannedLabel label;
  std::exception_ptr unfit;  ///< Why it cannot be sent; null: it can.
};

/// Some labels of the input, until it is known on which assets they are and what was there before.
struct LabelWindow {
  LabelsBefore before;       ///< Null: not wanted.
  std::exception_ptr error;  ///< The look-up failed.
  bool looked_up = false;
  std::vector<ReadLabel> labels;
};

/// Reads labels some at a time. Only look_up() may be called from another thread.
class LabelIntake {
 public:
  /// The references outlive the object.
  LabelIntake(const Resources& resources, const LabelPlan& plan, detail::NewLabelSource& source)
      : resources_(resources), plan_(plan), source_(source) {}

  [[nodiscard]] bool at_end() const noexcept { return at_end_; }
  /// Reads some labels, bounded in number, size and time.
  [[nodiscard]] LabelWindow read();
  /// What the input threw; null: nothing.
  [[nodiscard]] const std::exception_ptr& error() const noexcept { return error_; }

  /// Finds the assets by external id, and the labels that are on them. Throws nothing.
  void look_up(LabelWindow& window, const support::CallContext& context) const;

 private:
  void prepare(ReadLabel& read, NewLabel&& given);
  void find_assets(LabelWindow& window, const support::CallContext& context) const;
  void find_labels_before(LabelWindow& window, const support::CallContext& context) const;

  bool at_end_ = false;
  std::exception_ptr error_;
  std::size_t next_index_ = 0;
  const Resources& resources_;
  const LabelPlan& plan_;
  detail::NewLabelSource& source_;
};

}  // namespace kili::use_cases
