#include "client/client_implementation.hpp"
#include "kili/client.hpp"
#include "use_cases/assets/changing/add_metadata.hpp"
#include "use_cases/assets/changing/add_to_review.hpp"
#include "use_cases/assets/changing/assign_assets_to_labelers.hpp"
#include "use_cases/assets/changing/change_asset_external_ids.hpp"
#include "use_cases/assets/changing/delete_many_from_dataset.hpp"
#include "use_cases/assets/changing/send_back_to_queue.hpp"
#include "use_cases/assets/changing/set_assets_priority.hpp"
#include "use_cases/assets/changing/set_metadata.hpp"
#include "use_cases/assets/changing/skip_or_unskip.hpp"
#include "use_cases/assets/changing/update_asset_consensus.hpp"
#include "use_cases/assets/changing/update_properties_in_assets.hpp"
#include "use_cases/assets/importing/append_assets.hpp"
#include "use_cases/assets/listing/count_assets.hpp"
#include "use_cases/assets/listing/list_assets.hpp"
#include "use_cases/known_project.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

std::string_view given(const std::string& project_id) noexcept { return project_id; }
std::string_view given(const std::optional<std::string>& project_id) noexcept {
  return project_id ? std::string_view(*project_id) : std::string_view();
}

/// Runs a use case under the name of its method.
template <typename UseCase, typename Implementation, typename Arguments>
auto run(const Implementation& implementation, std::string_view method, const Arguments& arguments,
         const CallOptions& options) {
  const support::CallContext context = implementation.begin_call(method, options);
  return use_cases::in_known_project(implementation.resources(), given(arguments.project_id), context, [&] {
    return UseCase(implementation.resources()).run(arguments, context);
  });
}

}  // namespace

AssetRange Client::assets(std::string_view project_id, const AssetFilters& filters,
                          const AssetsArguments& arguments, const CallOptions& options) const {
  return AssetRange(use_cases::ListAssets(connection().resources())
                        .run(project_id, filters, arguments, connection().begin_call("assets", options)));
}

std::size_t Client::count_assets(std::string_view project_id, const AssetFilters& filters,
                                 const CallOptions& options) const {
  const auto& resources = connection().resources();
  const support::CallContext context = connection().begin_call("count_assets", options);
  return use_cases::in_known_project(resources, project_id, context, [&] {
    return use_cases::CountAssets(resources).run(project_id, filters, context);
  });
}

AppendResult Client::append_many_to_dataset(std::string_view project_id, const AppendManyToDataset& arguments,
                                            const CallOptions& options) const {
  return use_cases::AppendAssets(connection().resources())
      .run(project_id, arguments, connection().begin_call("append_many_to_dataset", options));
}

AppendResult Client::append_range(std::string_view project_id, detail::NewAssetSource& assets,
                                  const AppendSettings& settings, const CallOptions& options) const {
  return use_cases::AppendAssets(connection().resources())
      .run(project_id, assets, settings, connection().begin_call("append_many_to_dataset", options));
}

std::vector<std::string> Client::update_properties_in_assets(const UpdatePropertiesInAssets& arguments,
                                                             const CallOptions& options) const {
  return run<use_cases::UpdateProperties>(connection(), "update_properties_in_assets", arguments, options);
}

std::vector<std::string> Client::change_asset_external_ids(const ChangeAssetExternalIds& arguments,
                                                           const CallOptions& options) const {
  return run<use_cases::ChangeExternalIds>(connection(), "change_asset_external_ids", arguments, options);
}

AssetActionOutcome Client::delete_many_from_dataset(const DeleteManyFromDataset& arguments,
                                                    const CallOptions& options) const {
  return run<use_cases::DeleteAssets>(connection(), "delete_many_from_dataset", arguments, options);
}

MovedAssets Client::add_to_review(const AddToReview& arguments, const CallOptions& options) const {
  return run<use_cases::AddAssetsToReview>(connection(), "add_to_review", arguments, options);
}

MovedAssets Client::send_back_to_queue(const SendBackToQueue& arguments, const CallOptions& options) const {
  return run<use_cases::SendAssetsBackToQueue>(connection(), "send_back_to_queue", arguments, options);
}

AssetActionOutcome Client::set_assets_priority(const SetAssetsPriority& arguments,
                                               const CallOptions& options) const {
  return run<use_cases::SetPriority>(connection(), "set_assets_priority", arguments, options);
}

std::vector<std::string> Client::add_metadata(const AddMetadata& arguments,
                                              const CallOptions& options) const {
  return run<use_cases::AddMetadataToAssets>(connection(), "add_metadata", arguments, options);
}

std::vector<std::string> Client::set_metadata(const SetMetadata& arguments,
                                              const CallOptions& options) const {
  return run<use_cases::SetMetadataOfAssets>(connection(), "set_metadata", arguments, options);
}

AssetActionOutcome Client::assign_assets_to_labelers(const AssignAssetsToLabelers& arguments,
                                                     const CallOptions& options) const {
  return run<use_cases::AssignAssets>(connection(), "assign_assets_to_labelers", arguments, options);
}

std::string Client::skip_or_unskip(const SkipOrUnskip& arguments, const CallOptions& options) const {
  return run<use_cases::SkipOrUnskipAsset>(connection(), "skip_or_unskip", arguments, options);
}

bool Client::update_asset_consensus(const UpdateAssetConsensus& arguments, const CallOptions& options) const {
  return run<use_cases::UpdateConsensus>(connection(), "update_asset_consensus", arguments, options);
}

}  // namespace v0_1
}  // namespace kili
