#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

#include "kili/assets/asset_import.hpp"
#include "support/bell.hpp"
#include "support/clock.hpp"
#include "support/condition.hpp"

namespace kili::use_cases {

/// The assets of an open import from push() until the import takes them, and how many there are of each
/// outcome. Assets have numbers in the order in which they were accepted, which are their indexes in the
/// report. Thread-safe; rows are taken by one thread, the import's, which outlives no call of the others.
class AssetQueue final : public detail::NewAssetSource {
 public:
  /// @param bell is rung when the import has something to do; outlives the queue.
  AssetQueue(const AssetImportSettings& settings, std::shared_ptr<const support::Clock> clock,
             support::Bell& bell);

  // What callers of the import do.

  /// @throws ValidationError, and what ended the import.
  PushResult push(NewAsset asset, const std::stop_token& stop_token);
  /// Waits until everything that was pushed before is finished. @throws what ended the import, Cancelled.
  void flush(const std::stop_token& stop_token);
  /// Nothing can be pushed any more; what waits is due.
  void close();
  [[nodiscard]] AssetImportCounts counts() const;

  // What the import does.

  /// What precedes the next row was dropped: its external ids, where they were given. Each is returned once.
  [[nodiscard]] std::vector<std::string> take_dropped();
  /// Makes the batch that is due, if there is one, that of next().
  [[nodiscard]] bool take_batch();
  /// The next row of the batch. @return false at its end.
  bool next(NewAsset& row) override;
  /// Closed, and nothing is left.
  [[nodiscard]] bool at_end() const;
  /// When the next batch is due; nothing while no asset waits.
  [[nodiscard]] std::optional<support::Clock::TimePoint> due_at() const;
  /// Counts an asset that is finished, and makes room.
  void count_finished(std::size_t number, ImportOutcome outcome);
  /// Everything below the number is finished, and was told.
  void note_finished_below(std::size_t number);
  /// Says what ended the import; nobody waits for it any more.
  void fail(const std::exception_ptr& error);
  /// After fail(), next() and take_dropped(): the external ids of those whose turn did not come.
  [[nodiscard]] std::vector<std::string> take_rest();

 private:
  struct Waiting {
    NewAsset asset;
    std::uint64_t bytes = 0;
    support::Clock::TimePoint since;
  };

  void check_open() const;
  [[nodiscard]] bool has_room_for(std::uint64_t bytes) const noexcept;
  void drop_oldest();
  [[nodiscard]] bool is_due(support::Clock::TimePoint now) const;
  NewAsset take_front();

  const AssetImportSettings& settings_;
  std::shared_ptr<const support::Clock> clock_;
  support::Bell& bell_;

  std::deque<NewAsset> batch_;  ///< Of the import's thread.

  mutable std::mutex mutex_;  // of what follows
  std::size_t accepted_ = 0;
  std::unordered_map<std::size_t, std::uint64_t> bytes_on_their_way_;  ///< By number.
  support::Condition changed_;
  bool closed_ = false;
  AssetImportCounts counts_;
  std::vector<std::string> dropped_;
  std::exception_ptr error_;
  std::size_t finished_below_ = 0;
  std::size_t flushed_below_ = 0;  ///< Numbers that somebody waits for.
  std::uint64_t pending_bytes_ = 0;
  bool pressed_ = false;  ///< The memory is full: what waits is due.
  std::deque<Waiting> waiting_;
  std::uint64_t waiting_bytes_ = 0;
  std::size_t waiting_callers_ = 0;
};

}  // namespace kili::use_cases
