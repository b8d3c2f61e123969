#include "use_cases/assets/changing/asset_move.hpp"

#include <fmt/format.h>

#include <mutex>
#include <vector>

#include "use_cases/assets/changing/asset_update.hpp"
#include "engine/mutation_batches.hpp"
#include "engine/state_watch.hpp"

namespace kili::use_cases {
namespace {

const std::vector<std::string>& status_field() {
  static const std::vector<std::string> fields{"status"};
  return fields;
}

/// Looks at statuses, and remembers which assets have arrived.
class StatusLook {
 public:
  StatusLook(const Services& services, const SelectedAssets& assets, const AssetMove& move)
      : services_(services), assets_(assets), move_(move), arrived_(assets.size(), false) {}

  [[nodiscard]] Positions look(std::string_view project_id, const Positions& positions,
                               const support::CallContext& context) {
    const auto records = records_of(services_, assets_, positions, project_id, status_field(), context);
    Positions left;
    const std::scoped_lock lock(mutex_);
    for (const std::size_t position : positions) {
      const auto record = records.find(assets_.ids()[position]);
      if (record == records.end() || !record->second["status"].is_string()) continue;
      const auto& status = record->second["status"].get_ref<const std::string&>();
      arrived_[position] = status == move_.target;
      if (move_.is_to_move(status)) left.push_back(position);
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
  const Services& services_;
  const SelectedAssets& assets_;
  const AssetMove& move_;
  std::mutex mutex_;
  std::vector<bool> arrived_;
};

}  // namespace

std::optional<MovedAssets> move_assets(const Services& services, const AssetIdentifiers& identifiers,
                                       const AssetMove& move, const support::CallContext& context) {
  if (names_no_assets(context.method_name, identifiers, services.log)) return std::nullopt;
  check_identifiers(identifiers);
  const SelectedAssets assets = select_assets(services, identifiers, context);
  StatusLook statuses(services, assets, move);
  const auto look_in = [&](std::string_view project_id) -> Look {
    return [&, project_id](const Positions& positions, const support::CallContext& inner) {
      return statuses.look(project_id, positions, inner);
    };
  };
  ProjectMutation mutation(assets, move.send, look_in(identifiers.project_of_state()));
  MutationBatches batches(services, assets, context);
  batches.run(mutation, {.repair = Repair::look_only});
  if (!mutation.changed_something()) return std::nullopt;
  MovedAssets result;
  result.id = mutation.project_id().empty() ? std::string(identifiers.project_id) : mutation.project_id();
  // Where the service says that nothing changed there is nothing to wait for.
  const auto look_at_moved = [&](const Positions& positions, const support::CallContext& inner) {
    return mutation.only_answered(statuses.look(result.id, positions, inner));
  };
  verify_state(
      services, assets, batches, look_at_moved,
      fmt::format("the service says that it moved assets, but does not show them as {}", move.target),
      context);
  result.asset_ids = statuses.arrived();
  if (result.asset_ids.empty() && mutation.project_id().empty()) return std::nullopt;
  return result;
}

}  // namespace kili::use_cases
