#include "engine/sized_mutation.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "engine/transfer_budget.hpp"
#include "kili/errors.hpp"
#include "support/transfer.hpp"

namespace kili::engine {
namespace {

/// The mutation that send_sized() sends.
class SizedMutation final : public RepairableMutation {
 public:
  /// The references outlive the object.
  SizedMutation(RepairableMutation& mutation, const Runtime& runtime, const ItemBytes& bytes_of)
      : mutation_(mutation), runtime_(runtime), bytes_of_(bytes_of) {}

  [[nodiscard]] ItemIndexes send(const ItemIndexes& items, const support::CallContext& context) override;
  [[nodiscard]] ItemIndexes not_yet_done(const ItemIndexes& items,
                                         const support::CallContext& context) override {
    return mutation_.not_yet_done(items, context);
  }
  [[nodiscard]] ItemIndexes not_done_after_failure(const ItemIndexes& items, bool refused,
                                                   const support::CallContext& context) override {
    return mutation_.not_done_after_failure(items, refused, context);
  }

  /// Those that were confirmed by the last send() before it failed.
  [[nodiscard]] const ItemIndexes& confirmed() const noexcept { return confirmed_; }

 private:
  [[nodiscard]] ItemIndexes next_request(const ItemIndexes& items, std::size_t begin, std::size_t most) const;

  RepairableMutation& mutation_;
  const Runtime& runtime_;
  const ItemBytes& bytes_of_;
  ItemIndexes confirmed_;
};

ItemIndexes SizedMutation::next_request(const ItemIndexes& items, std::size_t begin, std::size_t most) const {
  const std::size_t end =
      end_of_request(begin, begin + std::min(most, items.size() - begin), runtime_.sizes->mutations.bytes(),
                     [&](std::size_t position) { return bytes_of_(items[position]); });
  const auto first = items.begin();
  return {std::next(first, static_cast<std::ptrdiff_t>(begin)),
          std::next(first, static_cast<std::ptrdiff_t>(end))};
}

ItemIndexes SizedMutation::send(const ItemIndexes& items, const support::CallContext& context) {
  ItemIndexes unconfirmed;
  confirmed_.clear();
  std::size_t most = items.size();
  for (std::size_t begin = 0; begin < items.size();) {
    const ItemIndexes request = next_request(items, begin, most);
    std::size_t bytes = 0;
    for (const std::size_t item : request) bytes += bytes_of_(item);
    support::Transfer transfer;
    support::CallContext measured = context;
    measured.transfer = &transfer;
    try {
      const ItemIndexes left = mutation_.send(request, measured);
      runtime_.sizes->mutations.take_success(bytes, transfer.elapsed, runtime_.clock->now());
      unconfirmed.insert(unconfirmed.end(), left.begin(), left.end());
      std::copy_if(request.begin(), request.end(), std::back_inserter(confirmed_),
                   [&](std::size_t item) { return std::find(left.begin(), left.end(), item) == left.end(); });
      begin += request.size();
    } catch (const Error&) {
      if (!may_be_of_size(transfer, bytes)) throw;
      runtime_.sizes->mutations.take_failure(bytes, runtime_.clock->now());
      // Only a request that was surely not processed is sent again here.
      if (!says_too_large(transfer) || request.size() == 1) throw;
      most = request.size() / 2;
    }
  }
  return unconfirmed;
}

}  // namespace

std::size_t end_of_request(std::size_t begin, std::size_t end, std::size_t budget,
                           const ItemBytes& bytes_of) {
  std::size_t bytes = 0;
  for (std::size_t item = begin; item < end; ++item) {
    bytes += bytes_of(item);
    if (bytes > budget && item > begin) return item;
  }
  return end;
}

void send_sized(const Runtime& runtime, RepairableMutation& mutation, const ItemBytes& bytes_of,
                RepairPolicy policy, MutationProgress& progress, const support::CallContext& context) {
  if (!bytes_of || runtime.sizes->fixed_batch_size) {
    send_with_repair(runtime, mutation, policy, progress, context);
    return;
  }
  SizedMutation sized(mutation, runtime, bytes_of);
  try {
    send_with_repair(runtime, sized, policy, progress, context);
  } catch (...) {
    if (!progress.pending_unknown) {
      std::erase_if(progress.pending, [&](std::size_t item) {
        return std::find(sized.confirmed().begin(), sized.confirmed().end(), item) != sized.confirmed().end();
      });
    }
    throw;
  }
}

}  // namespace kili::engine
