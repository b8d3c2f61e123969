#include "use_cases/assets/changing/delete_many_from_dataset.hpp"

#include <unordered_map>

#include "use_cases/assets/changing/asset_update.hpp"
#include "engine/mutation_batches.hpp"
#include "use_cases/assets/changing/project_mutation.hpp"
#include "use_cases/assets/changing/selected_assets.hpp"
#include "engine/state_watch.hpp"

namespace kili::use_cases {

std::optional<std::string> DeleteAssets::run(const DeleteManyFromDataset& arguments,
                                             const support::CallContext& context) const {
  const AssetIdentifiers identifiers{.asset_ids = arguments.asset_ids,
                                     .external_ids = arguments.external_ids,
                                     .project_id = project_of(arguments.project_id)};
  if (names_no_assets(context.method_name, identifiers, services_.log)) return std::nullopt;
  check_identifiers(identifiers);
  const SelectedAssets assets = select_assets(services_, identifiers, context);
  const auto still_in = [&](std::string_view project_id) -> Look {
    return [this, &assets, project_id](const Positions& positions, const support::CallContext& inner) {
      const auto records = records_of(services_, assets, positions, project_id, {}, inner);
      Positions left;
      for (const std::size_t position : positions) {
        if (records.contains(assets.ids()[position])) left.push_back(position);
      }
      return left;
    };
  };
  ProjectMutation deletion(
      assets,
      [this](const std::vector<std::string>& ids, const support::CallContext& inner) {
        return services_.gateway->delete_many_from_dataset(ids, inner);
      },
      still_in(identifiers.project_of_state()));
  MutationBatches batches(services_, assets, context);
  batches.run(deletion, {});
  const std::string project_id =
      deletion.project_id().empty() ? std::string(identifiers.project_id) : deletion.project_id();
  if (!project_id.empty()) {
    verify_state(services_, assets, batches, still_in(project_id),
                 "the service says that it deleted them, but still lists them", context);
  }
  if (!deletion.changed_something()) return std::nullopt;
  return project_id;
}

}  // namespace kili::use_cases
