#include "use_cases/issues/create_issues.hpp"

#include <fmt/format.h>

#include <exception>
#include <optional>
#include <utility>

#include "engine/error_cause.hpp"
#include "engine/mutation_batches.hpp"
#include "kili/errors.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/issues/issue_creation.hpp"
#include "use_cases/known_project.hpp"

namespace kili::use_cases {
namespace {

void check_array(std::string_view argument, const List<std::optional<std::string>>& values,
                 std::size_t issues) {
  if (!values) return;
  if (values.size() != issues) {
    throw ValidationError(fmt::format("{} has {} elements, label_id_array {}; give one for each issue",
                                      argument, values.size(), issues));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if ((*values)[i] && !support::is_valid_utf8(*(*values)[i]))
      refuse_element(argument, i, "is not UTF-8 text");
  }
}

std::vector<api::NewIssue> checked_issues(std::string_view project_id, const CreateIssues& arguments) {
  check_given("project_id", project_id);
  if (!arguments.label_id_array)
    throw MissingArgumentError("label_id_array is not given; give the label of each issue");
  const auto& labels = *arguments.label_id_array;
  check_array("object_mid_array", arguments.object_mid_array, labels.size());
  check_array("text_array", arguments.text_array, labels.size());
  check_texts("label_id_array", arguments.label_id_array);
  std::vector<api::NewIssue> issues;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i].empty()) refuse_element("label_id_array", i, "is empty; give the id of a label");
    issues.push_back(
        {.label_id = labels[i],
         .object_mid = arguments.object_mid_array ? (*arguments.object_mid_array)[i] : std::nullopt,
         .text = arguments.text_array ? (*arguments.text_array)[i] : std::nullopt});
  }
  return issues;
}

/// What became of the issues of a call.
class IssueReport {
 public:
  IssueReport(const engine::MutationBatches& batches, const IssueCreation& creation,
              const std::vector<std::string>& labels)
      : batches_(batches), creation_(creation), labels_(labels) {
    for (std::size_t item = 0; item < labels.size(); ++item) {
      const MutationOutcome outcome = outcome_of(item);
      done_ += outcome == MutationOutcome::done ? 1U : 0U;
      if (outcome != MutationOutcome::unknown) continue;
      if (!first_unknown_) first_unknown_ = item;
      ++unknown_;
    }
  }

  [[nodiscard]] bool is_complete() const { return done_ == labels_.size(); }
  [[nodiscard]] bool is_nothing_done() const { return done_ + unknown_ == 0; }
  [[noreturn]] void throw_error(const support::CallContext& context) const {
    const std::exception_ptr& failure = batches_.error() ? batches_.error() : creation_.loss();
    const std::size_t first = batches_.error() ? batches_.failed_items().front() : first_unknown_.value_or(0);
    std::vector<std::string> concerned;
    for (std::size_t item = 0; item < labels_.size(); ++item) {
      const MutationOutcome outcome = outcome_of(item);
      if (outcome == MutationOutcome::failed || outcome == MutationOutcome::unknown)
        concerned.push_back(labels_[item]);
    }
    const engine::ErrorCause cause = engine::cause_of(failure);
    throw MutationError(
        fmt::format("{} failed at index {}: {}. Labels concerned: {}. {} of {} issues were created{}; "
                    "MutationError::assets() tells what became of each",
                    context.method_name, first, cause.message, support::shown_list(concerned), done_,
                    labels_.size(), unknown_ > 0 ? fmt::format(", of {} it is not known", unknown_) : ""),
        cause.context, items(), failure);
  }

 private:
  [[nodiscard]] MutationOutcome outcome_of(std::size_t item) const {
    if (creation_.is_doubtful(item)) return MutationOutcome::unknown;
    return creation_.id(item).empty() ? batches_.outcome(item) : MutationOutcome::done;
  }
  [[nodiscard]] std::vector<MutatedAsset> items() const {
    std::vector<MutatedAsset> items;
    for (std::size_t item = 0; item < labels_.size(); ++item) {
      const MutationOutcome outcome = outcome_of(item);
      std::string reason;
      if (creation_.is_doubtful(item)) {
        reason = "the answer was lost, and an issue like it that was there may be an older one";
      } else if (outcome == MutationOutcome::failed || outcome == MutationOutcome::unknown) {
        reason = batches_.reason(item);
      }
      items.push_back({.asset_id = labels_[item],
                       .created_id = creation_.id(item),
                       .index = item,
                       .outcome = outcome,
                       .reason = std::move(reason)});
    }
    return items;
  }

  const engine::MutationBatches& batches_;
  const IssueCreation& creation_;
  std::size_t done_ = 0;
  std::optional<std::size_t> first_unknown_;
  const std::vector<std::string>& labels_;
  std::size_t unknown_ = 0;
};

}  // namespace

std::vector<std::string> CreateIssuesOnLabels::run(std::string_view project_id, const CreateIssues& arguments,
                                                   const support::CallContext& context) const {
  std::vector<api::NewIssue> issues = checked_issues(project_id, arguments);
  const auto& labels = *arguments.label_id_array;
  if (labels.empty()) return {};
  IssueCreation creation(resources_, project_id, std::move(issues));
  support::CallProgress progress(context, resources_.clock, "Creating issues", labels.size(),
                                 support::TerminalBar::hidden);
  engine::MutationBatches batches(resources_, labels, context);
  batches.run(creation, {.repair = engine::RepairPolicy::read_only,
                         .size = api::IssuesApi::issues_per_request,
                         .progress = &progress});
  const IssueReport report(batches, creation, labels);
  if (!report.is_complete()) {
    if (report.is_nothing_done()) {
      context.check(resources_.clock->now());
      check_project_exists(resources_, project_id, context);
    }
    report.throw_error(context);
  }
  std::vector<std::string> ids;
  ids.reserve(labels.size());
  for (std::size_t item = 0; item < labels.size(); ++item) ids.push_back(creation.id(item));
  return ids;
}

}  // namespace kili::use_cases
