#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "queries.hpp"

namespace kili::wire {

/// One recorded call of the official client.
struct WireCase {
  nlohmann::ordered_json call;  ///< The key `call`, its keys in order: where JSON becomes text, it matters.
  nlohmann::json recorded;      ///< The whole file.
  nlohmann::json fixture;       ///< Of the key `fixture`.
  std::string file;             ///< Name of the file without ".json".

  /// "append/image-local": the same for the recordings with both versions.
  [[nodiscard]] std::string name() const { return recorded.at("name").get<std::string>(); }
  [[nodiscard]] std::string method() const { return recorded.at("call").at("method").get<std::string>(); }
  [[nodiscard]] bool is_of_old_version() const { return file.ends_with("--2.164"); }
};

/// A difference from the official client on purpose: what is expected instead of what was recorded.
struct Rule {
  std::vector<std::string> cases;  ///< Names of cases.
  /// Keys of a case (`result`, `error`, ...) that replace the recorded ones; beside them `result_length`, and
  /// `final_state_changes`: members of assets of the final state, by position.
  nlohmann::json expect;
  std::string name;
  std::string reason;
};

/// All cases of a folder whose file name contains `filter`, by name of file.
/// @throws std::runtime_error naming the file when one is not readable.
[[nodiscard]] std::vector<WireCase> load_cases(const std::filesystem::path& folder,
                                               const std::string& filter);

/// All rules of a file.
struct Rules {
  std::vector<Rule> of_cases;
  std::vector<QueryRule> of_queries;
};

/// The rules of a file: a JSON array of objects with `name`, `reason`, and either `cases` and `expect` or
/// `queries` (see QueryRule).
[[nodiscard]] Rules load_rules(const std::filesystem::path& file);

/// Writes the files that a case begins with (key `files`).
void write_case_files(const nlohmann::json& files, const std::filesystem::path& directory);

}  // namespace kili::wire
