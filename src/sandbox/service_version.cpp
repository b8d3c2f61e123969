#include "sandbox/service_version.hpp"

#include <array>

namespace kili::sandbox {
namespace {

constexpr std::array<std::string_view, 3> names{"2.164", "26.1", "26.2"};
constexpr std::array<std::string_view, 3> full_names{"2.164.0", "26.1.0", "26.2.0"};

/// What earlier versions do not have: first what came with 26.1, then what came with 26.2. When something
/// came is known from the first version of the official client that asks for it (docs/service.md).
constexpr auto later_additions = std::to_array<std::string_view>({
    "Annotation",
    "AppendManyAssetsAsynchronouslyData",
    "AssetActionOutcome",
    "AssetFailure",
    "AssetRef",
    "AssetStep.stepGroupName",
    "AssetWhere.groupNameIn",
    "AssetWhere.groupNameNotIn",
    "AssetWhere.stepIdAndStatusIn",
    "AssetWhere.stepIdAndStatusNotIn",
    "CategoriesValue",
    "Choice",
    "ChoiceValue",
    "ClassificationAnnotation",
    "ComparisonAnnotation",
    "Label.annotations",
    "Mutation.addAssetsToReview",
    "Mutation.appendManyAssetsAsynchronously",
    "Mutation.assignAssets",
    "Mutation.deleteAssets",
    "Mutation.sendAssetsBackToQueue",
    "Mutation.setAssetsPriority",
    "Project.stepGroups",
    "ProjectStep.stepGroupId",
    "Query.countAssetAnnotations",
    "StatusInStep.IN_PROGRESS",
    "StatusInStep.REWORK",
    "StepGroup",
    "StepIdAndStatus",
    "TextValue",
    "TranscriptionAnnotation",
    "UploadType.TILED_IMAGE",
    "WorkflowVersion.V3",

    "Asset.currentStep",
    "AssetStep",
    "AssetWhere.stepIdIn",
    "AssetWhere.stepIdNotIn",
    "AssetWhere.stepStatusIn",
    "AssetWhere.stepStatusNotIn",
    "Label.jsonResponseUrl",
    "Project.steps",
    "Project.workflowVersion",
    "ProjectStep",
    "StatusInStep",
    "WorkflowVersion",
});
constexpr std::size_t came_with_26_2 = 33;
static_assert(later_additions[came_with_26_2] == "Asset.currentStep");

}  // namespace

std::optional<ServiceVersion> service_version_of(std::string_view name) noexcept {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<ServiceVersion>(i);
  }
  return std::nullopt;
}

std::string_view full_name(ServiceVersion version) noexcept {
  return full_names[static_cast<std::size_t>(version)];
}

std::span<const std::string_view> unknown_to(ServiceVersion version) noexcept {
  switch (version) {
    case ServiceVersion::v2_164:
      return later_additions;
    case ServiceVersion::v26_1:
      return std::span(later_additions).first(came_with_26_2);
    case ServiceVersion::v26_2:
      break;
  }
  return {};
}

}  // namespace kili::sandbox
