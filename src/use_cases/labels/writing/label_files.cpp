#include "use_cases/labels/writing/label_files.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include <nlohmann/json.hpp>

#include "api/service_api.hpp"
#include "kili/errors.hpp"
#include "support/json_text.hpp"
#include "support/mime_types.hpp"
#include "support/os/file.hpp"
#include "support/shown_text.hpp"

namespace kili::use_cases {
namespace {

std::uint64_t size_of_file(const FileJob& job) {
  std::error_code error = std::make_error_code(std::errc::no_such_file_or_directory);
  const bool may_be_path = !job.path.empty() && job.path.find('\0') == std::string::npos;
  if (may_be_path) {
    const auto status = support::file_status(job.path, error);
    if (!error) return status.size;
  }
  throw FileError(
      fmt::format("job '{}' names the file {}, which cannot be read: {}; a job that answers with "
                  "a text names a file to upload",
                  support::shown_text(job.name), support::shown_path(job.path), error.message()));
}

void upload(const Resources& resources, const std::string& project_id, PlannedLabel& label,
            const FileJob& job, const support::CallContext& context) {
  const std::uint64_t size = size_of_file(job);
  const std::string_view known_type = support::mime_type_of(job.path);
  const std::string mime_type(known_type.empty() ? "application/octet-stream" : known_type);
  const auto place =
      resources.api->label_mutations.create_annotation_file_upload(project_id, label.asset_id, context);
  resources.api->storage.upload(
      place.upload_url,
      {.content_type = mime_type, .file = std::filesystem::path(job.path), .size = size, .text = {}},
      context);
  nlohmann::ordered_json answer;
  answer["fileId"] = place.file_id;
  answer["fileName"] = std::filesystem::path(job.path).filename().string();
  answer["fileMimeType"] = mime_type;
  label.json_response = with_job(label.json_response, job, support::spaced_ascii_json(answer));
}

}  // namespace

void check_files(const std::vector<FileJob>& jobs, const std::string& project_id) {
  if (jobs.empty()) return;
  if (project_id.empty()) {
    throw ValidationError(
        fmt::format("job '{}' names a file to upload, which needs the project; give project_id",
                    support::shown_text(jobs.front().name)));
  }
  for (const FileJob& job : jobs) static_cast<void>(size_of_file(job));
}

void upload_files(const Resources& resources, const std::string& project_id,
                  std::vector<PlannedLabel>& labels, const support::CallContext& context) {
  for (PlannedLabel& label : labels) {
    for (const FileJob& job : label.file_jobs) upload(resources, project_id, label, job, context);
    label.file_jobs.clear();
  }
}

}  // namespace kili::use_cases
