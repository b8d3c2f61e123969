#pragma once

/// @file
/// Builds the interface of a project ("jsonInterface") in code.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kili/enums.hpp"
#include "kili/export.hpp"
#include "kili/json.hpp"
#include "kili/labels/ontology.hpp"

namespace kili {
inline namespace v0_1 {

/// The control that takes an answer ("input").
enum class JobControl : std::uint8_t {
  checkbox,           ///< Classes, any number.
  date,               ///< A text: a day.
  multiple_dropdown,  ///< Classes, any number.
  number,             ///< A text: digits.
  radio,              ///< One class.
  single_dropdown,    ///< One class.
  text_field          ///< A text.
};

/// A class that a job offers, or an option of a comparison.
struct CategoryDefinition {
  std::vector<std::string> children{};  ///< Keys of the jobs that it opens; they may be added later.
  std::string color{};  ///< "#rrggbb"; when empty, objects and entities get one of a palette, others none.
  /// Of a relation: keys of the categories that its ends may have.
  std::vector<std::string> ends{};
  std::string key{};    ///< In labels; made of the name when empty, see OntologyBuilder::key_of().
  bool mutual = false;  ///< Of an option of a comparison: it holds for both answers, as "Tie" does.
  std::string name{};   ///< Shown to people.
  std::vector<PosePointInterface> points{};  ///< Of a class of poses.
  /// Of a relation: keys of the categories that its starts may have.
  std::vector<std::string> starts{};
};

/// A job. Which members it may have depends on its kind; others must be left as they are.
struct JobDefinition {
  std::vector<CategoryDefinition> categories{};  ///< In the order in which they are shown.
  std::optional<JobControl> control{};           ///< Radio, or text_field, when not given.
  std::string export_name{};                     ///< For exports; none when empty.
  std::string instruction{};                     ///< The question that is shown; the name when empty.
  std::string key{};                             ///< In labels; made of the name when empty.
  /// In LLM projects: what is asked about, "completion", "round" or "conversation"; none when empty.
  std::string level{};
  Json models{};       ///< Smart tools ("models"), an object; none when null.
  std::string name{};  ///< Gives key and instruction where they are not given.
  bool required = false;
  std::vector<std::string> tools{};  ///< Of object detection, for example "rectangle".
};

/// Builds the interface of a project: what create_project() takes, and an Ontology. Jobs are checked when
/// they are added: OntologyError, whose message names job and category, for a name that is empty or there
/// already, a key that is not usable, no categories, a tool or task that projects of the type do not have, a
/// member that the kind of job does not have. Nothing is added then. What concerns several jobs is checked by
/// json(), text() and ontology(): jobs that a class opens exist, none opens itself, and the classes that
/// relations relate exist. A job that a class opens is asked below that class alone.
///
/// @code
/// kili::OntologyBuilder builder(kili::InputType::image);
/// builder.add_object_detection({.categories = {{.children = {"PLATE"}, .name = "Car"}, {.name = "Truck"}},
///                               .name = "Vehicles",
///                               .tools = {"rectangle", "polygon"}});
/// builder.add_transcription({.key = "PLATE", .name = "Number plate"});
/// create_project(builder.json());
/// @endcode
class KILI_EXPORT OntologyBuilder {
 public:
  explicit OntologyBuilder(InputType input_type);
  OntologyBuilder(const OntologyBuilder& other);
  OntologyBuilder(OntologyBuilder&&) noexcept;
  OntologyBuilder& operator=(const OntologyBuilder& other);
  OntologyBuilder& operator=(OntologyBuilder&&) noexcept;
  ~OntologyBuilder();

  // Each adds a job behind the others and returns its key.

  /// Classes of the asset. Controls: radio (the default), checkbox and both dropdowns.
  std::string add_classification(const JobDefinition& job);
  /// Objects that are drawn. @param job `tools` is needed: "marker", "polygon", "polyline", "pose",
  /// "rectangle", "semantic" and "vector" in images and videos; all but "pose" in geographic projects;
  /// "polygon", "rectangle" and "semantic" in PDFs; "range" in time series. Controls: radio and checkbox.
  std::string add_object_detection(const JobDefinition& job);
  /// Poses: object detection with the tool "pose", whose categories have points.
  std::string add_pose_estimation(const JobDefinition& job);
  /// A text. Controls: text_field (the default), date and number.
  std::string add_transcription(const JobDefinition& job);
  /// Named entities, in texts and PDFs.
  std::string add_entity_recognition(const JobDefinition& job);
  /// Relations of entities; its categories have `starts` and `ends`.
  std::string add_entity_relation(const JobDefinition& job);
  /// Relations of objects; its categories have `starts` and `ends`.
  std::string add_object_relation(const JobDefinition& job);
  /// The better of two answers, in LLM projects; its categories are the options.
  std::string add_comparison(const JobDefinition& job);
  /// A file.
  std::string add_file(const JobDefinition& job);
  /// A job of another task, for example "PAGE_LEVEL_CLASSIFICATION", which is not checked further.
  std::string add_job(std::string_view ml_task, const JobDefinition& job);

  /// The interface, an object whose "jobs" are in the order in which they were added.
  /// @throws OntologyError the jobs do not fit each other.
  [[nodiscard]] nlohmann::ordered_json json() const;
  /// The same as JSON text.
  [[nodiscard]] std::string text() const;
  /// The same as labels are read and built with.
  [[nodiscard]] Ontology ontology() const;

  /// The key of a name, as the service makes it: "Number plate" becomes "NUMBER_PLATE". Letters without
  /// accents become capital, digits stay, anything else becomes an underscore, several become one, none is at
  /// an end.
  /// @return an empty text when nothing is left.
  [[nodiscard]] static std::string key_of(std::string_view name);

 private:
  struct Data;
  std::unique_ptr<Data> data_;
};

}  // namespace v0_1
}  // namespace kili
