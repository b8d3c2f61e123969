#pragma once

/// @file
/// Closed sets of words that projects are created and changed with.

#include <string_view>

#include "kili/enums.hpp"
#include "kili/export.hpp"

namespace kili {
inline namespace v0_1 {

/// What kind of protected data a project has (`compliance_tags`).
enum class ComplianceTag {
  phi,  ///< Protected health information.
  pii   ///< Personally identifiable information.
};

/// A ready-made project with assets and an interface (`from_demo_project`).
enum class DemoProjectType {
  computer_vision_tutorial,
  text_tutorial,
  pdf_tutorial,
  video_frame_object_tracking,
  segmentation_coco,
  ner,
  id_ocr,
  reviews,
  ocr,
  ner_tweets,
  plastic,
  chatbot,
  pdf,
  animals,
  llm,
  llm_instr_following,
  segmentation
};

/// The word on the wire, for example "PHI" or "DEMO_SEGMENTATION".
[[nodiscard]] KILI_EXPORT std::string_view to_string(ComplianceTag value) noexcept;
[[nodiscard]] KILI_EXPORT std::string_view to_string(DemoProjectType value) noexcept;

template <>
KILI_EXPORT ComplianceTag from_string<ComplianceTag>(std::string_view word);
template <>
KILI_EXPORT DemoProjectType from_string<DemoProjectType>(std::string_view word);

}  // namespace v0_1
}  // namespace kili
