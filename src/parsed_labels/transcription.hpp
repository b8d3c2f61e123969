#pragma once

#include <string_view>

#include "kili/labels/ontology.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// @throws InvalidMutationError the job requires a date or a number, and the text is neither.
void check_transcription(std::string_view text, const JobInterface& job);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
