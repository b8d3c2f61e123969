#include "use_cases/assets/importing/read/import_intake.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "api/service_api.hpp"
#include "kili/errors.hpp"
#include "use_cases/assets/importing/check/byte_checks.hpp"
#include "use_cases/assets/importing/check/existing_assets.hpp"
#include "use_cases/assets/importing/read/content_bytes.hpp"

namespace kili::use_cases {
namespace {

constexpr std::size_t most_rows = api::AssetsApi::external_ids_per_request;
constexpr std::size_t most_bytes = std::size_t{8} << 20U;
/// A slow input is worked on in small portions.
constexpr auto longest_reading = std::chrono::milliseconds(100);
constexpr std::size_t most_names = 20;  // in a message; all of them are in the result

void add_name(ImportIntake::Names& names, const std::string& name) {
  ++names.count;
  if (names.first.size() < most_names) names.first.push_back(name);
}

}  // namespace

/// An input that fails ends there; what it gave before is imported.
bool ImportIntake::next(NewAsset& asset) {
  try {
    return parts_.source.next(asset);
  } catch (...) {
    if (!first_error_) first_error_ = std::current_exception();
    return false;
  }
}

bool ImportIntake::is_ready() {
  if (parts_.live == nullptr) return true;
  report_dropped();
  at_end_ = parts_.live->at_end();
  return !at_end_ && parts_.live->take_batch();
}

void ImportIntake::report_dropped() {
  for (const std::string& external_id : parts_.live->take_dropped()) {
    const std::size_t index = parts_.report.size();
    parts_.report.add({}, external_id);
    parts_.report.set(index, ImportOutcome::not_sent,
                      "it was dropped, because the memory of the import was full");
    ++dropped_;
  }
}

void ImportIntake::report_rest() {
  const auto add = [&](const std::string& external_id) {
    parts_.report.add({}, external_id);
    all_have_external_ids_ = all_have_external_ids_ && !external_id.empty();
  };
  for (NewAsset asset; parts_.live->next(asset);) add(asset.external_id.value_or(std::string()));
  report_dropped();
  for (const std::string& external_id : parts_.live->take_rest()) add(external_id);
}

ImportWindow ImportIntake::read(const std::function<void()>& after_row) {
  ImportWindow window;
  if (parts_.live != nullptr) {
    for (NewAsset asset; parts_.live->next(asset);) take_row(window, std::move(asset));
    return window;
  }
  const auto until = resources_.clock->now() + longest_reading;
  std::size_t bytes = 0;
  for (std::size_t count = 0; count < most_rows && bytes < most_bytes; ++count) {
    NewAsset asset;
    if (!next(asset)) {
      at_end_ = true;
      break;
    }
    bytes += content_bytes(asset);
    take_row(window, std::move(asset));
    after_row();
    if (resources_.clock->now() >= until) break;
  }
  return window;
}

/// Reports what an earlier run finished. @return false when its outcome has to be looked up.
bool ImportIntake::is_done(const ImportJournal::Entry& entry, std::size_t index) {
  if (entry.asynchronous) parts_.report.set_asynchronous(index);
  switch (entry.state) {
    case ImportJournal::State::accepted:
      parts_.report.set(index, ImportOutcome::accepted);
      return true;
    case ImportJournal::State::created:
      parts_.report.set(index, ImportOutcome::created);
      return true;
    default:
      parts_.report.set_for_now(index, ImportOutcome::unknown, "an earlier run may have sent it");
      return false;
  }
}

void ImportIntake::reconsider_repeated() {
  if (repeated_indexes_.empty()) return;
  std::unordered_set<std::string> missing;
  for (std::size_t index = 0; index < parts_.report.size(); ++index) {
    const ImportOutcome outcome = parts_.report.outcome(index);
    if (outcome == ImportOutcome::failed || outcome == ImportOutcome::not_sent ||
        outcome == ImportOutcome::unknown) {
      missing.insert(parts_.report.external_id(index));
    }
  }
  for (const std::size_t index : repeated_indexes_) {
    if (!missing.contains(parts_.report.external_id(index))) continue;
    parts_.report.set(index, ImportOutcome::not_sent,
                      "the first asset with its external id was not imported, or it is not known");
  }
}

bool ImportIntake::is_fit(const ImportRow& row) {
  if (parts_.checked != nullptr) return true;
  try {
    check_row(row);
    if (parts_.journal != nullptr) check_resumable(row);
    return true;
  } catch (const ValidationError& error) {
    parts_.report.add({}, row.asset.external_id.value_or(std::string()));
    all_have_external_ids_ = all_have_external_ids_ && row.asset.external_id;
    parts_.report.set(row.index, ImportOutcome::failed, error.what());
    if (!first_error_) first_error_ = std::current_exception();
    return false;
  }
}

const ImportJournal::Entry* ImportIntake::find_in_journal(NumberedRow& row) const {
  if (parts_.journal == nullptr) return nullptr;
  row.row_hash =
      parts_.checked != nullptr ? parts_.checked->fingerprints[row.row.index] : fingerprint(row.row.asset);
  return parts_.live != nullptr ? parts_.journal->find(row.row.asset.external_id, row.row_hash)
                                : parts_.journal->find(row.row.index, row.row_hash);
}

void ImportIntake::take_row(ImportWindow& window, NewAsset asset) {
  NumberedRow numbered;
  numbered.row = {.asset = std::move(asset), .index = parts_.report.size()};
  const NewAsset& given = numbered.row.asset;
  const std::size_t index = numbered.row.index;
  if (!is_fit(numbered.row)) return;
  const ImportJournal::Entry* const entry = find_in_journal(numbered);
  numbered.asset_id = entry != nullptr ? entry->asset_id : resources_.ids->cuid();
  numbered.external_id = given.external_id  ? *given.external_id
                         : entry != nullptr ? entry->external_id
                                            : resources_.ids->uuid_hex();
  parts_.report.add(numbered.asset_id, numbered.external_id);
  all_have_external_ids_ = all_have_external_ids_ && given.external_id;
  if (given.external_id && !external_ids_.insert(numbered.external_id)) {
    parts_.report.set(index, ImportOutcome::skipped,
                      "its external id is given more than once; the first asset with it is imported");
    add_name(repeated_, numbered.external_id);
    if (parts_.live == nullptr) repeated_indexes_.push_back(index);
    return;
  }
  if (entry != nullptr) {
    if (is_done(*entry, index)) return;
    numbered.maybe_sent = true;
    window.asked_asset_ids.push_back(numbered.asset_id);
  }
  if (given.external_id) window.asked_external_ids.push_back(numbered.external_id);
  window.rows.push_back(std::move(numbered));
}

ExistingAssets ImportIntake::look_up(const ImportWindow& window, const support::CallContext& context) const {
  return {.asset_ids = existing_asset_ids(resources_, parts_.project_id, window.asked_asset_ids, context),
          .external_ids =
              existing_external_ids(resources_, parts_.project_id, window.asked_external_ids, context)};
}

void ImportIntake::leave_out(ImportWindow& window, const ExistingAssets& existing) {
  std::vector<std::size_t> created_before;
  std::erase_if(window.rows, [&](const NumberedRow& row) {
    if (existing.asset_ids.contains(row.asset_id)) {
      parts_.report.set(row.row.index, ImportOutcome::created);
      created_before.push_back(row.row.index);
      return true;
    }
    if (!existing.external_ids.contains(row.external_id)) return false;
    parts_.report.set(row.row.index, ImportOutcome::skipped, "its external id is already in the project");
    add_name(existing_, row.external_id);
    return true;
  });
  if (parts_.journal != nullptr) parts_.journal->note_finished(created_before, ImportJournal::State::created);
}

}  // namespace kili::use_cases
