#include "engine/page_sizes.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

namespace kili::engine {
namespace {

// docs/service.md, "Sizes".
constexpr std::size_t smallest_page = 10;
/// Pages under way until the first has come.
constexpr std::size_t pages_at_first = 2;
constexpr std::size_t pages_side_by_side = 4;
/// A service may have made short pages for a while only.
constexpr std::size_t pages_before_larger_ones = 4;
/// A page that takes longer than it should although it is the smallest means that there are too many of them.
constexpr auto target_time = std::chrono::seconds(15);

}  // namespace

PageSizes::PageSizes(TransferBudget* budget, std::size_t largest, std::size_t most_in_flight)
    : budget_(budget),
      largest_(largest),
      limit_of_service_(largest),
      smallest_(std::min(largest, smallest_page)),
      most_in_flight_(most_in_flight),
      in_flight_(budget == nullptr ? most_in_flight : std::min(most_in_flight, pages_at_first)) {}

std::size_t PageSizes::records() const {
  return budget_ == nullptr ? largest_ : std::min(limit_of_service_, fitting_records());
}

std::size_t PageSizes::fitting_records() const {
  if (refused_ > 0) return std::clamp(refused_ / 2, smallest_, largest_);
  if (record_bytes_ <= 0) return largest_;
  // Several pages fit in what may be read ahead.
  const std::size_t share = most_bytes_ahead / std::min(most_in_flight_, pages_side_by_side);
  double fitting = static_cast<double>(std::min(budget_->bytes(), share)) / record_bytes_;
  if (record_values_ > 0) fitting = std::min(fitting, static_cast<double>(2 * share) / record_values_);
  if (fitting >= static_cast<double>(largest_)) return largest_;
  return std::max(smallest_, static_cast<std::size_t>(fitting));
}

support::ExpectedAnswer PageSizes::expected(std::size_t records) const noexcept {
  const auto times = static_cast<double>(records);
  return {.bytes = static_cast<std::size_t>(record_bytes_ * times),
          .bytes_of_values = static_cast<std::size_t>(record_values_ * times)};
}

void PageSizes::take_answer(std::size_t asked, std::size_t records, const support::Transfer& transfer,
                            support::Clock::TimePoint now) {
  if (records == 0) return;
  constexpr double weight_of_latest = 0.3;
  // Larger records count at once, smaller ones by and by.
  const auto follow = [records](double& known, std::size_t bytes) {
    const double latest = static_cast<double>(bytes) / static_cast<double>(records);
    known = std::max(latest, known + weight_of_latest * (latest - known));
  };
  follow(record_bytes_, transfer.bytes_received);
  follow(record_values_, transfer.bytes_of_values);
  if (budget_ == nullptr) return;
  if (records >= asked && ++full_pages_ >= pages_before_larger_ones) {
    full_pages_ = 0;
    limit_of_service_ = std::min(largest_, 2 * limit_of_service_);
  }
  budget_->take_success(transfer.bytes_received, transfer.elapsed, now);
  if (refused_ > 0) {
    budget_->take_failure(bytes_of(refused_), now);
    refused_ = 0;
  }
  if (transfer.elapsed > target_time && records <= smallest_) {
    all_went_well_ = false;
    in_flight_ = std::max<std::size_t>(1, in_flight_ / 2);
  } else if (transfer.elapsed < target_time / 2) {
    in_flight_ = std::min(most_in_flight_, all_went_well_ ? 2 * in_flight_ : in_flight_ + 1);
  }
}

std::size_t PageSizes::take_failure(std::size_t records, const support::Transfer& transfer,
                                    support::Clock::TimePoint now) {
  // What memory cannot hold is asked for in pieces of any size.
  const std::size_t smallest = transfer.end == support::Transfer::End::too_large ? 1 : smallest_;
  if (budget_ == nullptr || records <= smallest) return 0;
  const auto expected = record_bytes_ > 0 ? std::optional(bytes_of(records)) : std::nullopt;
  if (!may_be_of_size(transfer, expected)) return 0;
  all_went_well_ = false;
  in_flight_ = std::max<std::size_t>(1, in_flight_ / 2);
  refuse(records, now);
  return std::max(smallest, records / 2);
}

void PageSizes::refuse(std::size_t records, support::Clock::TimePoint now) {
  if (record_bytes_ > 0) {
    budget_->take_failure(bytes_of(records), now);
  } else {
    refused_ = refused_ == 0 ? records : std::min(refused_, records);
  }
}

void PageSizes::take_limit_of_service(std::size_t records) noexcept {
  full_pages_ = 0;
  limit_of_service_ = std::min(limit_of_service_, records);
}

}  // namespace kili::engine
