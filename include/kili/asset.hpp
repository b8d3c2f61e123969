#pragma once

/// @file
/// A record of an asset.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "kili/enums.hpp"
#include "kili/export.hpp"

namespace kili {

/// One asset as it was when its page was read: the requested fields, nothing else. Immutable, cheap to copy.
/// Every accessor throws FieldError when its field was not requested. Views live as long as the asset or a
/// copy.
class KILI_EXPORT Asset {
 public:
  /// @param record the decoded fields, an object.
  explicit Asset(nlohmann::json record);

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

  /// The whole record, an object with the requested fields.
  [[nodiscard]] const nlohmann::json& json() const noexcept;

 private:
  [[nodiscard]] const nlohmann::json& field(const char* name) const;
  [[nodiscard]] std::string_view text(const char* name) const;
  [[nodiscard]] std::optional<double> mark(const char* name) const;

  std::shared_ptr<const nlohmann::json> record_;
};

}  // namespace kili
