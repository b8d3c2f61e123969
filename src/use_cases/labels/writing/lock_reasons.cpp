#include "use_cases/labels/writing/lock_reasons.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "kili/errors.hpp"

namespace kili::use_cases {
namespace {

using Reason = std::pair<std::string_view, std::string_view>;

constexpr std::array reasons{
    Reason("AlreadyHaveLabelOnCurrentStep", "its author has labelled it in this step already"),
    Reason("AssetAlreadyAssigned", "it is assigned to somebody else"),
    Reason("AssetAlreadyLocked", "somebody else is editing it"),
    Reason("AssetInDoneStepStatus", "it is labelled or reviewed already"),
    Reason("AssetInDoneStepStatusWithCorrectAction",
           "it is labelled by its author already, who may correct the label"),
    Reason("AssetInDoneStepStatusWithReviewAction", "it is completed; take it for review first"),
    Reason("AssetInNextStepWithCorrectAction", "it waits for its review; its label may still be corrected"),
    Reason("AssetLockedNoReason", "it is locked"),
    Reason("BlockedByEnforceStepSeparation", "its author has worked on it in another step"),
    Reason("LabelNotEditable", "the label was made in another step and can only be read"),
    Reason("NotAssignedWithAssignAction", "its author is not assigned to it; assign them first"),
    Reason("NotInStepAssignees", "its author does not work in the step that it is in")};

}  // namespace

std::exception_ptr with_lock_reason(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const GraphQLError& refusal) {
    const auto known = std::find_if(reasons.begin(), reasons.end(), [&](const Reason& reason) {
      return reason.first == refusal.context().reason;
    });
    if (known == reasons.end()) return error;
    return std::make_exception_ptr(ValidationError("the service does not let the asset be edited (" +
                                                       std::string(known->first) +
                                                       "): " + std::string(known->second),
                                                   refusal.context()));
  } catch (...) {
    return error;
  }
}

}  // namespace kili::use_cases
