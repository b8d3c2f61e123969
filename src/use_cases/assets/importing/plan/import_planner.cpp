#include "use_cases/assets/importing/plan/import_planner.hpp"

#include <algorithm>
#include <optional>

#include "kili/errors.hpp"
#include "support/json_text.hpp"
#include "use_cases/assets/importing/check/extension_check.hpp"
#include "use_cases/assets/importing/contents/lanes.hpp"
#include "use_cases/assets/importing/local_content.hpp"

namespace kili::use_cases {
namespace {

bool is_unchanged(const std::string& path, const FileStamp& stamp, const ImportRow& row) {
  try {
    check_unchanged(path, stamp, describe(row));
    return true;
  } catch (const FileError&) {
    return false;
  }
}

bool are_unchanged(const std::vector<std::string>& paths, const std::vector<FileStamp>& stamps,
                   const ImportRow& row) {
  return std::equal(
      paths.begin(), paths.end(), stamps.begin(), stamps.end(),
      [&](const std::string& path, const FileStamp& stamp) { return is_unchanged(path, stamp, row); });
}

/// Without the ids, which have about the same length everywhere, and the addresses of what is uploaded.
std::size_t request_bytes_of(const PlannedAsset& asset) {
  constexpr std::size_t ids_and_marks = 100;
  return ids_and_marks + support::ascii_string_size(asset.content) +
         support::ascii_string_size(asset.json_content) + support::ascii_string_size(asset.json_metadata) +
         (asset.layers.is_null() ? 0 : support::spaced_ascii_size(asset.layers));
}

}  // namespace

std::vector<UnreadableRow> ImportPlanner::check_all(ArgumentRows rows, const ImportJournal* journal) {
  std::exception_ptr first_error;
  std::vector<UnreadableRow> unreadable;
  const auto check = [&](const ImportRow& row, ContentKind kind) {
    checks_.set_kind(row.index, kind);
    if (first_error) return;  // that later rows are of another kind would still come first
    try {
      checks_.set_checked(row.index, planners_.of(kind).check(row));
    } catch (const FileError&) {
      if (journal != nullptr && journal->is_finished(row.index)) return;
      if (row.asset.external_id) {
        unreadable.push_back({std::current_exception(), *row.asset.external_id});
      } else {
        first_error = std::current_exception();
      }
    } catch (...) {
      first_error = std::current_exception();
    }
  };
  bool uploads = false;
  ImportRow row;
  for (rows.rewind(); rows.next(row.asset); ++row.index) {
    const bool were_texts = kinds_.kind() == ContentKind::text;
    const ContentKind kind = kinds_.add(row);
    check_extension(row, kind, input_type_);
    if (needs_upload_right(kind)) {
      uploads = true;
      right_.ask();
    }
    if (were_texts && kind == ContentKind::text_file) {
      // The first file: all rows before it were texts, and are names of files now.
      first_error = nullptr;
      ArgumentRows before = rows;
      ImportRow text;
      for (before.rewind(); text.index < row.index && before.next(text.asset); ++text.index) {
        check(text, ContentKind::text_file);
      }
    }
    check(row, kind);
  }
  kinds_.fix();
  if (uploads) right_.require();
  if (first_error) std::rethrow_exception(first_error);
  return unreadable;
}

ContentKind ImportPlanner::tell(const ImportRow& row) {
  if (checks_.has(row.index)) return checks_.kind(row.index);
  const ContentKind kind = kinds_.add(row);
  kinds_.fix();
  check_extension(row, kind, input_type_);
  if (needs_upload_right(kind)) right_.require();
  return kind;
}

CheckedContent ImportPlanner::check(const ImportRow& row, ContentPlanner& planner) {
  if (!checks_.has(row.index)) return planner.check(row);
  auto checked = checks_.checked(row.index);
  if (checked && (checked->files.empty() || are_unchanged(planner.files_of(row), checked->files, row))) {
    return *std::move(checked);
  }
  return planner.check(row);
}

PlannedAsset ImportPlanner::plan(const ImportRow& row, const std::function<void()>& between) {
  ContentPlanner& planner = planners_.of(tell(row));
  const CheckedContent checked = check(row, planner);
  if (!LocalContent(row).is_unread()) return plan_checked(row, checked, planner);
  ImportRow read = row;
  read.spool = spool_reader(row, between);
  return plan_checked(read, planner.check(read), planner);
}

PlannedAsset ImportPlanner::plan_checked(const ImportRow& row, const CheckedContent& checked,
                                         const ContentPlanner& planner) {
  PlannedAsset asset;
  asset.index = row.index;
  asset.is_honeypot = row.asset.is_honeypot;
  asset.lane = lanes::appended;
  const Json& metadata = row.asset.json_metadata;
  if (!metadata.is_null()) asset.json_metadata = support::spaced_ascii_json(metadata);
  planner.plan(row, checked, asset);
  asset.request_bytes = request_bytes_of(asset);
  return asset;
}

}  // namespace kili::use_cases
