#pragma once

/// @file
/// One project of a listing.

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "kili/date.hpp"
#include "kili/enums.hpp"
#include "kili/export.hpp"
#include "kili/json.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/record.hpp"

namespace kili {
inline namespace v0_1 {

/// The requested fields of one project, as they were when it was read. Immutable, cheap to copy. Every
/// accessor throws FieldError when its field was not requested or has another type. References and views are
/// valid as long as the project or a copy of it.
class KILI_EXPORT Project : public detail::RecordFields {
 public:
  /// @param record the fields, an object; the text of "jsonInterface" is decoded.
  explicit Project(nlohmann::json record);

  [[nodiscard]] std::string_view id() const;                          ///< Field "id".
  [[nodiscard]] std::string_view title() const;                       ///< Field "title".
  [[nodiscard]] std::optional<std::string_view> description() const;  ///< Field "description".
  [[nodiscard]] InputType input_type() const;                         ///< Field "inputType".
  /// Field "jsonInterface", decoded, with the keys in the order of the service. json() has it with sorted
  /// keys. What is not JSON text stays text.
  [[nodiscard]] const Json& json_interface() const;
  /// Jobs and classes of the interface: fields "jsonInterface" and "inputType". The first call reads them.
  /// @throws OntologyError when it is not an interface.
  [[nodiscard]] const Ontology& ontology() const;
  [[nodiscard]] std::optional<bool> archived() const;                  ///< Field "archived".
  [[nodiscard]] std::optional<bool> deleted() const;                   ///< Field "deleted".
  [[nodiscard]] std::optional<bool> starred() const;                   ///< Field "starred".
  [[nodiscard]] std::optional<std::string_view> created_at() const;    ///< Field "createdAt", ISO 8601.
  [[nodiscard]] std::optional<Timestamp> created_at_time() const;      ///< Field "createdAt".
  [[nodiscard]] std::optional<std::string_view> updated_at() const;    ///< Field "updatedAt", ISO 8601.
  [[nodiscard]] std::optional<Timestamp> updated_at_time() const;      ///< Field "updatedAt".
  [[nodiscard]] std::optional<std::string_view> instructions() const;  ///< Field "instructions".
  /// Field "consensusTotCoverage": percentage of the assets that several people label, 0 to 100.
  [[nodiscard]] std::optional<std::int64_t> consensus_tot_coverage() const;
  /// Field "minConsensusSize": how many people label such an asset, 1 to 10.
  [[nodiscard]] std::optional<std::int64_t> min_consensus_size() const;
  /// Field "reviewCoverage": percentage of the assets that are reviewed, 0 to 100.
  [[nodiscard]] std::optional<std::int64_t> review_coverage() const;
  [[nodiscard]] std::optional<double> consensus_mark() const;                    ///< Field "consensusMark".
  [[nodiscard]] std::optional<double> honeypot_mark() const;                     ///< Field "honeypotMark".
  [[nodiscard]] std::int64_t number_of_assets() const;                           ///< Field "numberOfAssets".
  [[nodiscard]] std::optional<std::int64_t> number_of_remaining_assets() const;  ///< That field.
  [[nodiscard]] std::optional<std::int64_t> number_of_reviewed_assets() const;   ///< That field.
  [[nodiscard]] std::optional<std::int64_t> number_of_skipped_assets() const;    ///< That field.
  /// Field "metadataProperties": what the metadata of assets may be, by name; null when nothing was set.
  [[nodiscard]] const nlohmann::json& metadata_properties() const;
  [[nodiscard]] const nlohmann::json& roles() const;  ///< Field "roles": the members, an array.
  [[nodiscard]] const nlohmann::json& steps() const;  ///< Field "steps": those of the workflow, an array.
  [[nodiscard]] const nlohmann::json& tags() const;   ///< Field "tags", an array.

 private:
  Project(nlohmann::json& record, Json json_interface);

  struct OntologyOnce;

  Json json_interface_;
  std::shared_ptr<OntologyOnce> ontology_;  ///< Of all copies.
};

}  // namespace v0_1
}  // namespace kili
