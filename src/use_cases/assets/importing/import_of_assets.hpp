#pragma once

#include <exception>
#include <memory>
#include <optional>
#include <string>

#include "kili/assets/append_many_to_dataset.hpp"
#include "support/call_context.hpp"
#include "use_cases/assets/importing/import_journal.hpp"
#include "use_cases/assets/importing/import_report.hpp"
#include "use_cases/assets/importing/plan/import_planner.hpp"
#include "use_cases/assets/importing/read/argument_rows.hpp"
#include "use_cases/assets/importing/read/import_intake.hpp"
#include "use_cases/assets/importing/upload/upload_right.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// One import: puts journal, intake, checks and pipeline together, and turns their report into a result or an
/// error. The stages of a row are listed at ImportPipeline. Run once.
///
/// An array is walked three times: check_row() before any request is sent; the kinds of all contents and what
/// stands in their files before anything is created; then the import, which uses what was found.
class ImportOfAssets {
 public:
  ImportOfAssets(const Resources& resources, std::string project_id, AppendSettings settings,
                 support::CallContext context);

  /// Arrays, which can be read several times: all rows are checked before anything is created.
  [[nodiscard]] AppendResult run(ArgumentRows& rows);
  /// A range, which is read once: each row is checked when it is read.
  [[nodiscard]] AppendResult run(detail::NewAssetSource& source);

 private:
  [[nodiscard]] AppendResult run(detail::NewAssetSource& source, ArgumentRows* rows);
  [[nodiscard]] CheckedRows check_rows(ArgumentRows rows) const;
  void open_journal(std::optional<std::size_t> rows);
  [[nodiscard]] AppendResult conclude(const ImportIntake& intake, std::exception_ptr error);
  void warn_about_skipped(const ImportIntake& intake) const;
  /// Rows that are in the project already need no file. @throws the error of the first one that is not.
  void check_are_not_needed(const std::vector<UnreadableRow>& rows) const;
  [[noreturn]] void throw_import_error(const std::exception_ptr& error, bool has_external_ids) const;

  const Resources& resources_;
  std::string project_id_;
  AppendSettings settings_;
  support::CallContext context_;
  CheckedRows checked_;  ///< Of arrays.
  std::unique_ptr<ImportJournal> journal_;
  ImportReport report_;
};

}  // namespace kili::use_cases
