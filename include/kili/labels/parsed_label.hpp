#pragma once

/// @file
/// A label as typed objects.

#include <memory>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kili/export.hpp"
#include "kili/labels/errors.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/labels/owned.hpp"
#include "kili/labels/parsed_jobs.hpp"

namespace kili {
inline namespace v0_1 {

/// A label, read against the interface of its project (docs/labels.md). A value type: a copy is deep,
/// a move is cheap and leaves a label that may only be assigned to or destroyed. Different labels may be used
/// by different threads, one label by several while none changes it.
class KILI_EXPORT ParsedLabel {
 public:
  /// @param label a record as the service returns it, an object whose "jsonResponse" has the answers. Not
  /// kept.
  /// @throws JobNotExistingError, InvalidMutationError, MalformedLabelError: the label does not fit the
  /// interface; OntologyError: the interface lacks a member that is needed to read the label.
  ParsedLabel(const nlohmann::json& label, Ontology ontology);
  /// The same from the JSON text of the answers, as it is stored at `jsonResponseUrl`. Several times faster
  /// than decoding the text first.
  /// @param fields the record without them, an object. Not kept.
  /// @param json_response JSON text. Not kept.
  /// @throws what the constructor throws; MalformedLabelError also when it is not JSON.
  [[nodiscard]] static ParsedLabel from_text(const nlohmann::json& fields, std::string_view json_response,
                                             Ontology ontology);
  ParsedLabel(const ParsedLabel&);
  ParsedLabel(ParsedLabel&&) noexcept;
  ParsedLabel& operator=(const ParsedLabel&);
  ParsedLabel& operator=(ParsedLabel&&) noexcept;
  ~ParsedLabel();

  /// The answers.
  [[nodiscard]] const ParsedJobs& jobs() const noexcept { return *jobs_; }
  [[nodiscard]] ParsedJobs& jobs() noexcept { return *jobs_; }
  /// The record without its "jsonResponse": the requested fields, such as id, author and labelType.
  [[nodiscard]] const nlohmann::json& fields() const noexcept { return *fields_; }
  [[nodiscard]] const Ontology& ontology() const noexcept { return ontology_; }

  /// The answers as JSON. Answers that the interface does not define are left out; see ignored_answers().
  [[nodiscard]] nlohmann::json json_response() const;
  /// The record as JSON, with its "jsonResponse".
  [[nodiscard]] nlohmann::json to_dict() const;

  /// By how many degrees the image was turned clockwise when it was labelled: 0, 90, 180 or 270
  /// ("ROTATION_JOB"). @throws MalformedLabelError another value.
  [[nodiscard]] int rotation() const;
  /// The answers that json_response() leaves out; see ParsedJobs::ignored_answers().
  [[nodiscard]] const nlohmann::json& ignored_answers() const noexcept;

 private:
  friend struct detail::LabelAccess;
  ParsedLabel(Ontology ontology, std::unique_ptr<nlohmann::json> fields,
              std::unique_ptr<ParsedJobs> jobs) noexcept;

  Ontology ontology_;
  detail::Owned<nlohmann::json> fields_;
  detail::Owned<ParsedJobs> jobs_;
};

/// Reads labels of one project. @param records an array. @throws what ParsedLabel throws; place()
/// begins with the position in the array.
[[nodiscard]] KILI_EXPORT std::vector<ParsedLabel> parse_labels(const nlohmann::json& records,
                                                                const Ontology& ontology);

}  // namespace v0_1
}  // namespace kili
