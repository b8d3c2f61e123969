#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace kili::label_cases {

/// What running cases found.
struct Report {
  std::size_t cases = 0;
  std::size_t expectations = 0;
  std::vector<std::string> failures;  ///< One line each: case, path, what was expected and what came.
};

/// Runs a case (docs/labels.md, "Cases") and adds to the report.
void run_case(const nlohmann::ordered_json& label_case, const std::string& fallback_name, Report& report);
/// Runs the cases of every *.json file below the folder, in the order of their paths. Of recordings of one
/// case made with several versions of the official package ("sdk"), the newest is taken.
/// @param version takes the recordings of this version instead, and leaves out cases that it did not record.
/// Cases without "sdk" are always run.
[[nodiscard]] Report run_folder(const std::filesystem::path& folder, const std::string& version = {});

}  // namespace kili::label_cases
