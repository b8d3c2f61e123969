#pragma once

/// @file
/// One asset of a listing.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kili/date.hpp"
#include "kili/enums.hpp"
#include "kili/export.hpp"
#include "kili/labels/geometry.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/labels/parsed_label.hpp"
#include "kili/record.hpp"

namespace kili {
inline namespace v0_1 {

/// The requested fields of one asset, as they were when its page was read. Immutable, cheap to copy. Every
/// accessor throws FieldError when its field was not requested or has another type. References and views are
/// valid as long as the asset or a copy of it.
class KILI_EXPORT Asset : public detail::RecordFields {
 public:
  /// @param record the decoded fields, an object.
  /// @param ontology of the project, for parsed_labels().
  explicit Asset(nlohmann::json record, std::optional<Ontology> ontology = std::nullopt);

  [[nodiscard]] std::string_view id() const;                ///< Field "id".
  [[nodiscard]] std::string_view external_id() const;       ///< Field "externalId".
  [[nodiscard]] std::string_view content() const;           ///< Field "content": text, or URL of the media.
  [[nodiscard]] std::string_view created_at() const;        ///< Field "createdAt", ISO 8601.
  [[nodiscard]] Timestamp created_at_time() const;          ///< Field "createdAt" as a time point.
  [[nodiscard]] std::string_view updated_at() const;        ///< Field "updatedAt", ISO 8601.
  [[nodiscard]] Timestamp updated_at_time() const;          ///< Field "updatedAt" as a time point.
  [[nodiscard]] std::optional<AssetStatus> status() const;  ///< Field "status".
  [[nodiscard]] bool skipped() const;                       ///< Field "skipped".
  [[nodiscard]] bool is_honeypot() const;                   ///< Field "isHoneypot".
  [[nodiscard]] int priority() const;                       ///< Field "priority".
  [[nodiscard]] std::optional<double> consensus_mark() const;  ///< Field "consensusMark".
  [[nodiscard]] std::optional<double> honeypot_mark() const;   ///< Field "honeypotMark".
  [[nodiscard]] std::optional<double> inference_mark() const;  ///< Field "inferenceMark".
  /// Field "jsonMetadata", decoded; integers beyond 64 bits are binary values of wide_integer_subtype
  /// (kili/json.hpp), which stay integers where this value is given to a method or to Json.
  [[nodiscard]] const nlohmann::json& json_metadata() const;
  [[nodiscard]] const nlohmann::json& labels() const;  ///< Field "labels", an array.
  /// Fields "resolution.width" and "resolution.height", in pixels.
  [[nodiscard]] ImageSize resolution() const;

  /// Field "labels" as typed objects (docs/labels.md); every call parses them again. Request
  /// "labels.jsonResponse", and list with LabelOutputFormat::parsed_label or pass the ontology.
  /// @throws LabelError a label does not fit the interface; FieldError also when the ontology is not known.
  [[nodiscard]] std::vector<ParsedLabel> parsed_labels() const;
  [[nodiscard]] std::vector<ParsedLabel> parsed_labels(const Ontology& ontology) const;
  /// Field "latestLabel" as a typed object; nothing when the asset has no label. Request
  /// "latestLabel.jsonResponse".
  [[nodiscard]] std::optional<ParsedLabel> parsed_latest_label() const;
  [[nodiscard]] std::optional<ParsedLabel> parsed_latest_label(const Ontology& ontology) const;
  /// The project's interface. @throws FieldError the listing was made without
  /// LabelOutputFormat::parsed_label.
  [[nodiscard]] const Ontology& ontology() const;

 private:
  std::optional<Ontology> ontology_;
};

}  // namespace v0_1
}  // namespace kili
