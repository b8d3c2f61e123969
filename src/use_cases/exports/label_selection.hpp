#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/exports/export_labels.hpp"

namespace kili::use_cases {

/// Which labels of an asset are exported.
struct LabelSelection {
  bool include_sent_back = true;
  std::vector<LabelType> types{};
  ExportType which = ExportType::latest;
};

/// @return the selection that the arguments ask for.
[[nodiscard]] LabelSelection selection_of(const ExportLabels& arguments);

/// The fields of assets that the selection needs, beside the default ones of an export.
[[nodiscard]] std::vector<std::string> label_fields_of(const LabelSelection& selection);

/// Takes out of the record of an asset the labels that are not selected. Labels that were saved on the way
/// (AUTOSAVE) are never selected. Puts the whole name of each author in ("author.name").
/// @return the number of labels that are left.
[[nodiscard]] std::size_t select_labels(nlohmann::json& record, const LabelSelection& selection);

/// How many of the labels that select_labels() has left have no answers.
[[nodiscard]] std::size_t count_without_answers(const nlohmann::json& record,
                                                const LabelSelection& selection);

}  // namespace kili::use_cases
