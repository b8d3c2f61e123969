#pragma once

#include <string>
#include <vector>

#include "parsed_labels/label_draft.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// What a complete label has and the draft lacks; see LabelBuilder::missing_answers().
[[nodiscard]] std::vector<std::string> missing_answers(const detail::LabelDraft& draft);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
