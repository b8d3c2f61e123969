#pragma once

/// @file
/// The answer of a label to one job.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kili/export.hpp"
#include "kili/labels/annotation.hpp"
#include "kili/labels/category.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/labels/owned.hpp"

namespace kili {
inline namespace v0_1 {

class FrameList;
class ParsedJobs;

namespace detail {
struct JobData;
}

class ClassificationJob;
class TranscriptionJob;
class ObjectDetectionJob;
class EntityRecognitionJob;
class EntityRelationJob;
class ObjectRelationJob;
class VideoJob;
class OtherJob;

/// The kinds of answer; every alternative is a view that has the accessors of its kind
/// (kili/labels/job_kinds.hpp).
using JobVariant = std::variant<ClassificationJob, TranscriptionJob, ObjectDetectionJob, EntityRecognitionJob,
                                EntityRelationJob, ObjectRelationJob, VideoJob, OtherJob>;

/// The answer to one job, empty when the label has none. In labels of videos it consists of `frames()`, each
/// of which is such an answer. Every accessor throws AttributeNotCompatibleWithJobError when the task of the
/// job does not have the attribute and MissingValueError when the label lacks the value.
class KILI_EXPORT ParsedJob {
 public:
  ParsedJob(const ParsedJob&);
  ParsedJob(ParsedJob&&) noexcept;
  ParsedJob& operator=(const ParsedJob&);
  ParsedJob& operator=(ParsedJob&&) noexcept;
  ~ParsedJob();

  [[nodiscard]] const std::string& name() const noexcept { return interface_->name(); }
  /// The definition of the job.
  [[nodiscard]] const JobInterface& interface() const noexcept { return *interface_; }
  /// The label has no answer to this job.
  [[nodiscard]] bool empty() const noexcept;

  /// The kind of answer as a variant of views.
  [[nodiscard]] JobVariant variant() const noexcept;
  /// Calls the visitor with the view of the answer's kind; see `kili::overloaded`.
  template <typename Visitor>
  decltype(auto) visit(Visitor&& visitor) const;
  /// Whether the answer is of that kind, for example `is<ObjectDetectionJob>()`.
  template <typename Kind>
  [[nodiscard]] bool is() const noexcept;
  /// The view of that kind, or nothing when the answer is of another.
  template <typename Kind>
  [[nodiscard]] std::optional<Kind> get_if() const noexcept;

  /// The chosen classes of a classification; an empty list when there are none and the job is not required.
  [[nodiscard]] const CategoryList& categories() const;
  [[nodiscard]] CategoryList& categories();
  /// The class of a classification that takes one. A null pointer when there is none and the job is not
  /// required. @throws MalformedLabelError the label does not have exactly one.
  [[nodiscard]] const Category* category() const;
  [[nodiscard]] Category* category();
  /// Answers to the jobs below this one.
  [[nodiscard]] const ParsedJobs& children() const;
  [[nodiscard]] ParsedJobs& children();
  [[nodiscard]] bool has_children() const noexcept;
  /// The text of a transcription.
  [[nodiscard]] std::string_view text() const;
  [[nodiscard]] bool has_text() const noexcept;
  /// The file that answers a job of the task FILE: its id. Nothing when there is none yet and the job is not
  /// required. @throws MalformedLabelError the id is no text.
  [[nodiscard]] std::optional<std::string_view> file_id() const;
  /// The name that the file was uploaded with; as file_id().
  [[nodiscard]] std::optional<std::string_view> file_name() const;
  /// The content type of the file, for example "application/pdf"; as file_id().
  [[nodiscard]] std::optional<std::string_view> file_mime_type() const;
  /// In videos: a classification given at this frame, not carried over from an earlier one.
  [[nodiscard]] bool is_key_frame() const;
  /// The annotations; an empty list when there are none and the job is not required.
  [[nodiscard]] const AnnotationList& annotations() const;
  [[nodiscard]] AnnotationList& annotations();
  /// The same; refused when the job does not recognise named entities.
  [[nodiscard]] const AnnotationList& entity_annotations() const;
  [[nodiscard]] AnnotationList& entity_annotations();
  /// The same; refused when the job does not detect objects.
  [[nodiscard]] const AnnotationList& bounding_poly_annotations() const;
  [[nodiscard]] AnnotationList& bounding_poly_annotations();
  /// The answers of a video, frame by frame. Refused for other assets.
  [[nodiscard]] const FrameList& frames() const;
  [[nodiscard]] FrameList& frames();
  /// The label answers frame by frame.
  [[nodiscard]] bool is_video() const noexcept;

  /// Chooses a class of a classification.
  /// @throws InvalidMutationError the job does not offer it, takes no more, or it is chosen already.
  void add_category(std::string_view name, std::optional<double> confidence = std::nullopt);
  /// Adds an annotation given as JSON, an object as labels have it; see AnnotationList::add_annotation().
  void add_annotation(const nlohmann::json& annotation);
  /// Sets the text of a transcription.
  /// @throws InvalidMutationError the job requires a date or a number, and the text is neither.
  void set_text(std::string_view text);
  /// Replaces the answers below. @param children answers by job name, an object.
  void set_children(const nlohmann::json& children);

  /// The answer as JSON: an object; of videos, an array with an object per frame.
  [[nodiscard]] nlohmann::json to_dict() const;

 private:
  friend struct detail::LabelAccess;
  explicit ParsedJob(const JobInterface& job) noexcept;
  void refuse_video(std::string_view attribute) const;
  void check_task(MlTask task, std::string_view attribute) const;
  [[nodiscard]] std::optional<std::string_view> file_member(std::string_view key,
                                                            std::string_view attribute) const;
  void check_can_have_annotations(std::string_view attribute) const;
  [[nodiscard]] detail::JobData& data();
  [[noreturn]] void throw_missing(std::string_view key) const;
  [[noreturn]] void throw_incompatible(std::string_view attribute) const;

  const JobInterface* interface_;
  detail::Owned<detail::JobData> data_;  // null when the label has no answer
};

/// The answers of a video to one job, frame by frame.
class KILI_EXPORT FrameList {
 public:
  /// Number of frames that the label answers for.
  [[nodiscard]] std::size_t size() const noexcept { return items_.size(); }
  [[nodiscard]] bool empty() const noexcept { return items_.empty(); }
  /// The answer for a frame, counted from 0 in the order of the label's frames.
  /// @throws FrameIndexError
  [[nodiscard]] const ParsedJob& operator[](std::size_t index) const;
  [[nodiscard]] ParsedJob& operator[](std::size_t index);
  [[nodiscard]] auto begin() const noexcept { return items_.begin(); }
  [[nodiscard]] auto end() const noexcept { return items_.end(); }
  [[nodiscard]] auto begin() noexcept { return items_.begin(); }
  [[nodiscard]] auto end() noexcept { return items_.end(); }
  /// The number that the label gave the frame. Differs from the index when it skips frames.
  /// @throws FrameIndexError
  [[nodiscard]] std::uint64_t number(std::size_t index) const;

 private:
  friend struct detail::LabelAccess;
  using Numbers = std::shared_ptr<const std::vector<std::uint64_t>>;
  FrameList(const JobInterface& job, Numbers numbers) noexcept;
  void check(std::size_t index) const;

  const JobInterface* job_;
  std::vector<ParsedJob> items_;
  Numbers numbers_;  // shared by the jobs of a label
};

}  // namespace v0_1
}  // namespace kili

#include "kili/labels/job_kinds.hpp"  // IWYU pragma: export: the views of variant() and visit()
