#pragma once

/// @file
/// Checks the JSON of a label against the interface of its project, without making objects of it.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kili/export.hpp"
#include "kili/labels/ontology.hpp"

namespace kili {
inline namespace v0_1 {

/// How a finding of check_label() concerns the label.
enum class LabelFindingKind : std::uint8_t {
  error,   ///< The label contradicts the interface, or has another structure: ParsedLabel refuses it.
  warning  ///< The label can be sent and read, but a part of it may be ignored or not mean what it should.
};

/// What check_label() found in a label.
struct LabelFinding {
  LabelFindingKind kind = LabelFindingKind::error;
  /// The job, as the label has it; empty when the finding concerns the whole label.
  std::string job{};
  /// What is wrong, and the remedy where there is one: "category 'TRUK' is not in the ontology of job
  /// 'OBJECTS'; did you mean 'TRUCK'?".
  std::string message{};
  /// Place in the answers, for example "OBJECTS.annotations[3].categories[0]"; empty for the whole label.
  std::string path{};
};

/// Findings for labels that have no limit of their own.
inline constexpr std::size_t most_label_findings = 100;

/// Checks the answers of a label against the interface. Errors are what ParsedLabel refuses: categories and
/// tools that a job does not have, more classes than it takes, a class twice, outlines with a wrong number of
/// vertices, vertices without two finite numbers, values of another structure. Warnings are answers to jobs
/// that the interface does not have or does not ask at that place, coordinates that are not within 0 to 1
/// (but in geographic projects), numbers that are not 0 to 100 where a confidence is meant. A label need not
/// answer all jobs; {} is fine. Unknown members are not looked at; in videos, "assetLevel" beside the frames
/// has answers to jobs, and a job of the task FILE may be answered by a path, which append_labels() uploads.
/// Costs about a microsecond for a small label and does not copy it.
/// @param json_response the answers, as ParsedLabel::json_response() gives them.
/// @param most findings to report, at least 1; the check ends after so many.
/// @return nothing when all is well; otherwise the findings in the order of the label.
[[nodiscard]] KILI_EXPORT std::vector<LabelFinding> check_label(const nlohmann::json& json_response,
                                                                const Ontology& ontology,
                                                                std::size_t most = most_label_findings);
/// The same for JSON text. A text that is not JSON is an error of the whole label.
[[nodiscard]] KILI_EXPORT std::vector<LabelFinding> check_label_text(std::string_view json_response,
                                                                     const Ontology& ontology,
                                                                     std::size_t most = most_label_findings);

}  // namespace v0_1
}  // namespace kili
