#pragma once

#include <cstddef>
#include <functional>

#include "engine/lost_answer_repair.hpp"
#include "engine/runtime.hpp"
#include "support/call_context.hpp"

namespace kili::engine {

/// How many bytes an item of a mutation adds to the body of its request, about.
using ItemBytes = std::function<std::size_t(std::size_t item)>;

/// Where a request ends that begins with the item `begin`: before the item that would pass the budget, at the
/// latest at `end`. An item that is larger than the budget goes alone.
[[nodiscard]] std::size_t end_of_request(std::size_t begin, std::size_t end, std::size_t budget,
                                         const ItemBytes& bytes_of);

/// A mutation whose requests have a size that link and service take: tells the budget what went well and what
/// failed, and sends a batch in several requests when it has become too large for the budget, or the service
/// says so (413).
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

}  // namespace kili::engine
