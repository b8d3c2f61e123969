#pragma once

#include <exception>
#include <memory>
#include <optional>
#include <string>

#include "api/service_api.hpp"
#include "kili/assets/append_many_to_dataset.hpp"
#include "support/call_context.hpp"
#include "use_cases/assets/importing/import_journal.hpp"
#include "use_cases/assets/importing/import_pipeline.hpp"
#include "use_cases/assets/importing/import_report.hpp"
#include "use_cases/assets/importing/live/live_input.hpp"
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

  /// To be called before run() with the same input. @throws what the constructor of ImportJournal throws.
  void open_journal_of_open_import();
  /// An open import: returns when it was closed, or failed as a whole.
  [[nodiscard]] AppendResult run(LiveInput& live);
  /// After run(): another import may open it.
  void close_journal();
  /// An asset is not imported: another one may have its external id. Called while run() runs, by its thread.
  void forget(const std::string& external_id);
  /// Number of assets before the first one that is not settled. By the same thread.
  [[nodiscard]] std::size_t settled_below() const noexcept { return report_.settled_below(); }

 private:
  [[nodiscard]] AppendResult run(detail::NewAssetSource& source, ArgumentRows* rows);
  /// @return the first error, or null. @throws what is found before anything is created.
  [[nodiscard]] std::exception_ptr carry_out(ImportIntake& intake, ArgumentRows* rows, LiveInput* live);
  [[nodiscard]] api::Project known_project(ImportPipeline& pipeline, const OutagePatience& patience) const;
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
  CheckedRows checked_;                  ///< Of arrays.
  ImportIntake* live_intake_ = nullptr;  ///< Of an open import that runs.
  std::unique_ptr<ImportJournal> journal_;
  bool is_live_ = false;
  ImportReport report_;
};

}  // namespace kili::use_cases
