#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
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

  /// "append/image-local": the same for the recordings with all versions.
  [[nodiscard]] std::string name() const { return recorded.at("name").get<std::string>(); }
  [[nodiscard]] std::string method() const { return recorded.at("call").at("method").get<std::string>(); }
  /// The suffix of the file: "26.2", "26.1", "2.164", or "" of a recording that several versions share.
  [[nodiscard]] std::string version() const;
  /// The newest version of the official client that made the recording or is alike to it, such as "26.2.4".
  [[nodiscard]] std::string sdk() const;
  /// Whether today's official client would still do so.
  [[nodiscard]] bool is_of_today() const { return sdk().starts_with("26.2"); }
};

/// A difference from the official client on purpose: what is expected instead of what was recorded.
struct Rule {
  std::vector<std::string> cases;  ///< Names of cases.
  /// Keys of a case (`result`, `error`, ...) that replace the recorded ones; beside them `result_length`, and
  /// `final_state_changes`: members of assets of the final state, by position, and `final_modules_changes`:
  /// the same of the lists of `final_modules`, by list and position, where null takes a record out;
  /// `export_changes`, by archive and file, see changed_export().
  nlohmann::json expect;
  std::string name;
  std::string reason;
};

/// Of each case the newest recording: "26.2", then "26.1", then the one without suffix, then "2.164".
[[nodiscard]] std::vector<WireCase> newest_recordings(std::vector<WireCase> cases);

/// Whether the name of a file contains the filter; behind "^", whether it begins with it.
[[nodiscard]] bool is_chosen(std::string_view file, std::string_view filter);

/// The recordings, of all versions, of the cases of which `filter` chooses a file, by name of file.
/// `<x*N>` in their texts is written out.
/// @throws std::runtime_error naming the file when one is not readable.
[[nodiscard]] std::vector<WireCase> load_cases(const std::filesystem::path& folder,
                                               const std::string& filter);

/// A difference of all exports on purpose.
struct ExportRule {
  std::vector<std::string>
      additions;  ///< Endings of the names of files that may be there beside the recorded.
  std::map<std::string, std::string> texts;  ///< What stands in the place of recorded parts of texts.
};

/// All rules of a file.
struct Rules {
  std::vector<ExportRule> of_exports;
  std::vector<Rule> of_cases;
  std::vector<QueryRule> of_queries;
};

/// The rules of a file: a JSON array of objects with `name`, `reason`, and either `cases` and `expect`,
/// `queries` (see QueryRule), or `exports` (see ExportRule).
[[nodiscard]] Rules load_rules(const std::filesystem::path& file);

/// Writes the files that a case begins with (key `files`).
void write_case_files(const nlohmann::json& files, const std::filesystem::path& directory);

}  // namespace kili::wire
