#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "pattern.hpp"
#include "wire_case.hpp"

namespace kili::wire {

/// The key `export` of a case, by archive (or folder) and file, with what a rule says under `export_changes`:
/// of an archive null, which takes it out, or an object by file, each either null, which takes the file out,
/// `{"json_patch": [...]}`, a JSON patch (RFC 6902) of a recorded text that is JSON, or what replaces the
/// recorded file: `text`, `json` (a document), `size` with `sha256`, or `{"any": true}`, a file with any
/// content.
/// @throws std::runtime_error naming a file that is to be taken out or patched and was not recorded, or whose
/// patch does not fit.
[[nodiscard]] nlohmann::json changed_export(nlohmann::json recorded, const nlohmann::json& changes);

/// Compares the key `export` of a case with what a call left in a directory, where a file whose path is a key
/// of `given` was there before. Texts are compared with placeholders: `<date>` and `<year>` stand for any
/// at each place, others must be bound. JSON is compared as JSON, the lines of the labels of YOLO in any
/// order.
/// @return where and how they differ, all of it: files that are missing or too much, of others the first
/// difference.
[[nodiscard]] std::vector<std::string> export_differences(const nlohmann::json& recorded,
                                                          const std::filesystem::path& directory,
                                                          const nlohmann::json& given,
                                                          const Bindings& bindings,
                                                          const std::vector<ExportRule>& rules = {});

}  // namespace kili::wire
