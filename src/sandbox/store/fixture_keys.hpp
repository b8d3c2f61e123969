#pragma once

// The keys of a fixture, for each kind of object. docs/sandbox.md says what they mean.

#include <string_view>

namespace kili::sandbox {

enum class FixtureObject {
  asset,
  bucket_file,
  fixture,
  issue,
  label,
  organization,
  project,
  role,
  step,
  step_group,
  tag,
  user
};

/// Names separated by blanks.
[[nodiscard]] constexpr std::string_view keys_of(FixtureObject kind) {
  switch (kind) {
    case FixtureObject::asset:
      return "assignees consensusMark content createdAt externalId geospatialExportMetadata honeypotMark id "
             "inferenceMark isHoneypot isUsedForConsensus issues jsonContent jsonMetadata labels ocrMetadata "
             "pageResolutions priority resolution skipReason skipped status stepId stepStatus toBeLabeledBy "
             "updatedAt";
    case FixtureObject::bucket_file:
      return "base64 text type";
    case FixtureObject::fixture:
      return "assets bucket organization project projects roles tags users";
    case FixtureObject::issue:
      return "authorId createdAt id issueNumber labelId objectMid status text type updatedAt";
    case FixtureObject::label:
      return "annotations author consensusMark createdAt honeypotMark id inferenceMark isLastForStep "
             "isLatestLabelForUser isSentBackToQueue jsonResponse jsonResponseUrl labelType labeler "
             "modelName "
             "referencedLabelId reviewer secondsToLabel skipped stepId";
    case FixtureObject::organization:
      return "name";
    case FixtureObject::project:
      return "archived author canNavigateBetweenAssets canSkipAsset complianceTags consensusMark "
             "consensusTotCoverage createdAt dataConnections deleted description enforceStepSeparation "
             "geospatialSettings honeypotMark id inputType instructions jsonInterface metadataProperties "
             "metadataTypes minConsensusSize reviewCoverage rules secondsToLabelBeforeAutoAssign "
             "shouldAnonymize "
             "shouldAutoAssign shouldRelaunchKpiComputation starred stepGroups steps title updatedAt "
             "useHoneyPot "
             "workflowVersion";
    case FixtureObject::role:
      return "activated deleted id projectId role starred status userId";
    case FixtureObject::step:
      return "assignees id name sendBackStepId stepGroupId type";
    case FixtureObject::step_group:
      return "id name";
    case FixtureObject::tag:
      return "checkedForProjects color id label organizationId";
    case FixtureObject::user:
      return "activated email firstname id lastname organizationRole";
  }
  return {};
}

/// What an object is called in messages.
[[nodiscard]] constexpr std::string_view name_of(FixtureObject kind) {
  switch (kind) {
    case FixtureObject::asset:
      return "an asset";
    case FixtureObject::bucket_file:
      return "a file of the bucket";
    case FixtureObject::fixture:
      return "a fixture";
    case FixtureObject::issue:
      return "an issue";
    case FixtureObject::label:
      return "a label";
    case FixtureObject::organization:
      return "the organization";
    case FixtureObject::project:
      return "a project";
    case FixtureObject::role:
      return "a role";
    case FixtureObject::step:
      return "a step";
    case FixtureObject::step_group:
      return "a group of steps";
    case FixtureObject::tag:
      return "a tag";
    case FixtureObject::user:
      return "a user";
  }
  return {};
}

}  // namespace kili::sandbox
