#pragma once

/// @file
/// One label of a listing.

#include <optional>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "kili/date.hpp"
#include "kili/enums.hpp"
#include "kili/export.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/labels/parsed_label.hpp"
#include "kili/record.hpp"

namespace kili {
inline namespace v0_1 {

/// The requested fields of one label, as they were when its page was read. Immutable, cheap to copy. Every
/// accessor throws FieldError when its field was not requested or has another type. References and views are
/// valid as long as the label or a copy of it.
class KILI_EXPORT Label : public detail::RecordFields {
 public:
  /// @param record the decoded fields, an object.
  /// @param ontology of the project, for parsed().
  explicit Label(nlohmann::json record, std::optional<Ontology> ontology = std::nullopt);

  [[nodiscard]] std::string_view id() const;            ///< Field "id".
  [[nodiscard]] std::string_view asset_id() const;      ///< Field "assetId".
  [[nodiscard]] std::string_view author_email() const;  ///< Field "author.email".
  [[nodiscard]] std::string_view author_id() const;     ///< Field "author.id".
  [[nodiscard]] std::string_view created_at() const;    ///< Field "createdAt", ISO 8601.
  [[nodiscard]] Timestamp created_at_time() const;      ///< Field "createdAt" as a time point.
  [[nodiscard]] LabelType label_type() const;           ///< Field "labelType".
  [[nodiscard]] bool is_latest_label_for_user() const;  ///< Field "isLatestLabelForUser".
  [[nodiscard]] bool is_sent_back_to_queue() const;     ///< Field "isSentBackToQueue".
  [[nodiscard]] bool skipped() const;                   ///< Field "skipped".
  /// Field "modelName"; nothing for a label of no model.
  [[nodiscard]] std::optional<std::string_view> model_name() const;
  /// Field "secondsToLabel", in seconds.
  [[nodiscard]] std::optional<double> seconds_to_label() const;
  [[nodiscard]] std::optional<double> consensus_mark() const;  ///< Field "consensusMark".
  [[nodiscard]] std::optional<double> honeypot_mark() const;   ///< Field "honeypotMark".
  [[nodiscard]] std::optional<double> inference_mark() const;  ///< Field "inferenceMark": human/model IoU.
  /// Field "jsonResponse", decoded: answers by name of job.
  [[nodiscard]] const nlohmann::json& json_response() const;

  /// The label as typed objects (docs/labels.md); every call parses it again. Request "jsonResponse", and
  /// list with LabelOutputFormat::parsed_label or pass the ontology.
  /// @throws LabelError the label does not fit the interface; FieldError also when the ontology is not known.
  [[nodiscard]] ParsedLabel parsed() const;
  [[nodiscard]] ParsedLabel parsed(const Ontology& ontology) const;
  /// The project's interface. @throws FieldError the listing was made without
  /// LabelOutputFormat::parsed_label.
  [[nodiscard]] const Ontology& ontology() const;

 private:
  std::optional<Ontology> ontology_;
};

}  // namespace v0_1
}  // namespace kili
