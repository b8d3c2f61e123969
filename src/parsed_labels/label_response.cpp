#include <nlohmann/json.hpp>

#include "kili/labels/new_label.hpp"
#include "kili/labels/parsed_label.hpp"

namespace kili {
inline namespace v0_1 {

LabelResponse::LabelResponse(const ParsedLabel& label) : json_(label.json_response()) {}

}  // namespace v0_1
}  // namespace kili
