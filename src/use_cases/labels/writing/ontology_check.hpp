#pragma once

#include <optional>
#include <string>

#include "kili/labels/new_label.hpp"
#include "kili/labels/ontology.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// The interface of a project for the check of answers; nothing when it cannot be read as one.
/// @throws NotFoundError for an unknown project.
[[nodiscard]] std::optional<Ontology> ontology_to_check(const Resources& resources,
                                                        const std::string& project_id,
                                                        const support::CallContext& context);

/// @param label such as "label 17 (asset 'car_1')".
/// @throws ValidationError naming the label, the job and what is wrong.
void check_answers(const LabelResponse& response, const Ontology& ontology, const std::string& label);

}  // namespace kili::use_cases
