#include "kili/projects/project_step.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace kili {
inline namespace v0_1 {

ProjectStep::ProjectStep(nlohmann::json record)
    : RecordFields(std::move(record), "step", "GetSteps::fields") {}

std::string_view ProjectStep::id() const { return text("id"); }
std::string_view ProjectStep::name() const { return text("name"); }
std::string_view ProjectStep::type() const { return text("type"); }
std::optional<std::string_view> ProjectStep::step_group_id() const { return optional_text("stepGroupId"); }
const nlohmann::json& ProjectStep::assignees() const { return field("assignees"); }

}  // namespace v0_1
}  // namespace kili
