#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "engine/lost_answer_repair.hpp"
#include "kili/assets/asset_action_outcome.hpp"
#include "kili/errors.hpp"
#include "use_cases/assets/changing/selected_assets.hpp"

namespace kili::use_cases {

/// What became of each asset of an action. Thread-safe. Positions are those of the selected assets.
class AssetDecisions {
 public:
  /// @param assets must outlive the object.
  explicit AssetDecisions(const SelectedAssets& assets);

  /// Takes what an answer of the service says.
  void take(const AssetActionOutcome& outcome);
  void succeed(std::size_t position, std::string external_id);
  void decline(std::size_t position, std::string external_id);
  /// Failures are to be decided anew; until then they stand.
  void reopen(const engine::ItemIndexes& positions);
  /// The action was carried out, and what it did to these assets could not be read.
  void leave_unknown(const engine::ItemIndexes& positions);
  void note_project(std::string_view project_id);
  [[nodiscard]] bool knows_project() const;

  /// Those of the positions that are not decided.
  [[nodiscard]] engine::ItemIndexes open(const engine::ItemIndexes& positions) const;
  /// Those of the positions for which the action failed.
  [[nodiscard]] engine::ItemIndexes failed(const engine::ItemIndexes& positions) const;

  /// What is said of an asset in the report of an error; nothing when it is not decided.
  [[nodiscard]] std::optional<MutationOutcome> outcome_of(std::size_t position) const;
  /// What the service says of a failure; empty when it did not fail.
  [[nodiscard]] std::string details_of(std::size_t position) const;
  /// All of it, in the order in which the assets are named first.
  [[nodiscard]] AssetActionOutcome outcome() const;

 private:
  struct Succeeded {
    std::string external_id;
  };
  struct Declined {
    std::string external_id;
  };
  struct Failed {
    std::string external_id;
    std::string details;
  };
  using Decision = std::variant<std::monostate, Succeeded, Declined, Failed>;

  void decide(const std::string& asset_id, Decision decision);
  void set(std::size_t position, Decision decision);

  const SelectedAssets& assets_;
  std::vector<Decision> decisions_;  ///< By position.
  mutable std::mutex mutex_;
  std::vector<bool> open_;  ///< By position.
  std::unordered_map<std::string_view, std::size_t> positions_;
  std::string project_id_;
  std::vector<bool> unknown_;  ///< By position.
};

}  // namespace kili::use_cases
