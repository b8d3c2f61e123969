#include "readers/label_per_file_source.hpp"

#include <fmt/format.h>

namespace kili {
inline namespace v0_1 {
namespace labels {

bool LabelPerFileSource::next(NewLabel& label) {
  while (next_file_ < files_.size()) {
    if (read(files_[next_file_++], label)) return true;
  }
  return false;
}

bool LabelPerFileSource::complete(NewLabel& label, std::string external_id, const LabelBuilder& builder,
                                  bool nothing_is_left, std::string_view place, std::string_view things) {
  if (nothing_is_left) {
    losses_.add(place, fmt::format("nothing is left of its {}, so that it has no label", things));
    return false;
  }
  label.external_id = std::move(external_id);
  label.json_response = builder.json_text();
  return true;
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
