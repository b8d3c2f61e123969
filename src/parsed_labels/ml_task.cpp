#include "parsed_labels/ml_task.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace kili {
inline namespace v0_1 {
namespace {

// In the order of the enumerators.
constexpr auto tool_words = std::to_array<std::string_view>(
    {"", "marker", "polygon", "polyline", "pose", "rectangle", "semantic", "vector", ""});

struct TaskWord {
  std::string_view word;
  MlTask task;
};
constexpr auto task_words = std::to_array<TaskWord>({
    {"CLASSIFICATION", MlTask::classification},
    {"FILE", MlTask::file},
    {"NAMED_ENTITIES_RECOGNITION", MlTask::named_entities_recognition},
    {"NAMED_ENTITIES_RELATION", MlTask::named_entities_relation},
    {"OBJECT_DETECTION", MlTask::object_detection},
    {"OBJECT_RELATION", MlTask::object_relation},
    {"TRANSCRIPTION", MlTask::transcription},
});

}  // namespace

MlTask labels::ml_task_of(std::string_view word) noexcept {
  const auto found = std::find_if(task_words.begin(), task_words.end(),
                                  [word](const TaskWord& entry) { return entry.word == word; });
  return found == task_words.end() ? MlTask::other : found->task;
}

AnnotationTool labels::tool_of(std::string_view word) noexcept {
  if (word.empty()) return AnnotationTool::other;
  const auto found = std::find(tool_words.begin(), tool_words.end(), word);
  return found == tool_words.end()
             ? AnnotationTool::other
             : static_cast<AnnotationTool>(static_cast<std::uint8_t>(found - tool_words.begin()));
}

std::string_view to_string(AnnotationTool tool) noexcept {
  return tool_words[static_cast<std::size_t>(tool)];
}

}  // namespace v0_1
}  // namespace kili
