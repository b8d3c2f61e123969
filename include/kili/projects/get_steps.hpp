#pragma once

/// @file
/// Arguments of `Client::get_steps()`.

#include <string>

#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// What is read of the steps of a workflow.
struct GetSteps {
  /// Fields of the project below "steps", dotted. Not given: "steps.type", "steps.name", "steps.id",
  /// "steps.stepGroupId", "steps.assignees.email", "steps.assignees.id".
  List<std::string> fields{};
};

}  // namespace v0_1
}  // namespace kili
