#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/lost_answer_repair.hpp"
#include "use_cases/assets/changing/selected_assets.hpp"
#include "use_cases/services.hpp"

namespace kili::use_cases {

/// Reads the state of some assets. @return those that are not as asked.
using Look = std::function<Positions(const Positions& assets, const support::CallContext& context)>;

/// A mutation of assets whose answer is their project, or null when it changed nothing.
class ProjectMutation final : public AssetMutation {
 public:
  using Send = std::function<std::optional<std::string>(const std::vector<std::string>& ids,
                                                        const support::CallContext& context)>;

  /// @param look tells which assets are not as asked.
  ProjectMutation(const SelectedAssets& assets, Send send, Look look)
      : assets_(assets), send_(std::move(send)), look_(std::move(look)), answered_(assets.size(), false) {}

  [[nodiscard]] Positions send(const Positions& positions, const support::CallContext& context) override;
  [[nodiscard]] Positions not_yet_done(const Positions& positions,
                                       const support::CallContext& context) override;

  /// An answer told that something changed, or a request whose answer was lost may have done it.
  [[nodiscard]] bool changed_something() const;
  /// The assets whose answer told that something changed.
  [[nodiscard]] Positions only_answered(const Positions& positions) const;
  /// The project as answers named it; empty when none did.
  [[nodiscard]] std::string project_id() const;

 private:
  const SelectedAssets& assets_;
  Send send_;
  Look look_;
  mutable std::mutex mutex_;
  std::vector<bool> answered_;  ///< By position.
  bool may_have_changed_ = false;
  std::string project_id_;
};

}  // namespace kili::use_cases
