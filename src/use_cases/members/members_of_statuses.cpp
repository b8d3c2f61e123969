#include "use_cases/members/members_of_statuses.hpp"

#include <algorithm>
#include <utility>

#include "support/json_lookup.hpp"

namespace kili::use_cases {
namespace {

constexpr const char* status_field = "status";

}  // namespace

MembersOfStatuses::MembersOfStatuses(const ListingRequest& request,
                                     const std::vector<ProjectUserStatus>& statuses,
                                     const std::function<std::unique_ptr<All>(ListingRequest all)>& list_all,
                                     std::function<std::size_t()> count)
    : count_(std::move(count)),
      fields_(request.fields),
      first_(request.first),
      skip_(request.skip),
      asks_for_status_(std::find(fields_.begin(), fields_.end(), status_field) == fields_.end()) {
  for (const auto status : statuses) statuses_.emplace(to_string(status));
  ListingRequest all = request;
  all.first.reset();
  all.skip = 0;
  if (asks_for_status_) all.fields.emplace_back(status_field);
  all_ = list_all(std::move(all));
  set_fingerprint(request.fingerprint);
}

void MembersOfStatuses::start() {
  all_->start();
  find_next();
}

void MembersOfStatuses::advance() { find_next(); }

std::size_t MembersOfStatuses::total() {
  if (!total_) {
    const std::size_t count = count_();
    const std::size_t rest = count > skip_ ? count - skip_ : 0;
    total_ = std::min(rest, first_.value_or(rest));
  }
  return *total_;
}

std::size_t MembersOfStatuses::most_records() {
  const std::size_t all = all_->total();
  return std::min(all, first_.value_or(all));
}

void MembersOfStatuses::find_next() {
  current_.reset();
  // Nothing is read for a record that would not be delivered.
  if (first_ && delivered_ >= *first_) return;
  read_pages();
  if (ready_.empty()) return;
  ++delivered_;
  current_.emplace(std::move(ready_.front()));
  ready_.pop_front();
}

void MembersOfStatuses::read_pages() {
  while (ready_.empty()) {
    if (std::exchange(page_was_read_, false)) all_->advance();
    if (all_->at_end()) return;
    take(all_->take_current());
    while (all_->next_is_of_page()) {
      all_->advance();
      take(all_->take_current());
    }
    page_was_read_ = true;
  }
}

void MembersOfStatuses::take(nlohmann::json record) {
  if (!statuses_.contains(support::text_or_empty(record, status_field))) return;
  if (skipped_ < skip_) {
    ++skipped_;
    return;
  }
  if (asks_for_status_) record.erase(status_field);
  ready_.push_back(std::move(record));
}

}  // namespace kili::use_cases
