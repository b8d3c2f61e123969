#include "kili/observers/tee_observer.hpp"

#include <algorithm>
#include <utility>

#include "kili/errors.hpp"

namespace kili {
inline namespace v0_1 {

TeeObserver::TeeObserver(std::vector<std::shared_ptr<Observer>> observers)
    : observers_(std::move(observers)) {
  if (std::find(observers_.begin(), observers_.end(), nullptr) != observers_.end())
    throw MissingArgumentError("TeeObserver: an observer is null; leave it out");
}

TeeObserver::~TeeObserver() = default;

void TeeObserver::attempt_started(const ObservedAttempt& attempt) noexcept {
  for (const auto& observer : observers_) observer->attempt_started(attempt);
}

void TeeObserver::attempt_ended(const ObservedAttempt& attempt, const AttemptEnd& end) noexcept {
  for (const auto& observer : observers_) observer->attempt_ended(attempt, end);
}

void TeeObserver::waited(const ObservedWait& wait) noexcept {
  for (const auto& observer : observers_) observer->waited(wait);
}

}  // namespace v0_1
}  // namespace kili
