#pragma once

/// @file
/// The interface of a project, shared by its labels.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kili/enums.hpp"
#include "kili/export.hpp"

namespace kili {
inline namespace v0_1 {

/// Task of a job ("mlTask").
enum class MlTask : std::uint8_t {
  classification,
  file,  ///< The answer is a file.
  named_entities_recognition,
  named_entities_relation,
  object_detection,
  object_relation,
  transcription,
  other  ///< Any other task; its answers have no attributes of their own.
};

/// The tool that an annotation was drawn with ("type").
enum class AnnotationTool : std::uint8_t {
  absent,  ///< The annotation has no tool.
  marker,
  polygon,
  polyline,
  pose,
  rectangle,
  semantic,
  vector,
  other  ///< An unknown word.
};

/// The word in JSON; empty for absent and other.
[[nodiscard]] KILI_EXPORT std::string_view to_string(AnnotationTool tool) noexcept;

/// A point that poses of a class have.
struct PosePointInterface {
  std::string code{};         ///< In labels, for example "LEFT_EYE".
  bool is_mandatory = false;  ///< A pose must have it.
  std::string name{};         ///< The name shown to people, for example "Left eye"; empty when there is none.
};

/// A class that a job offers.
struct CategoryInterface {
  std::string name{};                         ///< The name in labels, for example "CATEGORY_A".
  std::optional<std::string> display_name{};  ///< The name shown to people, for example "Category A".
  std::vector<std::string> child_jobs{};      ///< Jobs that this class opens.
  std::vector<PosePointInterface> points{};   ///< Of a class of poses: its points.
};

namespace detail {
struct LabelAccess;
struct OntologyData;
class OntologyReader;
}  // namespace detail

/// One job of the interface. Belongs to its Ontology.
class KILI_EXPORT JobInterface {
 public:
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] MlTask ml_task() const noexcept { return ml_task_; }
  /// The word of the interface, for example "OBJECT_DETECTION".
  [[nodiscard]] const std::string& ml_task_word() const noexcept { return ml_task_word_; }
  /// Type of the project's assets.
  [[nodiscard]] InputType input_type() const noexcept { return input_type_; }
  /// The job is asked only below a class or an annotation of another job.
  [[nodiscard]] bool is_child() const noexcept { return is_child_; }
  /// An answer is required. @throws OntologyError when the interface lacks "required".
  [[nodiscard]] bool is_required() const;
  /// The control that takes the answer, for example "radio". @throws OntologyError when it has none.
  [[nodiscard]] const std::string& input() const;
  [[nodiscard]] bool has_input() const noexcept { return input_.has_value(); }
  /// The control takes one class: "radio" or "singleDropdown".
  [[nodiscard]] bool takes_one_category() const;
  /// The classes in the order of the interface. @throws OntologyError when the job has none.
  [[nodiscard]] std::span<const CategoryInterface> categories() const;
  [[nodiscard]] bool has_categories() const noexcept { return has_categories_; }
  /// The class of that name, or a null pointer.
  [[nodiscard]] const CategoryInterface* find_category(std::string_view name) const noexcept;
  /// The tools that annotations may be drawn with. @throws OntologyError when the job has none.
  [[nodiscard]] std::span<const std::string> tools() const;
  [[nodiscard]] bool has_tools() const noexcept { return has_tools_; }
  /// Jobs that are asked below the classes and points of this one, in the order of the interface.
  [[nodiscard]] std::span<const JobInterface* const> child_jobs() const noexcept { return child_jobs_; }
  /// The question shown to people; empty when there is none.
  [[nodiscard]] const std::string& instruction() const noexcept { return instruction_; }
  /// The name for exports; empty when there is none.
  [[nodiscard]] const std::string& export_name() const noexcept { return export_name_; }

 private:
  friend struct detail::LabelAccess;
  friend class detail::OntologyReader;

  const detail::OntologyData* ontology_ = nullptr;
  std::string name_;
  std::string ml_task_word_;
  std::string instruction_;
  std::string export_name_;
  std::optional<std::string> input_;
  std::vector<CategoryInterface> categories_;
  std::vector<std::uint32_t> categories_by_name_;  // indices, sorted by name
  std::vector<std::string> tools_;
  std::vector<const JobInterface*> child_jobs_;
  std::optional<bool> required_;
  InputType input_type_ = InputType::na;
  MlTask ml_task_ = MlTask::other;
  bool is_child_ = false;
  bool has_categories_ = false;
  bool has_tools_ = false;
};

/// A project's interface ("jsonInterface") and the type of its assets. Immutable, thread-safe, cheap to copy
/// (shared).
class KILI_EXPORT Ontology {
 public:
  /// @param json_interface an object whose "jobs" holds the jobs by name; their order is kept.
  /// @throws OntologyError when it is not an interface, naming the job.
  Ontology(const nlohmann::ordered_json& json_interface, InputType input_type);
  /// The same from a value whose keys are sorted. Jobs and classes are then in alphabetical order, which
  /// changes the class numbers of YOLO and COCO files.
  Ontology(const nlohmann::json& json_interface, InputType input_type);
  /// The same from JSON text, as the service stores it. The order of jobs and classes is kept.
  /// @throws OntologyError when it is not JSON text or not an interface.
  [[nodiscard]] static Ontology parse(std::string_view json_interface_text, InputType input_type);

  [[nodiscard]] InputType input_type() const noexcept;
  /// The assets are videos: labels answer frame by frame.
  [[nodiscard]] bool is_video() const noexcept;
  /// All jobs in the order of the interface.
  [[nodiscard]] std::span<const JobInterface> jobs() const noexcept;
  /// The jobs that are not asked below others, in the order of the interface.
  [[nodiscard]] std::span<const JobInterface* const> root_jobs() const noexcept;
  /// The job of that name, or a null pointer.
  [[nodiscard]] const JobInterface* find(std::string_view job_name) const noexcept;

 private:
  friend struct detail::LabelAccess;

  std::shared_ptr<const detail::OntologyData> data_;
};

}  // namespace v0_1
}  // namespace kili
