#include "use_cases/assets/importing/settle/accepted_imports.hpp"

#include <fmt/format.h>

#include <string_view>

#include "support/shown_text.hpp"
#include "use_cases/assets/importing/check/existing_assets.hpp"
#include "use_cases/assets/importing/settle/notification_wait.hpp"

namespace kili::use_cases {
namespace {

constexpr std::size_t most_missing_names = 20;  // in a message; all of them are in the result

}  // namespace

std::exception_ptr AcceptedImports::settle(const std::function<void()>& after_each) {
  std::exception_ptr first_error;
  while (const auto import = take_next()) {
    try {
      report(*import, wait_for_end(*import));
    } catch (...) {
      // The others may have gone well.
      if (!first_error) first_error = std::current_exception();
      if (context_.stop_token.stop_requested()) break;
    }
    after_each();
  }
  return first_error;
}

std::optional<AcceptedImport> AcceptedImports::take_next() {
  if (imports_.empty()) return std::nullopt;
  std::optional<AcceptedImport> first(std::move(imports_.front()));
  imports_.pop_front();
  return first;
}

AcceptedImports::End AcceptedImports::wait_for_end(const AcceptedImport& import) const {
  return patience_.run(context_, [&] {
    End end;
    end.succeeded = wait_for_import(resources_, import.notification_id, context_);
    if (!end.succeeded) {
      end.existing = existing_asset_ids(resources_, project_id_, import.asset_ids, context_);
    }
    return end;
  });
}

void AcceptedImports::report(const AcceptedImport& import, const End& end) {
  if (!end.succeeded) {
    report_failed(import, end.existing);
    return;
  }
  for (const std::size_t index : import.indexes) report_.set(index, ImportOutcome::created);
  if (journal_ != nullptr) journal_->note_finished(import.indexes, ImportJournal::State::created);
}

void AcceptedImports::report_failed(const AcceptedImport& import,
                                    const std::unordered_set<std::string>& existing) {
  const std::string reason = "the service reports that its import failed";
  std::vector<std::size_t> created;
  std::vector<std::size_t> failed;
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < import.indexes.size(); ++i) {
    const std::size_t index = import.indexes[i];
    if (existing.contains(import.asset_ids[i])) {
      report_.set(index, ImportOutcome::created, import.repaired ? std::string() : reason);
      created.push_back(index);
      continue;
    }
    report_.set(index, ImportOutcome::failed, reason);
    failed.push_back(index);
    if (missing.size() < most_missing_names) missing.push_back(report_.external_id(index));
  }
  if (journal_ != nullptr) {
    journal_->note_finished(created, ImportJournal::State::created);
    journal_->note_finished(failed, ImportJournal::State::failed);
  }
  const std::size_t missing_count = failed.size();
  // The failed import was a repetition of one that had succeeded.
  if (missing_count == 0 && import.repaired) return;
  constexpr std::string_view remedy =
      "Please check the notification report in the application for more information";
  if (missing_count == 0) {
    throw BatchImportFailure(fmt::format(
        "the service reports that an asynchronous import of {} assets failed, although all of them exist; "
        "they may not be usable. {}",
        created.size(), remedy));
  }
  throw BatchImportFailure(fmt::format(
      "Some assets were not imported: of an asynchronous import of {} assets {} are missing (external ids "
      "{}{}). {}",
      import.indexes.size(), missing_count, support::shown_list(missing),
      missing_count > missing.size() ? " and more" : "", remedy));
}

void settle_imports_of_earlier_runs(const Resources& resources, const std::string& project_id,
                                    ImportJournal& journal, const support::CallContext& context) {
  for (const auto& [notification_id, accepted] : journal.accepted()) {
    const bool succeeded = wait_for_import(resources, notification_id, context);
    std::vector<std::size_t> created;
    std::vector<std::size_t> failed;
    if (succeeded) {
      for (const auto& [index, asset_id] : accepted) created.push_back(index);
    } else {
      std::vector<std::string> asset_ids;
      for (const auto& [index, asset_id] : accepted) asset_ids.push_back(asset_id);
      const auto existing = existing_asset_ids(resources, project_id, asset_ids, context);
      for (const auto& [index, asset_id] : accepted) {
        (existing.contains(asset_id) ? created : failed).push_back(index);
      }
    }
    journal.settle(created, ImportJournal::State::created);
    journal.settle(failed, ImportJournal::State::failed);
  }
}

}  // namespace kili::use_cases
