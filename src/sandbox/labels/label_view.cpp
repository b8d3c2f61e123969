#include "sandbox/labels/label_view.hpp"

#include <algorithm>

#include "sandbox/store/asset_json.hpp"
#include "sandbox/store/fixture_values.hpp"

namespace kili::sandbox {
namespace {

using nlohmann::json;

/// What people submitted; others are never the last ones of a step.
bool may_be_last(const Label& label) { return label.label_type == "DEFAULT" || label.label_type == "REVIEW"; }

/// The newest label of its step; of several of one time, the last one.
bool is_last_for_step(const Label& label, const Asset& asset) {
  if (label.is_last_for_step) return *label.is_last_for_step;
  if (!may_be_last(label)) return false;
  const auto& labels = asset.details().labels;
  const auto place =
      std::find_if(labels.begin(), labels.end(), [&](const Label& each) { return each.id == label.id; });
  return std::none_of(labels.begin(), labels.end(), [&](const Label& each) {
    if (each.step_id != label.step_id || each.id == label.id || !may_be_last(each)) return false;
    return each.created_at > label.created_at ||
           (each.created_at == label.created_at && &each > std::to_address(place));
  });
}

}  // namespace

json label_view(const Label& label, const Asset& asset, const std::string& response_url_prefix) {
  const bool by_url = !response_url_prefix.empty();
  return {{"annotations", annotations_of(label)},
          {"assetId", asset.id},
          {"author", user_to_json(label.author)},
          {"consensusMark", optional_number(label.consensus_mark)},
          {"createdAt", format_date(label.created_at)},
          {"honeypotMark", optional_number(label.honeypot_mark)},
          {"id", label.id},
          {"inferenceMark", optional_number(label.inference_mark)},
          {"isLastForStep", is_last_for_step(label, asset)},
          {"isLatestLabelForUser", label.is_latest_for_user},
          {"isSentBackToQueue", label.is_sent_back_to_queue},
          {"jsonResponse", by_url ? std::string() : label.json_response},
          {"jsonResponseUrl", by_url ? json(response_url_prefix + label.id) : json()},
          {"labelType", label.label_type},
          {"modelName", value_or_null(label.model_name)},
          {"referencedLabelId", text_or_null(label.referenced_label_id)},
          // The schema has an Int.
          {"secondsToLabel",
           label.seconds_to_label ? json(static_cast<std::int64_t>(*label.seconds_to_label)) : json()},
          {"skipped", label.skipped},
          {"stepId", text_or_null(label.step_id)}};
}

}  // namespace kili::sandbox
