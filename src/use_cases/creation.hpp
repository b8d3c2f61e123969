#pragma once

#include <chrono>
#include <utility>

#include "use_cases/single_mutation.hpp"

namespace kili::use_cases {

/// The creation of one object whose id the service chooses. Sent again it would make a second one, so after a
/// loss it is looked for until it would surely be seen.
class Creation final : public SingleMutation {
 public:
  /// @param send makes the object. @param is_there looks for it. @param patience how long a new object may
  /// stay unseen. @param resources outlive the object.
  Creation(const Resources& resources, Step send, Step is_there, std::chrono::milliseconds patience)
      : SingleMutation(std::move(send), std::move(is_there)), patience_(patience), resources_(resources) {}

  [[nodiscard]] engine::ItemIndexes not_done_after_failure(const engine::ItemIndexes& items, bool /*refused*/,
                                                           const support::CallContext& context) override {
    constexpr std::chrono::seconds pause(1);
    const auto& clock = *resources_.clock;
    const auto until = clock.now() + patience_;
    for (;;) {
      engine::ItemIndexes missing = not_yet_done(items, context);
      if (missing.empty() || clock.now() >= until) return missing;
      context.sleep_until(clock, clock.now() + pause);
    }
  }

 private:
  std::chrono::milliseconds patience_;
  const Resources& resources_;
};

}  // namespace kili::use_cases
