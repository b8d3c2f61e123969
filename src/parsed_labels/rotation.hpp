#pragma once

#include <optional>

#include <nlohmann/json.hpp>

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The job whose answer says how an image was turned when it was labeled.
inline constexpr const char* rotation_job = "ROTATION_JOB";

/// What an answer to that job says: degrees clockwise, 0, 90, 180 or 270. Nothing when it is something else.
[[nodiscard]] std::optional<int> rotation_in(const nlohmann::json& answer);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
