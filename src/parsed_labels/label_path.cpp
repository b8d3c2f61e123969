#include "parsed_labels/label_path.hpp"

#include <fmt/format.h>

namespace kili {
inline namespace v0_1 {
namespace labels {

void LabelPath::append_path(std::string& path) const {
  if (outer_ != nullptr) outer_->append_path(path);
  if (index_ != no_index) {
    path += fmt::format("[{}]", index_);
  } else if (!name_.empty()) {
    if (!path.empty()) path += '.';
    path += name_;
  }
}

LabelPlace LabelPath::where() const {
  LabelPlace where;
  if (job_ != nullptr) where.job = job_->name();
  append_path(where.place);
  return where;
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
