#include "exports/export_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "kili/errors.hpp"
#include "support/whole_file.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

std::vector<const nlohmann::json*> label_records(const nlohmann::json& record) {
  std::vector<const nlohmann::json*> labels;
  const auto latest = record.find("latestLabel");
  if (latest != record.end() && latest->is_object()) labels.push_back(&*latest);
  for (const char* field : {"latestLabels", "labels"}) {
    const auto found = record.find(field);
    if (!labels.empty() || found == record.end() || !found->is_array()) continue;
    for (const auto& label : *found) {
      if (label.is_object()) labels.push_back(&label);
    }
  }
  if (labels.empty() && latest == record.end() && !record.contains("latestLabels") &&
      !record.contains("labels")) {
    throw FieldError("no label was requested; add \"latestLabel.jsonResponse\" to AssetsArguments::fields");
  }
  return labels;
}

}  // namespace

std::vector<NamedLabel> labels_to_export(const Asset& asset, const Ontology& ontology) {
  const auto records = label_records(asset.json());
  std::vector<NamedLabel> labels;
  for (const nlohmann::json* record : records) {
    if (!record->contains("jsonResponse")) {
      throw FieldError(
          "the answers of a label were not requested; add \"latestLabel.jsonResponse\" to "
          "AssetsArguments::fields");
    }
    std::string name(asset.external_id());
    if (records.size() > 1) name += fmt::format("_label{}", labels.size() + 1);
    labels.push_back({std::move(name), ParsedLabel(*record, ontology)});
  }
  return labels;
}

std::filesystem::path file_below(const std::filesystem::path& folder, std::string_view name,
                                 std::string_view extension) {
  const auto relative = std::filesystem::path(std::string(name) + std::string(extension)).lexically_normal();
  const bool leaves = relative.is_absolute() || relative.empty() || *relative.begin() == ".." ||
                      !relative.has_filename() || name.find('\0') != std::string_view::npos;
  if (leaves) {
    throw ValidationError(
        fmt::format("the external id '{}' cannot be the name of a file in {}", name, folder.string()));
  }
  auto path = folder / relative;
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  if (error) {
    throw FileWriteError(
        fmt::format("the folder {} cannot be made: {}", path.parent_path().string(), error.message()));
  }
  return path;
}

void write_file(const std::filesystem::path& path, std::string_view content) {
  support::WholeFile file(path);
  file.write(content);
  file.commit();
}

void WrittenFiles::write(const std::filesystem::path& path, std::string_view external_id,
                         std::string_view content) {
  const auto [place, is_new] = external_ids_.try_emplace(path.lexically_normal(), external_id);
  if (!is_new) {
    throw ValidationError(
        fmt::format("the labels of '{}' would take the place of those of '{}' in {}; write them with another "
                    "writer, in another folder",
                    external_id, place->second, path.string()));
  }
  try {
    write_file(path, content);
  } catch (...) {
    external_ids_.erase(place);
    throw;
  }
}

std::vector<const JobInterface*> jobs_to_export(const Ontology& ontology, const List<std::string>& names,
                                                const std::function<bool(const JobInterface&)>& is_suited,
                                                std::string_view format) {
  if (names) {
    for (const auto& name : *names) {
      const JobInterface* job = ontology.find(name);
      if (job == nullptr) throw ValidationError(fmt::format("jobs: the interface has no job '{}'", name));
      if (!is_suited(*job))
        throw ValidationError(fmt::format("jobs: '{}' cannot be written as {}", name, format));
    }
  }
  std::vector<const JobInterface*> jobs;
  for (const JobInterface& job : ontology.jobs()) {
    const bool is_asked = !names || std::find(names->begin(), names->end(), job.name()) != names->end();
    if (is_asked && is_suited(job)) jobs.push_back(&job);
  }
  if (jobs.empty())
    throw ValidationError(fmt::format("the project has no job that can be written as {}", format));
  return jobs;
}

void check_has_images(const Ontology& ontology, std::string_view format) {
  if (ontology.is_video() || ontology.input_type() == InputType::image) return;
  throw ValidationError(fmt::format("a project of type {} has no images that could be written as {}",
                                    to_string(ontology.input_type()), format));
}

std::string frame_name(std::string_view external_id, std::uint64_t frame, std::size_t frame_count) {
  return fmt::format("{}_{:0{}}", external_id, frame + 1, std::to_string(frame_count).size());
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
