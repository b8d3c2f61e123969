#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/members/member_enums.hpp"
#include "kili/members/project_user.hpp"
#include "types/record_stream.hpp"
#include "use_cases/record_listing.hpp"

namespace kili::use_cases {

/// Members of a project that have one of some statuses. The service filters by one status only, so the
/// listing of all members is read, as far as it is consumed, and the others are passed over.
class MembersOfStatuses final : public detail::RecordStream<ProjectUser> {
 public:
  using All = detail::RecordStream<nlohmann::json>;

  /// Sends nothing.
  /// @param request what is asked for of those that have one of the statuses.
  /// @param list_all makes the listing of all members.
  /// @param count counts those that have one of the statuses, without regard to `first` and `skip`.
  MembersOfStatuses(const ListingRequest& request, const std::vector<ProjectUserStatus>& statuses,
                    const std::function<std::unique_ptr<All>(ListingRequest all)>& list_all,
                    std::function<std::size_t()> count);

  [[nodiscard]] std::string_view method() const noexcept override { return all_->method(); }
  void start() override;
  [[nodiscard]] bool started() const noexcept override { return all_->started(); }
  void advance() override;
  [[nodiscard]] bool at_end() const noexcept override { return !current_.has_value(); }
  [[nodiscard]] const ProjectUser& current() const noexcept override { return *current_; }
  [[nodiscard]] ProjectUser take_current() override { return std::move(*current_); }
  void check_did_not_fail() const override { all_->check_did_not_fail(); }
  [[nodiscard]] bool next_is_of_page() override {
    return !ready_.empty() && (!first_ || delivered_ < *first_);
  }
  [[nodiscard]] std::size_t place() const noexcept override {
    return skip_ + delivered_ - (current_ ? 1 : 0);
  }
  [[nodiscard]] std::size_t total() override;
  [[nodiscard]] std::size_t most_records() override;
  [[nodiscard]] const std::vector<std::string>& fields() const noexcept override { return fields_; }
  [[nodiscard]] std::optional<ColumnType> column_type(std::string_view field) const noexcept override {
    return all_->column_type(field);
  }
  void show_progress() override { all_->show_progress(); }
  void warn_of_hidden_progress() const override { all_->warn_of_hidden_progress(); }

 private:
  /// Goes to the next record that is delivered.
  void find_next();
  /// Reads pages of all members until one has a record that is delivered.
  void read_pages();
  void take(nlohmann::json record);

  std::unique_ptr<All> all_;
  std::function<std::size_t()> count_;
  std::optional<ProjectUser> current_;
  std::vector<std::string> fields_;
  std::optional<std::size_t> first_;
  std::size_t skip_;
  std::set<std::string, std::less<>> statuses_;
  bool asks_for_status_;              ///< The caller does not.
  bool page_was_read_ = false;        ///< That of the current record of all members.
  std::deque<nlohmann::json> ready_;  ///< What else its answer had.
  std::size_t delivered_ = 0;
  std::size_t skipped_ = 0;
  std::optional<std::size_t> total_;
};

}  // namespace kili::use_cases
