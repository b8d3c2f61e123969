#pragma once

#include <string>
#include <string_view>

#include "sandbox/store/model.hpp"

namespace kili::sandbox {

/// What labels do to the asset that they are on (docs/service.md, "Labels").

/// The step that a label of this type belongs to when none was named: the asset's own step when it is of
/// that kind, else the first one of its group that is.
[[nodiscard]] const ProjectStep& step_of_label(const ProjectInfo& project, const Asset& asset,
                                               std::string_view label_type);

/// Adds a label: it is the latest of its author and type, and moves status and step of the asset.
/// @param step that the asset then is in, where the workflow has steps.
void add_label(const ProjectInfo& project, Asset& asset, Label label, const ProjectStep& step);

/// Removes the labels of the same type and model.
void remove_labels(Asset& asset, std::string_view label_type, std::string_view model_name);

/// Removes a label. The asset then has the status that its other labels give it.
/// @return whether it was there.
bool remove_label(const ProjectInfo& project, Asset& asset, std::string_view label_id);

}  // namespace kili::sandbox
