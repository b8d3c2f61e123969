#include "use_cases/assets/importing/import_of_assets.hpp"

#include <fmt/format.h>

#include <utility>

#include "engine/error_cause.hpp"
#include "kili/errors.hpp"
#include "support/call_progress.hpp"
#include "support/shown_text.hpp"
#include "support/task_scope.hpp"
#include "use_cases/assets/importing/check/byte_checks.hpp"
#include "use_cases/assets/importing/check/existing_assets.hpp"
#include "use_cases/assets/importing/import_pipeline.hpp"
#include "use_cases/assets/importing/live/earlier_run.hpp"
#include "use_cases/assets/importing/plan/import_planner.hpp"
#include "use_cases/assets/importing/settle/accepted_imports.hpp"

namespace kili::use_cases {
namespace {

std::string names_of(const ImportIntake::Names& names) {
  return fmt::format(
      "{}{}", support::shown_list(names.first),
      names.count > names.first.size() ? fmt::format(" and {} more", names.count - names.first.size()) : "");
}

}  // namespace

ImportOfAssets::ImportOfAssets(const Resources& resources, std::string project_id, AppendSettings settings,
                               support::CallContext context)
    : resources_(resources),
      project_id_(std::move(project_id)),
      settings_(std::move(settings)),
      context_(std::move(context)) {}

AppendResult ImportOfAssets::run(ArgumentRows& rows) {
  open_journal(rows.size());
  checked_ = check_rows(rows);
  return run(rows, &rows);
}

AppendResult ImportOfAssets::run(detail::NewAssetSource& source) {
  open_journal(std::nullopt);
  return run(source, nullptr);
}

void ImportOfAssets::open_journal_of_open_import() {
  is_live_ = true;
  if (settings_.journal) {
    journal_ = std::make_unique<ImportJournal>(*settings_.journal, project_id_, ImportJournal::OpenImport());
  }
}

void ImportOfAssets::open_journal(std::optional<std::size_t> rows) {
  if (settings_.journal) journal_ = std::make_unique<ImportJournal>(*settings_.journal, project_id_, rows);
}

/// What can be checked before any request.
CheckedRows ImportOfAssets::check_rows(ArgumentRows rows) const {
  CheckedRows checked;
  if (journal_) checked.fingerprints.reserve(rows.size());
  ImportRow row;
  for (rows.rewind(); rows.next(row.asset); ++row.index) {
    check_row(row);
    if (!journal_) continue;
    check_resumable(row);
    checked.fingerprints.push_back(fingerprint(row.asset));
    static_cast<void>(journal_->find(row.index, checked.fingerprints.back()));
  }
  return checked;
}

AppendResult ImportOfAssets::run(detail::NewAssetSource& source, ArgumentRows* rows) {
  ImportIntake intake(resources_, {.checked = rows != nullptr ? &checked_ : nullptr,
                                   .journal = journal_.get(),
                                   .project_id = project_id_,
                                   .report = report_,
                                   .source = source});
  const std::exception_ptr error = carry_out(intake, rows, nullptr);
  if (rows != nullptr) {
    // Those whose turn to be read did not come.
    for (NewAsset asset; rows->next(asset);) report_.add({}, asset.external_id.value_or(std::string()));
  }
  intake.reconsider_repeated();
  return conclude(intake, error);
}

AppendResult ImportOfAssets::run(LiveInput& live) {
  report_.tell(live.observer);
  ImportIntake intake(resources_, {.journal = journal_.get(),
                                   .live = &live.queue,
                                   .project_id = project_id_,
                                   .report = report_,
                                   .source = live.queue});
  live_intake_ = &intake;
  std::exception_ptr error;
  try {
    error = carry_out(intake, nullptr, &live);
  } catch (...) {
    error = std::current_exception();
    live.queue.fail(error);
  }
  intake.report_rest();
  report_.settle_all(error ? engine::cause_of(error).message : std::string());
  live_intake_ = nullptr;
  return conclude(intake, error);
}

void ImportOfAssets::close_journal() { journal_.reset(); }

void ImportOfAssets::forget(const std::string& external_id) {
  if (live_intake_ != nullptr) live_intake_->forget(external_id);
}

api::Project ImportOfAssets::known_project(ImportPipeline& pipeline, const OutagePatience& patience) const {
  support::Outcome<api::Project> project;
  {
    support::TaskScope scope(resources_.pool, context_.stop_token);
    const auto inner = context_.with_stop_token(scope.stop_token());
    scope.run([&] {
      project.fill([&] {
        return patience.run(inner, [&] { return resources_.api->projects.project(project_id_, inner); });
      });
    });
    pipeline.begin();
    scope.wait();
  }
  return project.take();
}

std::exception_ptr ImportOfAssets::carry_out(ImportIntake& intake, ArgumentRows* rows, LiveInput* live) {
  const OutagePatience none;
  const OutagePatience& patience = live != nullptr ? live->patience : none;
  if (journal_ && settings_.wait_until_availability) {
    patience.run(context_,
                 [&] { settle_imports_of_earlier_runs(resources_, project_id_, *journal_, context_); });
  }
  if (journal_ && live != nullptr) {
    patience.run(context_,
                 [&] { settle_what_was_sent_earlier(resources_, project_id_, *journal_, context_); });
  }
  support::CallProgress progress(
      context_, resources_.clock, "Importing assets",
      rows != nullptr ? std::optional<std::uint64_t>(rows->size()) : std::nullopt,
      live != nullptr ? support::TerminalBar::hidden : support::bar_unless(settings_.disable_tqdm));
  UploadRight right(resources_, patience, context_);
  ImportPipeline pipeline(resources_,
                          {.intake = intake,
                           .journal = journal_.get(),
                           .live = live,
                           .patience = patience,
                           .progress = progress,
                           .project_id = project_id_,
                           .report = report_,
                           .right = right,
                           .wait_until_availability = settings_.wait_until_availability},
                          context_);
  const InputType input_type = known_project(pipeline, patience).input_type;
  ImportPlanner planner(input_type, resources_.log, right);
  if (rows != nullptr) check_are_not_needed(planner.check_all(*rows, journal_.get()));
  pipeline.run(planner);
  if (live != nullptr && pipeline.stopped_by()) return pipeline.stopped_by();
  return intake.first_error() ? intake.first_error() : pipeline.first_error();
}

void ImportOfAssets::check_are_not_needed(const std::vector<UnreadableRow>& rows) const {
  if (rows.empty()) return;
  std::vector<std::string> external_ids;
  external_ids.reserve(rows.size());
  for (const auto& row : rows) external_ids.push_back(row.external_id);
  const auto existing = existing_external_ids(resources_, project_id_, external_ids, context_);
  for (const auto& row : rows) {
    if (!existing.contains(row.external_id)) std::rethrow_exception(row.error);
  }
}

AppendResult ImportOfAssets::conclude(const ImportIntake& intake, std::exception_ptr error) {
  const std::size_t skipped = report_.count(ImportOutcome::skipped);
  if (!error && !is_live_ && report_.count(ImportOutcome::not_sent) > 0) {
    error = std::make_exception_ptr(Cancelled("the import was cancelled"));
  }
  if (!error) {
    if (report_.size() == 0 && !is_live_) {
      resources_.log.warn(
          "Method 'append_many_to_dataset' did nothing because the range of assets is empty.");
    }
    warn_about_skipped(intake);
    if (journal_) journal_->note_complete();
    return report_.result(project_id_);
  }
  const bool nothing_happened = report_.count(ImportOutcome::not_sent) + skipped == report_.size();
  if (nothing_happened) std::rethrow_exception(error);
  warn_about_skipped(intake);
  throw_import_error(error, intake.all_have_external_ids());
}

void ImportOfAssets::warn_about_skipped(const ImportIntake& intake) const {
  if (intake.repeated().count > 0) {
    resources_.log.warn(
        fmt::format("The following input assets have been ignored because of duplicated external_id: {}",
                    names_of(intake.repeated())));
  }
  if (intake.existing().count > 0) {
    resources_.log.warn(fmt::format(
        "The following assets were not imported because their external_id are already in the project: {}",
        names_of(intake.existing())));
  }
  if (intake.dropped() > 0) {
    resources_.log.warn(fmt::format(
        "{} assets of an open import were dropped, because its memory was full; a service that is slower "
        "than the source, or an outage, needs more max_pending_assets and max_pending_bytes",
        intake.dropped()));
  }
}

void ImportOfAssets::throw_import_error(const std::exception_ptr& error, bool has_external_ids) const {
  const std::size_t created = report_.count(ImportOutcome::created);
  const std::size_t accepted = report_.count(ImportOutcome::accepted);
  const std::size_t unknown = report_.count(ImportOutcome::unknown);
  const engine::ErrorCause cause = engine::cause_of(error);
  std::string message = fmt::format("{} of {} assets were imported", created, report_.size());
  if (accepted > 0) message += fmt::format(", {} were accepted and not seen to be finished", accepted);
  if (unknown > 0) message += fmt::format(", of {} it is not known", unknown);
  message += fmt::format(": {}. ", cause.message);
  // What is not settled may still appear beside a repetition, unless the journal knows of it.
  const bool may_appear = !journal_ && accepted + unknown > 0;
  if (is_live_) {
    message += may_appear ? "Those may still appear; when it is settled, push" : "Push";
    message += " the others again";
    if (!has_external_ids) message += ", without those imported";
    message += "; ImportError::assets() tells what became of each";
    throw ImportError(std::move(message), cause.context, report_.assets(), cause.type);
  }
  message += may_appear ? "Those may still appear; when it is settled, call" : "Call";
  message += journal_ || has_external_ids
                 ? " again with the same arguments to import the others"
                 : " again with the same arguments, without those imported, to import the others";
  message += "; ImportError::assets() tells what became of each";
  throw ImportError(std::move(message), cause.context, report_.assets(), cause.type);
}

}  // namespace kili::use_cases
