#pragma once

#include <string>

#include "kili/labels/parsed_jobs.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Appends answers that were built as JSON text, an object by job name. Several times faster than by way of a
/// tree. What only reading can bring into a label, members that are not understood, is not written.
void append_answers(std::string& out, const ParsedJobs& answers);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
