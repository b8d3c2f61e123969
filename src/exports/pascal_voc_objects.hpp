#pragma once

#include <vector>

#include "exports/losses.hpp"
#include "exports/pascal_voc_text.hpp"
#include "kili/labels/geometry.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/labels/parsed_job.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Whether objects of the job are drawn as rectangles, if not only so.
[[nodiscard]] bool is_suited_to_pascal_voc(const JobInterface& job);

/// Appends the rectangles of the answer, one for each class that they have. What is no rectangle or cannot
/// be written is noted.
/// @param size of the image as it is stored. @param rotation see ParsedLabel::rotation().
void append_pascal_voc_objects(std::vector<PascalVocObject>& objects, const ParsedJob& answer,
                               const JobInterface& job, ImageSize size, int rotation, const LossNotes& notes);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
