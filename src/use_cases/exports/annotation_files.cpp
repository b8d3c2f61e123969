#include "use_cases/exports/annotation_files.hpp"

#include <fmt/format.h>

#include <utility>

#include "exports/kili_files.hpp"
#include "exports/labels_of_record.hpp"
#include "kili/errors.hpp"
#include "support/json_lookup.hpp"
#include "support/shown_text.hpp"
#include "use_cases/assets/media/media_file.hpp"

namespace kili::use_cases {

namespace {

using nlohmann::json;

/// Calls with each answer of the label that is a file, and the name of its job. Files of videos belong to the
/// whole video.
template <typename Use>
void for_each_file_answer(json& label, const Use& use) {
  const auto response = label.find("jsonResponse");
  if (response == label.end() || !response->is_object()) return;
  const auto whole = response->find("assetLevel");
  json& answers = whole != response->end() && whole->is_object() ? *whole : *response;
  for (const auto& [job, answer] : answers.items()) {
    if (support::find_text(answer, "fileId") != nullptr) use(job, answer);
  }
}

}  // namespace

AnnotationFiles::AnnotationFiles(Resources resources, std::string project_id, ExportWorkspace& workspace,
                                 support::CallContext context)
    : resources_(std::move(resources)),
      project_id_(std::move(project_id)),
      workspace_(&workspace),
      context_(std::move(context)) {}

std::size_t AnnotationFiles::add(json& record) {
  std::size_t count = 0;
  labels::for_each_label(record, [&](json& label) {
    for_each_file_answer(label, [&](const std::string& job, json& answer) {
      add_answer(record, job, answer);
      ++count;
    });
  });
  return count;
}

void AnnotationFiles::add_answer(const json& record, const std::string& job, json& answer) {
  if (!directory_) directory_ = std::make_unique<MediaDirectory>(workspace_->folder() / "labels");
  const std::string id = support::text_or_empty(answer, "fileId");
  const std::string* const given = support::find_text(answer, "fileName");
  const std::string external_id = support::text_or_empty(record, "externalId");
  const std::string name =
      fmt::format("{}/{}_{}", labels::KiliFiles::stem_of(external_id), job, given == nullptr ? id : *given);
  const std::string url = resources_.api->labels.annotation_file_url(
      project_id_, support::text_or_empty(record, "id"), id, context_);
  MediaPlace place = directory_->place_for(name, {}, id);
  for (std::size_t attempt = 0;
       workspace_->names_of_records().take(workspace_->name_of(place.path), external_id); ++attempt)
    place = directory_->place_for(name, {}, fmt::format("{} {} {}", external_id, id, attempt));
  try {
    fetch_media_file({.known = {}, .largest = {}, .place = place, .url = url}, resources_.api->storage,
                     *resources_.ids, context_);
  } catch (const HttpError& error) {
    if (error.context().http_status != 404) throw;
    throw NotFoundError(
        fmt::format("the file '{}' of asset '{}', job '{}', is not in the storage of the service",
                    support::shown_text(id), support::shown_text(external_id), support::shown_text(job)));
  }
  answer["filePath"] = workspace_->add_media(place.path);
}

}  // namespace kili::use_cases
