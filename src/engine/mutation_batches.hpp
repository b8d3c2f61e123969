#pragma once

#include <cstddef>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "kili/errors.hpp"
#include "support/call_context.hpp"
#include "engine/lost_answer_repair.hpp"
#include "engine/chunks.hpp"
#include "use_cases/assets/changing/selected_assets.hpp"
#include "use_cases/services.hpp"

namespace kili::use_cases {

/// How the batches of a mutation are sent.
struct BatchOptions {
  bool in_order = false;  ///< One at a time.
  Repair repair = Repair::look_or_repeat;
  std::size_t size = api::Gateway::assets_per_mutation;
};

/// Sends a mutation of many assets in batches: the first alone, then several side by side. When a batch
/// fails, those under way are completed and no further one is begun.
class MutationBatches {
 public:
  MutationBatches(const Services& services, const SelectedAssets& assets, const support::CallContext& context)
      : services_(services),
        assets_(assets),
        context_(context),
        outcomes_(assets.size(), MutationOutcome::not_sent) {}

  /// @throws MutationError with what became of each asset; Cancelled and DeadlineExceeded when nothing was
  /// changed.
  void run(AssetMutation& mutation, const BatchOptions& options);
  /// Throws a MutationError: these assets, whose change was confirmed, are not as asked.
  [[noreturn]] void fail(const Positions& not_done, std::string_view reason);
  /// Throws a MutationError: everything was confirmed, but whether it is so could not be seen because of
  /// `cause`.
  [[noreturn]] void fail_unverified(const std::exception_ptr& cause);

 private:
  [[nodiscard]] bool run_batch(AssetMutation& mutation, Repair repair, const Chunk& chunk,
                               const support::CallContext& context);
  void note(const Chunk& chunk, const Positions& pending, bool unknown, const std::exception_ptr& error);
  [[noreturn]] void throw_report(const std::exception_ptr& error, const Positions& concerned);
  /// Why the batch that an asset is in failed.
  [[nodiscard]] std::string reason_of(std::size_t position) const;
  [[nodiscard]] std::size_t count(MutationOutcome outcome) const;
  [[nodiscard]] std::vector<MutatedAsset> report() const;

  const Services& services_;
  const SelectedAssets& assets_;
  const support::CallContext& context_;
  std::vector<MutationOutcome> outcomes_;  ///< By position in the assets.

  std::mutex mutex_;
  std::exception_ptr first_error_;
  Positions failed_;                            ///< Of the batch that failed first.
  std::map<std::size_t, std::string> reasons_;  ///< Why a batch failed, by the position that it begins at.
};

}  // namespace kili::use_cases
