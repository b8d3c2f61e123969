#include "kili/labels/parsed_job.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "kili/labels/errors.hpp"
#include "kili/labels/parsed_jobs.hpp"
#include "parsed_labels/annotation_data.hpp"
#include "parsed_labels/annotation_value.hpp"
#include "parsed_labels/ontology_data.hpp"
#include "parsed_labels/reading.hpp"
#include "parsed_labels/transcription.hpp"

namespace kili {
inline namespace v0_1 {

using detail::LabelAccess;
using labels::LabelPath;

ParsedJob::ParsedJob(const JobInterface& job) noexcept : interface_(&job) {}
ParsedJob::ParsedJob(const ParsedJob&) = default;
ParsedJob::ParsedJob(ParsedJob&&) noexcept = default;
ParsedJob& ParsedJob::operator=(const ParsedJob&) = default;
ParsedJob& ParsedJob::operator=(ParsedJob&&) noexcept = default;
ParsedJob::~ParsedJob() = default;

detail::JobData& ParsedJob::data() {
  if (!data_) data_ = std::make_unique<detail::JobData>(*interface_);
  return *data_;
}

bool ParsedJob::is_video() const noexcept { return data_ && data_->frames; }

void ParsedJob::throw_missing(std::string_view key) const {
  if (data_ && data_->unread.find(key) != nullptr) {
    throw MalformedLabelError(LabelPath(*interface_).where(),
                              fmt::format("\"{}\" of the answer has another shape", key), "TypeError");
  }
  throw MissingValueError(LabelPath(*interface_).where(), fmt::format("the answer has no \"{}\"", key));
}

void ParsedJob::throw_incompatible(std::string_view attribute) const {
  throw AttributeNotCompatibleWithJobError(
      LabelPath(*interface_).where(),
      fmt::format("answers to the task {} have no attribute '{}'", interface_->ml_task_word(), attribute));
}

void ParsedJob::refuse_video(std::string_view attribute) const {
  if (!is_video()) return;
  throw AttributeNotCompatibleWithJobError(
      LabelPath(*interface_).where(),
      fmt::format("the answer of a video has the attribute '{}' in each of its frames()", attribute),
      "AttributeError");
}

void ParsedJob::check_task(MlTask task, std::string_view attribute) const {
  refuse_video(attribute);
  if (interface_->ml_task() != task) throw_incompatible(attribute);
}

void ParsedJob::check_can_have_annotations(std::string_view attribute) const {
  refuse_video(attribute);
  if (data_ && LabelAccess::is_present(data_->annotations)) return;
  const MlTask task = interface_->ml_task();
  if (task == MlTask::classification || task == MlTask::file) throw_incompatible(attribute);
}

// Reading
// ----------------------------------------------------------------------------------------------------

const CategoryList& ParsedJob::categories() const {
  check_task(MlTask::classification, "categories");
  if (data_ && LabelAccess::is_present(data_->categories)) return data_->categories;
  if (interface_->is_required()) throw_missing("categories");
  return LabelAccess::ontology(*interface_).empty_lists_of(*interface_).categories;
}
CategoryList& ParsedJob::categories() {
  static_cast<void>(std::as_const(*this).categories());
  return data().categories;
}

const Category* ParsedJob::category() const {
  check_task(MlTask::classification, "category");
  if (!interface_->takes_one_category()) throw_incompatible("category");
  if (!data_ || !LabelAccess::is_present(data_->categories)) {
    if (interface_->is_required()) throw_missing("categories");
    return nullptr;
  }
  return &labels::only_category(data_->categories, *interface_);
}
Category* ParsedJob::category() {
  return std::as_const(*this).category() == nullptr ? nullptr : &data_->categories[0];
}

bool ParsedJob::has_children() const noexcept { return data_ && data_->children; }
const ParsedJobs& ParsedJob::children() const {
  refuse_video("children");
  if (!has_children()) throw_missing("children");
  return *data_->children;
}
ParsedJobs& ParsedJob::children() {
  static_cast<void>(std::as_const(*this).children());
  return *data_->children;
}

bool ParsedJob::has_text() const noexcept {
  return interface_->ml_task() == MlTask::transcription && data_ && data_->text;
}
std::string_view ParsedJob::text() const {
  check_task(MlTask::transcription, "text");
  if (!data_ || !data_->text) throw_missing("text");
  return *data_->text;
}

std::optional<std::string_view> ParsedJob::file_member(std::string_view key,
                                                       std::string_view attribute) const {
  check_task(MlTask::file, attribute);
  const nlohmann::json* member = data_ ? data_->unread.find(key) : nullptr;
  if (member == nullptr && interface_->is_required()) throw_missing(key);
  if (member == nullptr || member->is_null()) return std::nullopt;
  if (!member->is_string()) throw_missing(key);
  return member->get_ref<const std::string&>();
}
std::optional<std::string_view> ParsedJob::file_id() const { return file_member("fileId", "file_id"); }
std::optional<std::string_view> ParsedJob::file_name() const { return file_member("fileName", "file_name"); }
std::optional<std::string_view> ParsedJob::file_mime_type() const {
  return file_member("fileMimeType", "file_mime_type");
}

bool ParsedJob::is_key_frame() const {
  check_task(MlTask::classification, "is_key_frame");
  if (!data_ || !data_->is_key_frame) throw_missing("isKeyFrame");
  return *data_->is_key_frame;
}

const AnnotationList& ParsedJob::annotations() const {
  check_can_have_annotations("annotations");
  if (data_ && LabelAccess::is_present(data_->annotations)) return data_->annotations;
  if (interface_->is_required()) throw_missing("annotations");
  return LabelAccess::ontology(*interface_).empty_lists_of(*interface_).annotations;
}
AnnotationList& ParsedJob::annotations() {
  static_cast<void>(std::as_const(*this).annotations());
  return data().annotations;
}

const AnnotationList& ParsedJob::entity_annotations() const {
  check_task(MlTask::named_entities_recognition, "entity_annotations");
  return annotations();
}
AnnotationList& ParsedJob::entity_annotations() {
  check_task(MlTask::named_entities_recognition, "entity_annotations");
  return annotations();
}

const AnnotationList& ParsedJob::bounding_poly_annotations() const {
  check_task(MlTask::object_detection, "bounding_poly_annotations");
  return annotations();
}
AnnotationList& ParsedJob::bounding_poly_annotations() {
  check_task(MlTask::object_detection, "bounding_poly_annotations");
  return annotations();
}

const FrameList& ParsedJob::frames() const {
  if (!is_video()) {
    throw AttributeNotCompatibleWithJobError(LabelPath(*interface_).where(),
                                             "only answers of videos have the attribute 'frames'",
                                             "AttributeError");
  }
  return *data_->frames;
}
FrameList& ParsedJob::frames() {
  static_cast<void>(std::as_const(*this).frames());
  return *data_->frames;
}

// Changing
// ---------------------------------------------------------------------------------------------------

void ParsedJob::add_category(std::string_view name, std::optional<double> confidence) {
  check_task(MlTask::classification, "add_category");
  data().categories.add_category(name, confidence);
}

void ParsedJob::add_annotation(const nlohmann::json& annotation) {
  check_can_have_annotations("add_annotation");
  data().annotations.add_annotation(annotation);
}

void ParsedJob::set_text(std::string_view text) {
  check_task(MlTask::transcription, "text");
  labels::check_transcription(text, *interface_);
  data().text.emplace(text);
  data_->unread.forget("text");
}

void ParsedJob::set_children(const nlohmann::json& children) {
  refuse_video("children");
  auto read = labels::read_children(children, *interface_, LabelPath(*interface_).member("children"));
  data().children = std::move(read);
}

// Writing
// ----------------------------------------------------------------------------------------------------

bool ParsedJob::empty() const noexcept {
  if (!data_) return true;
  if (data_->frames) {
    for (const ParsedJob& frame : *data_->frames) {
      if (!frame.empty()) return false;
    }
    return true;
  }
  return !LabelAccess::is_present(data_->categories) && !LabelAccess::is_present(data_->annotations) &&
         !data_->children && !data_->text && !data_->is_key_frame && data_->unread.empty();
}

nlohmann::json ParsedJob::to_dict() const {
  if (!data_) return nlohmann::json::object();
  if (data_->frames) {
    nlohmann::json frames = nlohmann::json::array();
    for (const ParsedJob& frame : *data_->frames) frames.push_back(frame.to_dict());
    return frames;
  }
  nlohmann::json object = data_->unread.to_json();
  if (data_->text) object["text"] = *data_->text;
  if (data_->is_key_frame) object["isKeyFrame"] = *data_->is_key_frame;
  if (LabelAccess::is_present(data_->categories)) object["categories"] = data_->categories.as_list();
  if (LabelAccess::is_present(data_->annotations)) object["annotations"] = data_->annotations.as_list();
  if (data_->children) object["children"] = data_->children->to_dict();
  return object;
}

// Frames
// -----------------------------------------------------------------------------------------------------

FrameList::FrameList(const JobInterface& job, Numbers numbers) noexcept
    : job_(&job), numbers_(std::move(numbers)) {}

void FrameList::check(std::size_t index) const {
  if (index < items_.size()) return;
  throw FrameIndexError(LabelPath(*job_).where(),
                        fmt::format("the label has {} frames, none at {}", items_.size(), index));
}
const ParsedJob& FrameList::operator[](std::size_t index) const {
  check(index);
  return items_[index];
}
ParsedJob& FrameList::operator[](std::size_t index) {
  check(index);
  return items_[index];
}
std::uint64_t FrameList::number(std::size_t index) const {
  check(index);
  return (*numbers_)[index];
}

// Kinds
// ------------------------------------------------------------------------------------------------------

JobVariant ParsedJob::variant() const noexcept {
  if (is_video()) return VideoJob(*this);
  switch (interface_->ml_task()) {
    case MlTask::classification:
      return ClassificationJob(*this);
    case MlTask::named_entities_recognition:
      return EntityRecognitionJob(*this);
    case MlTask::named_entities_relation:
      return EntityRelationJob(*this);
    case MlTask::object_detection:
      return ObjectDetectionJob(*this);
    case MlTask::object_relation:
      return ObjectRelationJob(*this);
    case MlTask::transcription:
      return TranscriptionJob(*this);
    case MlTask::file:
    case MlTask::other:
      break;
  }
  return OtherJob(*this);
}

}  // namespace v0_1
}  // namespace kili
