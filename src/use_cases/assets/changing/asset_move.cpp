#include "use_cases/assets/changing/asset_move.hpp"

#include <fmt/format.h>

#include <mutex>
#include <vector>

#include "use_cases/assets/changing/asset_batches.hpp"

namespace kili::use_cases {
namespace {

/// Reads statuses, and remembers which assets have arrived.
class StatusReader {
 public:
  StatusReader(const Resources& resources, const SelectedAssets& assets, const AssetMove& move)
      : resources_(resources), assets_(assets), move_(move), arrived_(assets.size(), false) {}

  [[nodiscard]] engine::ItemIndexes not_moved(std::string_view project_id,
                                              const engine::ItemIndexes& positions,
                                              const support::CallContext& context) {
    const auto statuses = resources_.api->assets.statuses(project_id, assets_.ids_at(positions), context);
    engine::ItemIndexes left;
    const std::scoped_lock lock(mutex_);
    for (const std::size_t position : positions) {
      const auto status = statuses.find(assets_.ids()[position]);
      if (status == statuses.end()) continue;
      arrived_[position] = status->second == move_.target;
      if (move_.is_to_move(status->second)) left.push_back(position);
    }
    return left;
  }
  [[nodiscard]] std::vector<std::string> arrived() const {
    std::vector<std::string> ids;
    for (std::size_t position = 0; position < arrived_.size(); ++position) {
      if (arrived_[position]) ids.push_back(assets_.ids()[position]);
    }
    return ids;
  }

 private:
  const Resources& resources_;
  const SelectedAssets& assets_;
  const AssetMove& move_;
  std::mutex mutex_;
  std::vector<bool> arrived_;
};

}  // namespace

std::optional<MovedAssets> move_assets(const Resources& resources, const AssetIdentifiers& identifiers,
                                       const AssetMove& move, const support::CallContext& context) {
  if (names_no_assets(context.method_name, identifiers, resources.log)) return std::nullopt;
  check_identifiers(identifiers);
  const SelectedAssets assets = select_assets(resources, identifiers, context);
  StatusReader statuses(resources, assets, move);
  const auto reader_in = [&](std::string_view project_id) -> engine::StateReader {
    return [&, project_id](const engine::ItemIndexes& positions, const support::CallContext& inner) {
      return statuses.not_moved(project_id, positions, inner);
    };
  };
  ProjectMutation mutation(assets, move.send, reader_in(identifiers.project_of_state()));
  AssetBatches batches(resources, assets, context);
  batches.run(mutation, {.repair = engine::RepairPolicy::read_only});
  if (!mutation.changed_something()) return std::nullopt;
  MovedAssets result;
  result.id = mutation.project_id().empty() ? std::string(identifiers.project_id) : mutation.project_id();
  // Where the service says that nothing changed there is nothing to wait for.
  const auto moved_reader = [&](const engine::ItemIndexes& positions, const support::CallContext& inner) {
    return mutation.only_answered(statuses.not_moved(result.id, positions, inner));
  };
  batches.verify(
      moved_reader,
      fmt::format("the service says that it moved assets, but does not show them as {}", move.target));
  result.asset_ids = statuses.arrived();
  if (result.asset_ids.empty() && mutation.project_id().empty()) return std::nullopt;
  return result;
}

}  // namespace kili::use_cases
