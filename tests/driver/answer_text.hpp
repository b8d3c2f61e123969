#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace kili::driver {

/// An answer in one line as Python's json module writes it: with NaN and infinite numbers, and integers of
/// any length.
[[nodiscard]] std::string answer_text(const nlohmann::json& answer);

}  // namespace kili::driver
