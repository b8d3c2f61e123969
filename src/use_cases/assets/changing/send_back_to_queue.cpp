#include "use_cases/assets/changing/send_back_to_queue.hpp"

#include "use_cases/assets/changing/asset_action.hpp"

namespace kili::use_cases {
namespace {

/// Whether the asset is to be labeled again. Where assets go through steps, one that is being labeled has the
/// status ONGOING too.
bool is_back_in_queue(const api::AssetState* state, std::size_t /*index*/) {
  if (state == nullptr) return false;
  if (state->workflow_version == "V1") return state->status == "ONGOING";
  return state->step_status == "REWORK" || state->step_status == "REDO";
}

}  // namespace

MovedAssets SendAssetsBackToQueue::run(const SendBackToQueue& arguments,
                                       const support::CallContext& context) const {
  const api::AssetsApi& assets = resources_.api->assets;
  const AssetAction action{
      .operation = api::AssetsApi::send_assets_back_to_queue_name,
      .send = sends_ids<AssetActionOutcome>(assets, &api::AssetsApi::send_assets_back_to_queue),
      .repair = engine::RepairPolicy::read_only,
      .shown_by = api::AssetStatePart::workflow,
      .is_done = is_back_in_queue,
      .former = {.send = sends_ids<void>(assets, &api::AssetsApi::send_back_assets_to_queue),
                 .repair = engine::RepairPolicy::read_only,
                 .shown_by = api::AssetStatePart::status,
                 .is_done = [](const api::AssetState* state,
                               std::size_t) { return state != nullptr && state->status == "ONGOING"; },
                 // What nobody has labelled yet is in the queue already.
                 .applies = [](const api::AssetState& state) { return state.status != "TODO"; },
                 .complaint = "the service says that it moved assets, but does not show them as ONGOING"},
      .groups = {}};
  return act_on_assets(resources_, identifiers_of(arguments), action, context);
}

}  // namespace kili::use_cases
