#pragma once

/// @file
/// A record of an asset.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kili/enums.hpp"
#include "kili/export.hpp"
#include "kili/labels/geometry.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/labels/parsed_label.hpp"

namespace kili {

/// One asset as it was when its page was read: the requested fields, nothing else. Immutable, cheap to copy.
/// Every accessor throws FieldError when its field was not requested. Views live as long as the asset or a
/// copy.
class KILI_EXPORT Asset {
 public:
  /// @param record the decoded fields, an object.
  /// @param ontology of the project, for parsed_labels().
  explicit Asset(nlohmann::json record, std::optional<Ontology> ontology = std::nullopt);

  [[nodiscard]] std::string_view id() const;                ///< Field "id".
  [[nodiscard]] std::string_view external_id() const;       ///< Field "externalId".
  [[nodiscard]] std::string_view content() const;           ///< Field "content": text, or URL of the media.
  [[nodiscard]] std::string_view created_at() const;        ///< Field "createdAt", ISO 8601.
  [[nodiscard]] std::string_view updated_at() const;        ///< Field "updatedAt", ISO 8601.
  [[nodiscard]] std::optional<AssetStatus> status() const;  ///< Field "status".
  [[nodiscard]] bool skipped() const;                       ///< Field "skipped".
  [[nodiscard]] bool is_honeypot() const;                   ///< Field "isHoneypot".
  [[nodiscard]] int priority() const;                       ///< Field "priority".
  [[nodiscard]] std::optional<double> consensus_mark() const;  ///< Field "consensusMark".
  [[nodiscard]] std::optional<double> honeypot_mark() const;   ///< Field "honeypotMark".
  [[nodiscard]] std::optional<double> inference_mark() const;  ///< Field "inferenceMark".
  [[nodiscard]] const nlohmann::json& json_metadata() const;   ///< Field "jsonMetadata", decoded.
  [[nodiscard]] const nlohmann::json& labels() const;          ///< Field "labels", an array.
  /// Fields "resolution.width" and "resolution.height", in pixels.
  [[nodiscard]] ImageSize resolution() const;

  /// Field "labels" as typed objects (docs/labels.md), read anew at every call. Request
  /// "labels.jsonResponse", and the listing with LabelOutputFormat::parsed_label, or give the ontology.
  /// @throws LabelError a label does not fit the interface; FieldError also when the ontology is not known.
  [[nodiscard]] std::vector<ParsedLabel> parsed_labels() const;
  [[nodiscard]] std::vector<ParsedLabel> parsed_labels(const Ontology& ontology) const;
  /// Field "latestLabel" likewise; nothing when the asset has no label. Request "latestLabel.jsonResponse".
  [[nodiscard]] std::optional<ParsedLabel> parsed_latest_label() const;
  [[nodiscard]] std::optional<ParsedLabel> parsed_latest_label(const Ontology& ontology) const;
  /// The project's interface. @throws FieldError the listing was not asked for
  /// LabelOutputFormat::parsed_label.
  [[nodiscard]] const Ontology& ontology() const;

  /// The whole record, an object with the requested fields.
  [[nodiscard]] const nlohmann::json& json() const noexcept;

 private:
  [[nodiscard]] const nlohmann::json& field(const char* name) const;
  [[nodiscard]] std::string_view text(const char* name) const;
  [[nodiscard]] std::optional<double> mark(const char* name) const;

  std::shared_ptr<const nlohmann::json> record_;
  std::optional<Ontology> ontology_;
};

}  // namespace kili
