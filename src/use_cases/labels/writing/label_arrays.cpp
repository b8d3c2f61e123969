#include "use_cases/labels/writing/label_arrays.hpp"

#include <fmt/format.h>

#include <utility>

#include "kili/errors.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"
#include "use_cases/labels/writing/label_files.hpp"
#include "use_cases/labels/writing/ontology_check.hpp"

namespace kili::use_cases {
namespace {

void check_length(std::string_view argument, bool given, std::size_t length, std::size_t labels) {
  if (!given || length == labels) return;
  throw ValidationError(
      fmt::format("{}: {} elements for {} labels; give one for each element of json_response_array", argument,
                  length, labels));
}

void check_id(std::string_view argument, const List<std::string>& ids, std::size_t index, bool may_be_empty) {
  if (!ids) return;
  const std::string& id = (*ids)[index];
  if (id.empty() && !may_be_empty) {
    throw ValidationError(fmt::format("label {}: {} is empty there; give an id", index, argument));
  }
  if (!support::is_valid_utf8(id)) {
    throw ValidationError(fmt::format("label {}: {} is not UTF-8 text there", index, argument));
  }
}

/// "label 17 (asset 'car_1')".
std::string name_of(const LabelArrays& arrays, std::size_t index) {
  const auto& names = arrays.by_id() ? *arrays.asset_ids : *arrays.asset_external_ids;
  return fmt::format("label {} (asset '{}')", index, support::shown_text(names[index]));
}

}  // namespace

void check_lengths(const LabelArrays& arrays) {
  const std::size_t labels = arrays.size();
  check_length(arrays.asset_ids_name, arrays.by_id(), arrays.asset_ids.size(), labels);
  check_length(arrays.external_ids_name, arrays.by_external_id(), arrays.asset_external_ids.size(), labels);
  check_length("author_id_array", arrays.author_ids.has_value(), arrays.author_ids.size(), labels);
  check_length("reviewed_label_id_array", arrays.reviewed_label_ids.has_value(),
               arrays.reviewed_label_ids.size(), labels);
  check_length("seconds_to_label_array", arrays.seconds_to_label.has_value(), arrays.seconds_to_label.size(),
               labels);
}

std::unordered_map<std::size_t, std::vector<FileJob>> check_labels(const LabelArrays& arrays,
                                                                   const std::string& project_id) {
  std::unordered_map<std::size_t, std::vector<FileJob>> file_jobs;
  for (std::size_t index = 0; index < arrays.size(); ++index) {
    if (arrays.by_id()) {
      check_id(arrays.asset_ids_name, arrays.asset_ids, index, false);
    } else {
      check_id(arrays.external_ids_name, arrays.asset_external_ids, index, false);
    }
    check_id("author_id_array", arrays.author_ids, index, true);
    check_id("reviewed_label_id_array", arrays.reviewed_label_ids, index, true);
    if (arrays.seconds_to_label && (*arrays.seconds_to_label)[index] < 0) {
      throw ValidationError(fmt::format("{}: seconds_to_label_array is negative there; give 0 or more",
                                        name_of(arrays, index)));
    }
    try {
      auto jobs = file_jobs_in((*arrays.json_responses)[index]);
      check_files(jobs, project_id);
      if (!jobs.empty()) file_jobs.emplace(index, std::move(jobs));
    } catch (const FileError& error) {
      throw FileError(fmt::format("{}: {}", name_of(arrays, index), error.what()), error.context());
    } catch (const ValidationError& error) {
      throw ValidationError(fmt::format("{}: {}", name_of(arrays, index), error.what()), error.context());
    }
  }
  return file_jobs;
}

void check_fit(const LabelArrays& arrays, const Ontology& ontology) {
  for (std::size_t index = 0; index < arrays.size(); ++index) {
    check_answers((*arrays.json_responses)[index], ontology, name_of(arrays, index));
  }
}

bool ArrayLabels::next(NewLabel& label) {
  if (next_ == arrays_.size()) return false;
  const std::size_t index = next_++;
  label = {};
  label.asset_id = asset_ids_[index];
  label.json_response = (*arrays_.json_responses)[index];
  if (arrays_.author_ids) label.author_id = (*arrays_.author_ids)[index];
  if (arrays_.reviewed_label_ids) label.reviewed_label_id = (*arrays_.reviewed_label_ids)[index];
  if (arrays_.seconds_to_label) label.seconds_to_label = (*arrays_.seconds_to_label)[index];
  return true;
}

}  // namespace kili::use_cases
