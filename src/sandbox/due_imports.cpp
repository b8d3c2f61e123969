#include "sandbox/due_imports.hpp"

#include <algorithm>

namespace kili::sandbox {

std::vector<std::string> DueImports::take_due() {
  const std::scoped_lock lock(mutex_);
  const auto now = clock_->now();
  std::stable_sort(imports_.begin(), imports_.end(),
                   [](const Import& left, const Import& right) { return left.due < right.due; });
  const auto end =
      std::find_if(imports_.begin(), imports_.end(), [&](const Import& import) { return import.due > now; });
  std::vector<std::string> ids;
  ids.reserve(static_cast<std::size_t>(end - imports_.begin()));
  for (auto import = imports_.begin(); import != end; ++import) {
    ids.emplace_back(std::move(import->notification_id));
  }
  imports_.erase(imports_.begin(), end);
  return ids;
}

}  // namespace kili::sandbox
