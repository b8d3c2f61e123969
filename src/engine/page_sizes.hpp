#pragma once

#include <algorithm>
#include <cstddef>

#include "engine/transfer_budget.hpp"
#include "support/call_context.hpp"
#include "support/clock.hpp"
#include "support/transfer.hpp"

namespace kili::engine {

/// How many records the next page of a listing should ask for, and how many pages may be under way. Follows
/// the size of the records and the budget of answers, and what failed. Used under the lock of its listing.
class PageSizes {
 public:
  /// Of answers that are under way or wait to be consumed.
  static constexpr std::size_t most_bytes_ahead = 32'000'000;
  /// Half of that.
  static constexpr support::ExpectedAnswer large_answer{.bytes = most_bytes_ahead / 2,
                                                        .bytes_of_values = most_bytes_ahead / 2};

  /// @param budget null: pages are as large as given, and as many.
  /// @param largest records of a page. @param most_in_flight pages.
  PageSizes(TransferBudget* budget, std::size_t largest, std::size_t most_in_flight);

  [[nodiscard]] std::size_t records() const;
  [[nodiscard]] std::size_t in_flight() const noexcept { return in_flight_; }
  /// What a page of that many records is expected to have; 0 when no page was measured.
  [[nodiscard]] support::ExpectedAnswer expected(std::size_t records) const noexcept;
  /// What it counts for among `most_bytes_ahead`.
  [[nodiscard]] std::size_t weight_of(std::size_t records) const noexcept {
    return weight_of(expected(records));
  }
  /// Values may have twice as much as the texts that they are read from.
  [[nodiscard]] static std::size_t weight_of(const support::ExpectedAnswer& answer) noexcept {
    return std::max(answer.bytes, answer.bytes_of_values / 2);
  }

  /// A page of `asked` records came, with that many records.
  void take_answer(std::size_t asked, std::size_t records, const support::Transfer& transfer,
                   support::Clock::TimePoint now);
  /// A page failed that should have had that many records.
  /// @return how many records to ask for in its place; 0: asking for fewer does not help.
  [[nodiscard]] std::size_t take_failure(std::size_t records, const support::Transfer& transfer,
                                         support::Clock::TimePoint now);
  /// The service made no larger page than this of one that was asked for.
  void take_limit_of_service(std::size_t records) noexcept;

 private:
  [[nodiscard]] std::size_t fitting_records() const;
  [[nodiscard]] std::size_t bytes_of(std::size_t records) const noexcept { return expected(records).bytes; }
  void refuse(std::size_t records, support::Clock::TimePoint now);

  TransferBudget* budget_;
  std::size_t full_pages_ = 0;  ///< Since the limit of the service was seen.
  std::size_t largest_;
  std::size_t limit_of_service_;
  std::size_t smallest_;
  std::size_t most_in_flight_;
  std::size_t in_flight_;
  bool all_went_well_ = true;
  double record_bytes_ = 0;   ///< 0: not measured yet.
  double record_values_ = 0;  ///< Bytes in memory.
  std::size_t refused_ = 0;   ///< Records of a page that failed before any was measured.
};

}  // namespace kili::engine
