#pragma once

#include <chrono>
#include <cstddef>
#include <exception>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/issues/issues_api.hpp"
#include "engine/lost_answer_repair.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// The issues of a call while they are created. The service chooses their ids, so a request whose answer is
/// lost must not be sent again before it is known which of its issues exist: those on the same label, about
/// the same object, of the same type, with the same text, created since it was sent.
class IssueCreation final : public engine::RepairableMutation {
 public:
  /// @param resources, project_id outlive the object. @param asset_id given: of the label of the one issue,
  /// which is sent with it.
  IssueCreation(const Resources& resources, std::string_view project_id, std::vector<api::NewIssue> issues,
                std::optional<std::string> asset_id = std::nullopt)
      : asset_id_(std::move(asset_id)),
        issues_(std::move(issues)),
        items_(issues_.size()),
        project_id_(project_id),
        resources_(resources) {}

  [[nodiscard]] engine::ItemIndexes send(const engine::ItemIndexes& items,
                                         const support::CallContext& context) override;
  [[nodiscard]] engine::ItemIndexes not_yet_done(const engine::ItemIndexes& items,
                                                 const support::CallContext& context) override;
  [[nodiscard]] engine::ItemIndexes not_done_after_failure(const engine::ItemIndexes& items, bool refused,
                                                           const support::CallContext& context) override;

  /// Id of the issue of an item; empty: it is not known to exist.
  [[nodiscard]] const std::string& id(std::size_t item) const { return items_[item].id; }
  /// An issue like it exists, of which it cannot be told whether this call made it.
  [[nodiscard]] bool is_doubtful(std::size_t item) const { return items_[item].is_doubtful; }
  /// The last loss; null when no answer was lost.
  [[nodiscard]] const std::exception_ptr& loss() const noexcept { return loss_; }

 private:
  using WallTime = std::chrono::system_clock::time_point;

  struct Item {
    std::string id;
    bool is_doubtful = false;
    bool was_lost = false;
    WallTime first_sent{};  ///< Of the client.
  };
  /// When an issue that is there was made.
  enum class Age {
    before,
    doubtful,
    since
  };

  /// @return the ids.
  [[nodiscard]] std::vector<std::string> create(const engine::ItemIndexes& items,
                                                const support::CallContext& context) const;
  void note_sent(const engine::ItemIndexes& items);
  void note_lost(const engine::ItemIndexes& items, const std::exception_ptr& loss);
  [[nodiscard]] std::vector<api::IssueOnLabel> read(const engine::ItemIndexes& items,
                                                    const support::CallContext& context) const;
  [[nodiscard]] static Age age_of(const std::string& created_at, WallTime sent);
  /// Looks for the issue of an item among those that are there. @return whether it is surely missing.
  [[nodiscard]] bool is_missing(std::size_t item, const std::vector<api::IssueOnLabel>& there);

  std::optional<std::string> asset_id_;
  std::vector<api::NewIssue> issues_;
  std::vector<Item> items_;
  std::exception_ptr loss_;
  std::mutex mutex_;
  std::string_view project_id_;
  const Resources& resources_;
};

}  // namespace kili::use_cases
