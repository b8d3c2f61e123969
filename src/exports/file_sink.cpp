#include "exports/file_sink.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

bool WrittenFiles::write(const std::string& name, std::string_view owner, std::string_view content,
                         const LossNotes& notes) {
  if (const auto why = names_.take(name, owner)) {
    notes.add(*why);
    return false;
  }
  try {
    sink_->add(name, content);
  } catch (...) {
    names_.give_back(name);
    throw;
  }
  return true;
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
