#include "parsed_labels/rotation.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

std::optional<int> rotation_in(const nlohmann::json& answer) {
  if (!answer.is_object()) return std::nullopt;
  const auto rotation = answer.find("rotation");
  if (rotation == answer.end() || !rotation->is_number()) return std::nullopt;
  for (const int degrees : {0, 90, 180, 270}) {
    if (*rotation == degrees) return degrees;
  }
  return std::nullopt;
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
