#include "use_cases/assets/listing/dead_documents.hpp"

#include <fmt/format.h>

#include "api/storage/storage_api.hpp"
#include "support/shown_text.hpp"

namespace kili::use_cases {
DeadDocuments::~DeadDocuments() {
  for (const auto& [origin, dead] : origins_) {
    if (dead.not_asked == 0) continue;
    log_.warn(
        fmt::format("{} documents with answers of labels at {} were not asked for, since the {} before them "
                    "were not there "
                    "(HTTP {}); jsonResponse of their labels is {{}}",
                    dead.not_asked, support::shown_url(origin), dead.in_a_row, dead.status));
  }
}

bool DeadDocuments::is_worth_asking(std::string_view url) {
  const std::scoped_lock lock(mutex_);
  const auto found = origins_.find(api::StorageApi::origin_of(url));
  if (found == origins_.end() || found->second.in_a_row < most_in_a_row) return true;
  ++found->second.not_asked;
  return false;
}

void DeadDocuments::note_missing(std::string_view url, int status) {
  const std::scoped_lock lock(mutex_);
  Origin& origin = origins_[api::StorageApi::origin_of(url)];
  if (origin.status != status) origin.in_a_row = 0;
  origin.status = status;
  ++origin.in_a_row;
}

void DeadDocuments::note_found(std::string_view url) {
  const std::scoped_lock lock(mutex_);
  const auto found = origins_.find(api::StorageApi::origin_of(url));
  if (found != origins_.end()) found->second.in_a_row = 0;
}

}  // namespace kili::use_cases
