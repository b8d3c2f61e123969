#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "kili/labels/answers_builder.hpp"
#include "readers/file_losses.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// A confidence or score of an answer, a whole number from 0 to 100; nothing when the object has none. What
/// is something else is a loss.
[[nodiscard]] std::optional<Confidence> confidence_in(const nlohmann::json& object, const char* member,
                                                      FileLosses& losses, std::string_view place);

/// Answers a job with the classes or the text that Kili's export writes for it, and the answers below.
/// @return why nothing was answered, or an empty text.
[[nodiscard]] std::string answer_job(AnswersBuilder answers, const std::string& job,
                                     const nlohmann::json& answer, FileLosses& losses,
                                     std::string_view place);

/// Adds "children": the answers below a class or an object, by job.
void answer_children(const AnswersBuilder& answers, const nlohmann::json& children, FileLosses& losses,
                     std::string_view place);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
