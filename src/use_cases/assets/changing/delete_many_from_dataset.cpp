#include "use_cases/assets/changing/delete_many_from_dataset.hpp"

#include "use_cases/assets/changing/asset_batches.hpp"
#include "use_cases/assets/changing/project_mutation.hpp"
#include "use_cases/assets/changing/selected_assets.hpp"

namespace kili::use_cases {

std::optional<std::string> DeleteAssets::run(const DeleteManyFromDataset& arguments,
                                             const support::CallContext& context) const {
  const AssetIdentifiers identifiers{.asset_ids = arguments.asset_ids,
                                     .external_ids = arguments.external_ids,
                                     .project_id = project_of(arguments.project_id)};
  if (names_no_assets(context.method_name, identifiers, resources_.log)) return std::nullopt;
  check_identifiers(identifiers);
  const SelectedAssets assets = select_assets(resources_, identifiers, context);
  const auto still_in = [&](std::string_view project_id) -> engine::StateReader {
    return [this, &assets, project_id](const engine::ItemIndexes& positions,
                                       const support::CallContext& inner) {
      return assets.present_in(
          resources_.api->assets.existing_asset_ids(project_id, assets.ids_at(positions), inner), positions);
    };
  };
  ProjectMutation deletion(
      assets,
      [this](const std::vector<std::string>& ids, const support::CallContext& inner) {
        return resources_.api->assets.delete_many_from_dataset(ids, inner);
      },
      still_in(identifiers.project_of_state()));
  AssetBatches batches(resources_, assets, context);
  batches.run(deletion, {});
  const std::string project_id =
      deletion.project_id().empty() ? std::string(identifiers.project_id) : deletion.project_id();
  if (!project_id.empty()) {
    batches.verify(still_in(project_id), "the service says that it deleted them, but still lists them");
  }
  if (!deletion.changed_something()) return std::nullopt;
  return project_id;
}

}  // namespace kili::use_cases
