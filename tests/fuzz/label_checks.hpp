#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

#include "kili/labels/ontology.hpp"

namespace kili::fuzz {

/// Reads the text as the answers of a label, reads everything that can be read of it, changes it and writes
/// it. Ends the program with a message when anything but a kili::Error comes of it, or when
/// - JSON and text come to different labels or errors,
/// - a label that was written is not read again as the same label,
/// - an error names no place although it names a job.
void check_label(std::string_view json_response, const Ontology& ontology);

}  // namespace kili::fuzz
