#pragma once

/// @file
/// Several observers of one client.

#include <memory>
#include <vector>

#include "kili/export.hpp"
#include "kili/observer.hpp"

namespace kili {
inline namespace v0_1 {

/// Tells several observers, in their order.
class KILI_EXPORT TeeObserver final : public Observer {
 public:
  /// @throws MissingArgumentError when one of them is null.
  explicit TeeObserver(std::vector<std::shared_ptr<Observer>> observers);
  ~TeeObserver() override;
  TeeObserver(const TeeObserver&) = delete;
  TeeObserver& operator=(const TeeObserver&) = delete;

  void attempt_started(const ObservedAttempt& attempt) noexcept override;
  void attempt_ended(const ObservedAttempt& attempt, const AttemptEnd& end) noexcept override;
  void waited(const ObservedWait& wait) noexcept override;

 private:
  std::vector<std::shared_ptr<Observer>> observers_;
};

}  // namespace v0_1
}  // namespace kili
