#include "sandbox/service_version.hpp"

#include <array>

namespace kili::sandbox {
namespace {

constexpr std::array<std::string_view, 3> names{"2.164", "26.1", "26.2"};
constexpr std::array<std::string_view, 3> full_names{"2.164.0", "26.1.0", "26.2.0"};

/// Something that earlier versions do not have, and the first one that does: the first whose official client
/// asks for it (docs/service.md).
struct Addition {
  std::string_view name;
  ServiceVersion since;
};

constexpr auto additions = std::to_array<Addition>({
    {"Annotation", ServiceVersion::v26_2},
    {"AnnotationFileUpload", ServiceVersion::v26_2},
    {"AppendManyAssetsAsynchronouslyData", ServiceVersion::v26_2},
    {"AppendManyLabelsData.stepId", ServiceVersion::v26_2},
    {"Asset.currentStep", ServiceVersion::v26_1},
    {"Asset.geospatialExportMetadata", ServiceVersion::v26_2},
    {"AssetActionOutcome", ServiceVersion::v26_2},
    {"AssetFailure", ServiceVersion::v26_2},
    {"AssetRef", ServiceVersion::v26_2},
    {"AssetStep", ServiceVersion::v26_1},
    {"AssetStep.stepGroupName", ServiceVersion::v26_2},
    {"AssetWhere.groupNameIn", ServiceVersion::v26_2},
    {"AssetWhere.groupNameNotIn", ServiceVersion::v26_2},
    {"AssetWhere.stepIdAndStatusIn", ServiceVersion::v26_2},
    {"AssetWhere.stepIdAndStatusNotIn", ServiceVersion::v26_2},
    {"AssetWhere.stepIdIn", ServiceVersion::v26_1},
    {"AssetWhere.stepIdNotIn", ServiceVersion::v26_1},
    {"AssetWhere.stepStatusIn", ServiceVersion::v26_1},
    {"AssetWhere.stepStatusNotIn", ServiceVersion::v26_1},
    {"CategoriesValue", ServiceVersion::v26_2},
    {"Choice", ServiceVersion::v26_2},
    {"ChoiceValue", ServiceVersion::v26_2},
    {"ClassificationAnnotation", ServiceVersion::v26_2},
    {"ComparisonAnnotation", ServiceVersion::v26_2},
    {"CreateProjectData.fromDemoProject", ServiceVersion::v26_2},
    {"CreateProjectData.pixelLabeling", ServiceVersion::v26_2},
    {"DemoProjectType", ServiceVersion::v26_2},
    {"Label.annotations", ServiceVersion::v26_2},
    {"Label.isLastForStep", ServiceVersion::v26_2},
    {"Label.jsonResponseUrl", ServiceVersion::v26_1},
    {"Mutation.addAssetsToReview", ServiceVersion::v26_2},
    {"Mutation.appendManyAssetsAsynchronously", ServiceVersion::v26_2},
    {"Mutation.assignAssets", ServiceVersion::v26_2},
    {"Mutation.createAnnotationFileUpload", ServiceVersion::v26_2},
    {"Mutation.deleteAssets", ServiceVersion::v26_2},
    {"Mutation.sendAssetsBackToQueue", ServiceVersion::v26_2},
    {"Mutation.setAssetsPriority", ServiceVersion::v26_2},
    {"Project.geospatialSettings", ServiceVersion::v26_2},
    {"Project.metadataProperties", ServiceVersion::v26_2},
    {"Project.stepGroups", ServiceVersion::v26_2},
    {"Project.steps", ServiceVersion::v26_1},
    {"Project.workflowVersion", ServiceVersion::v26_1},
    {"ProjectData.metadataProperties", ServiceVersion::v26_2},
    {"ProjectStep", ServiceVersion::v26_1},
    {"ProjectStep.stepGroupId", ServiceVersion::v26_2},
    {"ProjectUserWhere.deleted", ServiceVersion::v26_2},
    {"Query.annotationFileUrl", ServiceVersion::v26_2},
    {"Query.countAssetAnnotations", ServiceVersion::v26_2},
    {"StatusInStep", ServiceVersion::v26_1},
    {"StatusInStep.IN_PROGRESS", ServiceVersion::v26_2},
    {"StatusInStep.REWORK", ServiceVersion::v26_2},
    {"StepGroup", ServiceVersion::v26_2},
    {"StepIdAndStatus", ServiceVersion::v26_2},
    {"TextValue", ServiceVersion::v26_2},
    {"TranscriptionAnnotation", ServiceVersion::v26_2},
    {"UploadType.TILED_IMAGE", ServiceVersion::v26_2},
    {"WorkflowVersion", ServiceVersion::v26_1},
    {"WorkflowVersion.V3", ServiceVersion::v26_2},
});

/// A member of an input type that was needed before a version; both stand in the text of the schema like
/// this.
struct FormerNeed {
  std::string_view type;
  std::string_view member;
  ServiceVersion until;
};

constexpr auto former_needs = std::to_array<FormerNeed>({
    {"input IssueToCreate {", "\n  assetId: ID\n", ServiceVersion::v26_1},
    {"input IssueToCreate {", "\n  issueNumber: Int\n", ServiceVersion::v26_1},
});

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

std::vector<std::string_view> unknown_to(ServiceVersion version) {
  std::vector<std::string_view> unknown;
  for (const Addition& addition : additions) {
    if (version < addition.since) unknown.push_back(addition.name);
  }
  return unknown;
}

std::string schema_of(ServiceVersion version, std::string_view text) {
  std::string schema(text);
  for (const FormerNeed& need : former_needs) {
    if (version >= need.until) continue;
    const auto at = schema.find(need.member, schema.find(need.type));
    if (at != std::string::npos) schema.insert(at + need.member.size() - 1, "!");
  }
  return schema;
}

}  // namespace kili::sandbox
