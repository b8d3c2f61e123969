#include "kili/labels/new_label.hpp"

#include <nlohmann/json.hpp>

namespace kili {
inline namespace v0_1 {

LabelResponse::LabelResponse(Json value) : json_(std::move(value)) {}

}  // namespace v0_1
}  // namespace kili
