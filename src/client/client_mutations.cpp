#include "client/client_implementation.hpp"
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

namespace kili {

std::vector<std::string> Client::update_properties_in_assets(const UpdatePropertiesInAssets& arguments,
                                                             const CallOptions& options) const {
  return use_cases::UpdateProperties(implementation_->services())
      .run(arguments, implementation_->begin_call("update_properties_in_assets", options));
}

std::vector<std::string> Client::change_asset_external_ids(const ChangeAssetExternalIds& arguments,
                                                           const CallOptions& options) const {
  return use_cases::ChangeExternalIds(implementation_->services())
      .run(arguments, implementation_->begin_call("change_asset_external_ids", options));
}

std::optional<std::string> Client::delete_many_from_dataset(const DeleteManyFromDataset& arguments,
                                                            const CallOptions& options) const {
  return use_cases::DeleteAssets(implementation_->services())
      .run(arguments, implementation_->begin_call("delete_many_from_dataset", options));
}

std::optional<MovedAssets> Client::add_to_review(const AddToReview& arguments,
                                                 const CallOptions& options) const {
  return use_cases::AddAssetsToReview(implementation_->services())
      .run(arguments, implementation_->begin_call("add_to_review", options));
}

std::optional<MovedAssets> Client::send_back_to_queue(const SendBackToQueue& arguments,
                                                      const CallOptions& options) const {
  return use_cases::SendAssetsBackToQueue(implementation_->services())
      .run(arguments, implementation_->begin_call("send_back_to_queue", options));
}

AssetActionOutcome Client::set_assets_priority(const SetAssetsPriority& arguments,
                                               const CallOptions& options) const {
  return use_cases::SetPriority(implementation_->services())
      .run(arguments, implementation_->begin_call("set_assets_priority", options));
}

std::vector<std::string> Client::add_metadata(const AddMetadata& arguments,
                                              const CallOptions& options) const {
  return use_cases::AddMetadataToAssets(implementation_->services())
      .run(arguments, implementation_->begin_call("add_metadata", options));
}

std::vector<std::string> Client::set_metadata(const SetMetadata& arguments,
                                              const CallOptions& options) const {
  return use_cases::SetMetadataOfAssets(implementation_->services())
      .run(arguments, implementation_->begin_call("set_metadata", options));
}

std::vector<std::string> Client::assign_assets_to_labelers(const AssignAssetsToLabelers& arguments,
                                                           const CallOptions& options) const {
  return use_cases::AssignAssets(implementation_->services())
      .run(arguments, implementation_->begin_call("assign_assets_to_labelers", options));
}

std::string Client::skip_or_unskip(const SkipOrUnskip& arguments, const CallOptions& options) const {
  return use_cases::SkipOrUnskipAsset(implementation_->services())
      .run(arguments, implementation_->begin_call("skip_or_unskip", options));
}

bool Client::update_asset_consensus(const UpdateAssetConsensus& arguments, const CallOptions& options) const {
  return use_cases::UpdateConsensus(implementation_->services())
      .run(arguments, implementation_->begin_call("update_asset_consensus", options));
}

}  // namespace kili
