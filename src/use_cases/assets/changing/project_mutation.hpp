#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/lost_answer_repair.hpp"
#include "engine/state_watch.hpp"
#include "use_cases/assets/changing/selected_assets.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// A mutation of assets whose answer is their project, or null when it changed nothing.
class ProjectMutation final : public engine::RepairableMutation {
 public:
  using Send = std::function<std::optional<std::string>(const std::vector<std::string>& ids,
                                                        const support::CallContext& context)>;

  /// @param reader tells which assets are not as asked.
  ProjectMutation(const SelectedAssets& assets, Send send, engine::StateReader reader)
      : assets_(assets),
        send_(std::move(send)),
        reader_(std::move(reader)),
        answered_(assets.size(), false) {}

  [[nodiscard]] engine::ItemIndexes send(const engine::ItemIndexes& positions,
                                         const support::CallContext& context) override;
  [[nodiscard]] engine::ItemIndexes not_yet_done(const engine::ItemIndexes& positions,
                                                 const support::CallContext& context) override;

  /// An answer told that something changed, or a request whose answer was lost may have done it.
  [[nodiscard]] bool changed_something() const;
  /// The assets whose answer told that something changed.
  [[nodiscard]] engine::ItemIndexes only_answered(const engine::ItemIndexes& positions) const;
  /// The project as answers named it; empty when none did.
  [[nodiscard]] std::string project_id() const;

 private:
  const SelectedAssets& assets_;
  Send send_;
  engine::StateReader reader_;
  mutable std::mutex mutex_;
  std::vector<bool> answered_;  ///< By position.
  bool may_have_changed_ = false;
  std::string project_id_;
};

}  // namespace kili::use_cases
