#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "api/labels/label_mutations_api.hpp"
#include "kili/errors.hpp"
#include "support/call_context.hpp"
#include "support/id_set.hpp"
#include "use_cases/labels/writing/label_response_text.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// A label that is ready to be sent.
struct PlannedLabel : api::LabelToAppend {
  std::vector<FileJob> file_jobs;
  std::size_t index = 0;          ///< In the input.
  std::size_t request_bytes = 0;  ///< What it adds to the body of a request, about.
};

/// Ids of the labels that were on some assets before.
using LabelsBefore = std::shared_ptr<const support::IdSet>;

/// Labels that are created with one request.
struct LabelBatch {
  /// Of the assets of the labels; none where what was there before is removed.
  std::vector<LabelsBefore> before;
  std::size_t bytes = 0;
  /// Removes the labels of the same type and model first. Each asset then stands once in the batch.
  bool clears = false;
  std::vector<PlannedLabel> labels;
  bool overwrite = false;  ///< Is sent; means something where the batch clears.
};

/// What became of a batch.
struct LabelBatchOutcome {
  std::exception_ptr error;      ///< Null: all were created.
  std::vector<std::string> ids;  ///< By position; empty: not known.
  std::vector<MutationOutcome> outcomes;
};

/// Sends labels of a batch once. @return their ids in order.
using SendLabels = std::function<std::vector<std::string>(const api::LabelBatchKind& kind,
                                                          std::span<const api::LabelToAppend* const> labels,
                                                          const support::CallContext& context)>;

/// Sends a batch so that each of its labels is created exactly once: when an answer is lost, the labels that
/// are on its assets now are compared with those that were there before, and what is missing is sent again.
/// Where the batch clears it is repeated: twice has the same effect as once. Throws nothing.
[[nodiscard]] LabelBatchOutcome send_label_batch(const Resources& resources, const api::LabelBatchKind& kind,
                                                 LabelBatch& batch, const SendLabels& send,
                                                 const support::CallContext& context);

}  // namespace kili::use_cases
