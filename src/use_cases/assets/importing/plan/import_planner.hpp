#pragma once

#include <exception>
#include <functional>
#include <string>
#include <vector>

#include "kili/enums.hpp"
#include "support/message_log.hpp"
#include "use_cases/assets/importing/check/content_checks.hpp"
#include "use_cases/assets/importing/import_journal.hpp"
#include "use_cases/assets/importing/plan/content_planners.hpp"
#include "use_cases/assets/importing/planned_asset.hpp"
#include "use_cases/assets/importing/read/argument_rows.hpp"
#include "use_cases/assets/importing/tell/common_kind.hpp"
#include "use_cases/assets/importing/upload/upload_right.hpp"

namespace kili::use_cases {

/// A row whose file cannot be read.
struct UnreadableRow {
  std::exception_ptr error;
  std::string external_id;
};

/// Leads a row through three stages: what its content is (tell/), whether it and its files are in order
/// (check/), what has to be uploaded and sent for it (plan/). What differs between contents stands in
/// contents/. Used by one thread.
class ImportPlanner {
 public:
  /// @param right outlives the planner.
  ImportPlanner(InputType input_type, const support::MessageLog& log, UploadRight& right)
      : input_type_(input_type), kinds_(input_type), planners_(input_type, log), right_(right) {}

  /// Leads all rows of an array through the first two stages, in one pass, before anything is created. What
  /// was found is kept for plan(), which reads a file again only when it was changed since.
  /// @param journal may be null; files of rows that it knows to be finished are not needed.
  /// @return rows with external ids whose files cannot be read: they may be in the project already.
  /// @throws UploadForbiddenError, ValidationError and its subclasses: the first row that is not in order.
  [[nodiscard]] std::vector<UnreadableRow> check_all(ArgumentRows rows, const ImportJournal* journal);

  /// The plan of a row; ids are filled in by the caller. A row that check_all() has not passed is told and
  /// checked first, and its kind is then that of the rows that follow.
  /// Reads what a reader gives.
  /// @param between called between the calls of a reader; what it throws ends the reading.
  /// @throws UploadForbiddenError, ValidationError and its subclasses, naming the asset and the remedy.
  [[nodiscard]] PlannedAsset plan(const ImportRow& row, const std::function<void()>& between);

 private:
  [[nodiscard]] ContentKind tell(const ImportRow& row);
  [[nodiscard]] CheckedContent check(const ImportRow& row, ContentPlanner& planner);
  [[nodiscard]] static PlannedAsset plan_checked(const ImportRow& row, const CheckedContent& checked,
                                                 const ContentPlanner& planner);

  InputType input_type_;
  ContentChecks checks_;
  CommonKind kinds_;
  ContentPlanners planners_;
  UploadRight& right_;
};

}  // namespace kili::use_cases
