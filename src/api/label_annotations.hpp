#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "api/label_fields.hpp"
#include "kili/enums.hpp"

namespace kili::api {

// In projects of some types `jsonResponse` of a label is made of its annotations (docs/service.md, "Labels of
// LLM projects").

/// True for the types of projects whose labels have no jsonResponse to read.
[[nodiscard]] bool makes_responses_of_annotations(InputType input_type) noexcept;

/// The fields to request so that the responses among `fields` can be made.
[[nodiscard]] std::vector<std::string> with_annotations(
    std::vector<std::string> fields, std::span<const std::string_view> where = label_fields);

/// The jsonResponse that annotations stand for: answers by name of job, children below their categories. A
/// job with several annotations, one for each item of a chat, also has all of them in order as "chatItems".
/// @param annotations of one label, as the service gives them.
/// @param given jsonResponse of the label: jobs with annotations of an unknown kind are taken from it.
[[nodiscard]] nlohmann::json response_of_annotations(const nlohmann::json& annotations,
                                                     const nlohmann::json& given);

/// Makes the responses of the records of one listing. Immutable.
class AnnotatedResponses {
 public:
  /// @param fields that the caller of the listing asked for: annotations among them stay in the records.
  /// @param jobs names of all jobs of the project.
  /// @param where the fields in which the records have labels.
  AnnotatedResponses(std::span<const std::string> fields, std::vector<std::string> jobs,
                     std::span<const std::string_view> where = label_fields);

  /// Puts the response of each label of a decoded record in its place. What was requested for that alone is
  /// removed.
  void complete(nlohmann::json& record) const;

 private:
  /// Of one label field.
  struct Labels {
    std::string field;
    bool keeps_annotations = false;      ///< All members of them.
    std::set<std::string> kept_members;  ///< Otherwise these, if any.
  };

  void complete_label(nlohmann::json& label, const Labels& labels) const;
  [[nodiscard]] bool answers_a_job(const nlohmann::json& response) const;

  std::vector<std::string> jobs_;
  std::vector<Labels> labels_;
};

}  // namespace kili::api
