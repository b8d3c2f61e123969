// The last stage of the pipeline: asynchronous imports are followed to their end.

#include <fmt/format.h>

#include <algorithm>

#include "api/service_api.hpp"
#include "use_cases/assets/importing/accepted_import.hpp"
#include "use_cases/assets/importing/import_pipeline.hpp"
#include "use_cases/assets/importing/notification_wait.hpp"

namespace kili::use_cases {
namespace {

constexpr std::size_t most_named_assets = 20;  // in a message; all of them are in the result

}  // namespace

void ImportPipeline::follow_asynchronous_imports() {
  if (!parts_.wait_until_availability) return;
  for (const AcceptedImport& import : pending_imports_) {
    try {
      follow(import);
    } catch (...) {
      // The others may have gone well; those that cannot be followed stay accepted.
      note_error(std::current_exception());
      if (context_.stop_token.stop_requested()) return;
    }
  }
}

void ImportPipeline::follow(const AcceptedImport& import) {
  const api::Notification notification = wait_for_notification(services_, import.notification_id, context_);
  if (notification.status != "SUCCESS") {
    settle_failed_import(import, notification.message);
    return;
  }
  for (const std::size_t index : import.indexes) parts_.report.set(index, ImportOutcome::created);
  if (parts_.journal != nullptr) parts_.journal->note_finished(import.indexes, ImportJournal::State::created);
}

void ImportPipeline::settle_failed_import(const AcceptedImport& import, const std::string& message) {
  const auto existing = existing_of(services_, parts_.project_id, import.asset_ids, context_);
  const std::string reason =
      fmt::format("the service reports that its import failed{}{}", message.empty() ? "" : ": ", message);
  std::vector<std::size_t> created;
  std::vector<std::size_t> failed;
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < import.indexes.size(); ++i) {
    const std::size_t index = import.indexes[i];
    if (existing.contains(import.asset_ids[i])) {
      parts_.report.set(index, ImportOutcome::created, import.looked_after ? std::string() : reason);
      created.push_back(index);
      continue;
    }
    parts_.report.set(index, ImportOutcome::failed, reason);
    failed.push_back(index);
    if (missing.size() < most_named_assets) missing.push_back(parts_.report.external_id(index));
  }
  if (parts_.journal != nullptr) {
    parts_.journal->note_finished(created, ImportJournal::State::created);
    parts_.journal->note_finished(failed, ImportJournal::State::failed);
  }
  const std::size_t missing_count = failed.size();
  // The failed import was a repetition of one that had succeeded.
  if (missing_count == 0 && import.looked_after) return;
  constexpr std::string_view remedy =
      "Please check the notification report in the application for more information";
  if (missing_count == 0) {
    throw BatchImportFailure(fmt::format(
        "the service reports that an asynchronous import of {} assets failed{}{}, although all of them "
        "exist; they may not be usable. {}",
        created.size(), message.empty() ? "" : ": ", message, remedy));
  }
  throw BatchImportFailure(fmt::format(
      "Some assets were not imported: of an asynchronous import of {} assets {} are missing (external ids "
      "{}{}){}{}. {}",
      import.indexes.size(), missing_count, fmt::join(missing, ", "),
      missing_count > missing.size() ? " and more" : "", message.empty() ? "" : ": ", message, remedy));
}

}  // namespace kili::use_cases
