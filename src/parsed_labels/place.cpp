#include "parsed_labels/place.hpp"

#include <fmt/format.h>

namespace kili::labels {

void Place::append_path(std::string& path) const {
  if (outer_ != nullptr) outer_->append_path(path);
  if (index_ != no_index) {
    path += fmt::format("[{}]", index_);
  } else if (!name_.empty()) {
    if (!path.empty()) path += '.';
    path += name_;
  }
}

LabelPlace Place::where() const {
  LabelPlace where;
  if (job_ != nullptr) where.job = job_->name();
  append_path(where.place);
  return where;
}

}  // namespace kili::labels
