#include "use_cases/assets/importing/live/asset_queue.hpp"

#include <utility>

#include "kili/errors.hpp"
#include "use_cases/assets/importing/check/row_checks.hpp"
#include "use_cases/assets/importing/read/content_bytes.hpp"

namespace kili::use_cases {

AssetQueue::AssetQueue(const AssetImportSettings& settings, std::shared_ptr<const support::Clock> clock,
                       support::Bell& bell)
    : settings_(settings), clock_(std::move(clock)), bell_(bell) {}

void AssetQueue::check_open() const {
  if (error_) std::rethrow_exception(error_);
  if (closed_) {
    throw ValidationError(
        "push: the import was closed, so the asset is not imported; open another one with open_import()");
  }
}

bool AssetQueue::has_room_for(std::uint64_t bytes) const noexcept {
  if (counts_.pending == 0) return true;
  return counts_.pending < settings_.max_pending_assets && pending_bytes_ < settings_.max_pending_bytes &&
         bytes <= settings_.max_pending_bytes - pending_bytes_;
}

PushResult AssetQueue::push(NewAsset asset, const std::stop_token& stop_token) {
  ImportRow row{.asset = std::move(asset), .index = 0};
  {
    const std::scoped_lock lock(mutex_);
    check_open();
    row.index = accepted_;  // of about
  }
  check_row(row);
  const std::uint64_t bytes = content_bytes(row.asset);
  const auto now = clock_->now();
  std::unique_lock lock(mutex_);
  check_open();
  if (!has_room_for(bytes)) {
    pressed_ = true;
    switch (settings_.when_full) {
      case WhenFull::refuse:
        ++counts_.pushed;
        ++counts_.refused;
        lock.unlock();
        bell_.ring();
        return PushResult::refused;
      case WhenFull::drop_oldest:
        while (!waiting_.empty() && !has_room_for(bytes)) drop_oldest();
        break;
      case WhenFull::wait:
        ++waiting_callers_;
        bell_.ring();
        changed_.wait(lock, stop_token, [&] { return error_ != nullptr || closed_ || has_room_for(bytes); });
        --waiting_callers_;
        check_open();
        if (stop_token.stop_requested())
          throw Cancelled("push was cancelled by the stop token of its import");
        break;
    }
  }
  waiting_.push_back({.asset = std::move(row.asset), .bytes = bytes, .since = now});
  waiting_bytes_ += bytes;
  pending_bytes_ += bytes;
  ++accepted_;
  ++counts_.pushed;
  ++counts_.pending;
  const bool is_first = waiting_.size() == 1;  // whose age is to be waited for
  const bool rings = is_first || !dropped_.empty() || is_due(now);
  lock.unlock();
  if (rings) bell_.ring();
  return PushResult::accepted;
}

void AssetQueue::drop_oldest() {
  dropped_.push_back(waiting_.front().asset.external_id.value_or(std::string()));
  pending_bytes_ -= waiting_.front().bytes;
  waiting_bytes_ -= waiting_.front().bytes;
  waiting_.pop_front();
  --counts_.pending;
  ++counts_.dropped;
}

void AssetQueue::flush(const std::stop_token& stop_token) {
  std::unique_lock lock(mutex_);
  const std::size_t below = accepted_;
  flushed_below_ = below;
  bell_.ring();
  changed_.wait(lock, stop_token, [&] { return error_ != nullptr || finished_below_ >= below; });
  if (error_) std::rethrow_exception(error_);
  if (finished_below_ < below) throw Cancelled("flush was cancelled by the stop token of its import");
}

void AssetQueue::close() {
  {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }
  bell_.ring();
}

AssetImportCounts AssetQueue::counts() const {
  const std::scoped_lock lock(mutex_);
  return counts_;
}

std::vector<std::string> AssetQueue::take_dropped() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(dropped_, {});
}

bool AssetQueue::is_due(support::Clock::TimePoint now) const {
  if (waiting_.empty()) return false;
  const std::size_t front = accepted_ - waiting_.size();
  return closed_ || pressed_ || waiting_callers_ > 0 || waiting_.size() >= settings_.batch_assets ||
         waiting_bytes_ >= settings_.batch_bytes || front < flushed_below_ ||
         now - waiting_.front().since >= settings_.flush_interval;
}

NewAsset AssetQueue::take_front() {
  Waiting& front = waiting_.front();
  bytes_on_their_way_.emplace(accepted_ - waiting_.size(), front.bytes);
  waiting_bytes_ -= front.bytes;
  NewAsset asset = std::move(front.asset);
  waiting_.pop_front();
  return asset;
}

bool AssetQueue::take_batch() {
  const auto now = clock_->now();
  const std::scoped_lock lock(mutex_);
  // What was dropped comes first in the report.
  if (!dropped_.empty() || !is_due(now)) return false;
  std::uint64_t bytes = 0;
  while (!waiting_.empty() && batch_.size() < settings_.batch_assets && bytes < settings_.batch_bytes) {
    bytes += waiting_.front().bytes;
    batch_.push_back(take_front());
  }
  pressed_ = false;
  return true;
}

bool AssetQueue::next(NewAsset& row) {
  if (batch_.empty()) return false;
  row = std::move(batch_.front());
  batch_.pop_front();
  return true;
}

bool AssetQueue::at_end() const {
  const std::scoped_lock lock(mutex_);
  return closed_ && waiting_.empty() && dropped_.empty();
}

std::optional<support::Clock::TimePoint> AssetQueue::due_at() const {
  const std::scoped_lock lock(mutex_);
  if (waiting_.empty()) return std::nullopt;
  return waiting_.front().since + settings_.flush_interval;
}

void AssetQueue::count_finished(std::size_t number, ImportOutcome outcome) {
  const std::scoped_lock lock(mutex_);
  const auto bytes = bytes_on_their_way_.find(number);
  if (bytes == bytes_on_their_way_.end()) return;  // dropped: counted already
  pending_bytes_ -= bytes->second;
  bytes_on_their_way_.erase(bytes);
  --counts_.pending;
  switch (outcome) {
    case ImportOutcome::accepted:
      ++counts_.accepted;
      break;
    case ImportOutcome::created:
      ++counts_.created;
      break;
    case ImportOutcome::skipped:
      ++counts_.skipped;
      break;
    case ImportOutcome::failed:
      ++counts_.failed;
      break;
    case ImportOutcome::not_sent:
      ++counts_.not_sent;
      break;
    case ImportOutcome::unknown:
      ++counts_.unknown;
      break;
  }
  changed_.notify_all();
}

void AssetQueue::note_finished_below(std::size_t number) {
  {
    const std::scoped_lock lock(mutex_);
    if (number == finished_below_) return;
    finished_below_ = number;
    changed_.notify_all();
  }
}

void AssetQueue::fail(const std::exception_ptr& error) {
  {
    const std::scoped_lock lock(mutex_);
    if (!error_) error_ = error;
    changed_.notify_all();
  }
}

std::vector<std::string> AssetQueue::take_rest() {
  const std::scoped_lock lock(mutex_);
  std::vector<std::string> names;
  names.reserve(waiting_.size());
  while (!waiting_.empty()) names.push_back(take_front().external_id.value_or(std::string()));
  return names;
}

}  // namespace kili::use_cases
