#include "use_cases/assets/importing/check/content_checks.hpp"

namespace kili::use_cases {

void ContentChecks::set_kind(std::size_t index, ContentKind kind) {
  if (index == rows_.size()) rows_.emplace_back();
  rows_[index] = {.kind = kind};
}

void ContentChecks::set_checked(std::size_t index, const CheckedContent& checked) {
  Row& row = rows_[index];
  row.first_file = files_.size();
  row.files = static_cast<std::uint32_t>(checked.files.size());
  row.processing = checked.processing;
  row.is_checked = true;
  files_.insert(files_.end(), checked.files.begin(), checked.files.end());
}

std::optional<CheckedContent> ContentChecks::checked(std::size_t index) const {
  const Row& row = rows_[index];
  if (!row.is_checked) return std::nullopt;
  CheckedContent checked;
  const auto first = files_.begin() + static_cast<std::ptrdiff_t>(row.first_file);
  checked.files.assign(first, first + static_cast<std::ptrdiff_t>(row.files));
  checked.processing = row.processing;
  return checked;
}

}  // namespace kili::use_cases
