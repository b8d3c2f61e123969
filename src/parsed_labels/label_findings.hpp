#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kili/labels/check_label.hpp"
#include "parsed_labels/label_path.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The findings of a check, up to a number of them.
class LabelFindings {
 public:
  explicit LabelFindings(std::size_t most) noexcept : most_(most) {}

  void error(const LabelPath& place, std::string message) {
    add(lenient_ ? LabelFindingKind::warning : LabelFindingKind::error, place, std::move(message));
  }
  void warning(const LabelPath& place, std::string message) {
    add(LabelFindingKind::warning, place, std::move(message));
  }
  /// From here on errors are warnings: of what is kept as it stands until it is asked for. @return what it
  /// was.
  bool set_lenient(bool lenient) noexcept { return std::exchange(lenient_, lenient); }
  /// No more findings are wanted.
  [[nodiscard]] bool is_full() const noexcept { return findings_.size() >= most_; }
  [[nodiscard]] std::vector<LabelFinding> take() { return std::move(findings_); }

 private:
  void add(LabelFindingKind kind, const LabelPath& place, std::string message) {
    if (is_full()) return;
    LabelPlace where = place.where();
    findings_.push_back({.kind = kind,
                         .job = std::move(where.job),
                         .message = std::move(message),
                         .path = std::move(where.place)});
  }

  std::vector<LabelFinding> findings_;
  std::size_t most_;
  bool lenient_ = false;
};

// Sentences that say what is not in an ontology; builders of labels throw the same.

[[nodiscard]] std::string no_such_job(std::string_view name, const detail::OntologyData& ontology);
[[nodiscard]] std::string no_such_category(std::string_view name, const JobInterface& job);
[[nodiscard]] std::string no_such_tool(std::string_view word, const JobInterface& job);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
