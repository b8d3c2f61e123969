#include "cli/exit_codes.hpp"

#include <algorithm>

namespace kili::cli {

int exit_code_of(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::invalid_argument:
    case ErrorCode::missing_argument:
    case ErrorCode::incompatible_arguments:
    case ErrorCode::invalid_import:
    case ErrorCode::file_type_not_accepted:
    case ErrorCode::missing_field:
    case ErrorCode::field_not_available:
    case ErrorCode::label_mismatch:
      return exit_code::usage;
    case ErrorCode::authentication_failed:
      return exit_code::authentication;
    case ErrorCode::not_found:
      return exit_code::not_found;
    case ErrorCode::request_refused:
    case ErrorCode::unsupported_by_service:
    case ErrorCode::deprecated_argument:
    case ErrorCode::upload_forbidden:
    case ErrorCode::download_forbidden:
      return exit_code::refused;
    case ErrorCode::http_failed:
    case ErrorCode::connection_failed:
    case ErrorCode::deadline_exceeded:
      return exit_code::network;
    case ErrorCode::file_not_readable:
    case ErrorCode::file_not_writable:
      return exit_code::local_file;
    case ErrorCode::import_incomplete:
    case ErrorCode::mutation_incomplete:
    case ErrorCode::asynchronous_import_failed:
    case ErrorCode::export_incomplete:
      return exit_code::incomplete;
    case ErrorCode::cancelled:
      return exit_code::interrupted;
    case ErrorCode::other:
    case ErrorCode::used_after_fork:
      break;
  }
  return exit_code::internal;
}

int exit_code_of(const Error& error) noexcept {
  if (const auto* const import = dynamic_cast<const ImportError*>(&error)) {
    const auto exists = [](const ImportedAsset& asset) {
      return asset.outcome == ImportOutcome::created || asset.outcome == ImportOutcome::accepted ||
             asset.outcome == ImportOutcome::skipped;
    };
    if (import->cause_code() == ErrorCode::cancelled) return exit_code::interrupted;
    const auto& assets = import->assets();
    return std::any_of(assets.begin(), assets.end(), exists) ? exit_code::incomplete
                                                             : exit_code_of(import->cause_code());
  }
  if (const auto* const mutation = dynamic_cast<const MutationError*>(&error)) {
    const auto is_done = [](const MutatedAsset& asset) { return asset.outcome == MutationOutcome::done; };
    if (mutation->cause_code() == ErrorCode::cancelled) return exit_code::interrupted;
    const auto& assets = mutation->assets();
    return std::any_of(assets.begin(), assets.end(), is_done) ? exit_code::incomplete
                                                              : exit_code_of(mutation->cause_code());
  }
  return exit_code_of(error.code());
}

}  // namespace kili::cli
