#include "kili/projects/project_enums.hpp"

#include <array>
#include <cstddef>

#include "types/enum_words.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

using Word = std::string_view;

// In the order of the enumerators.
constexpr auto compliance_tag_words = std::to_array<Word>({"PHI", "PII"});
constexpr auto demo_project_words = std::to_array<Word>(
    {"DEMO_COMPUTER_VISION_TUTORIAL", "DEMO_TEXT_TUTORIAL", "DEMO_PDF_TUTORIAL",
     "VIDEO_FRAME_OBJECT_TRACKING", "DEMO_SEGMENTATION_COCO", "DEMO_NER", "DEMO_ID_OCR", "DEMO_REVIEWS",
     "DEMO_OCR", "DEMO_NER_TWEETS", "DEMO_PLASTIC", "DEMO_CHATBOT", "DEMO_PDF", "DEMO_ANIMALS", "DEMO_LLM",
     "DEMO_LLM_INSTR_FOLLOWING", "DEMO_SEGMENTATION"});

}  // namespace

std::string_view to_string(ComplianceTag value) noexcept {
  return compliance_tag_words[static_cast<std::size_t>(value)];
}
std::string_view to_string(DemoProjectType value) noexcept {
  return demo_project_words[static_cast<std::size_t>(value)];
}

template <>
ComplianceTag from_string<ComplianceTag>(std::string_view word) {
  return detail::find_word<ComplianceTag>(compliance_tag_words, word, "compliance tag");
}
template <>
DemoProjectType from_string<DemoProjectType>(std::string_view word) {
  return detail::find_word<DemoProjectType>(demo_project_words, word, "demo project");
}

}  // namespace v0_1
}  // namespace kili
