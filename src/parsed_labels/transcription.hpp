#pragma once

#include <string_view>

#include "kili/labels/ontology.hpp"

namespace kili::labels {

/// @throws InvalidMutationError the job asks for a date or a number, and the text is none.
void check_transcription(std::string_view text, const JobInterface& job);

}  // namespace kili::labels
