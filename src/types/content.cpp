#include <nlohmann/json.hpp>

#include "kili/assets/new_asset.hpp"

namespace kili {
inline namespace v0_1 {

Content::Content(Json value) {
  if (value.get().is_string()) {
    text_ = value.get().get<std::string>();
  } else {
    json_ = std::move(value);
  }
}

bool Content::empty() const noexcept {
  const nlohmann::json& value = json_.get();
  return text_.empty() && (!value.is_structured() || value.empty());
}

}  // namespace v0_1
}  // namespace kili
