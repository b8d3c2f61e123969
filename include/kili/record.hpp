#pragma once

/// @file
/// What the records of all listings have in common.

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "kili/date.hpp"
#include "kili/export.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {

/// The requested fields of one object of the service, as they were when its page was read. Immutable, cheap
/// to copy. The base of Asset, Label, Project and the other records, whose accessors throw FieldError when
/// their field was not requested or has another type. References and views are valid as long as the record or
/// a copy of it.
class KILI_EXPORT RecordFields {
 public:
  /// The whole record, an object with the requested fields.
  [[nodiscard]] const nlohmann::json& json() const noexcept { return *record_; }

 protected:
  /// @param record the decoded fields, an object.
  /// @param kind what a message calls the record, such as "asset": a literal.
  /// @param fields_argument where a caller requests fields, such as "AssetsArguments::fields": a literal.
  RecordFields(nlohmann::json record, const char* kind, const char* fields_argument);
  RecordFields(const RecordFields&) = default;
  RecordFields(RecordFields&&) noexcept = default;
  RecordFields& operator=(const RecordFields&) = default;
  RecordFields& operator=(RecordFields&&) noexcept = default;
  ~RecordFields() = default;

  /// The value of a field; a dotted name ("author.email") leads into objects. @throws FieldError when it was
  /// not requested.
  [[nodiscard]] const nlohmann::json& field(const char* name) const;
  // The same as values of a type; @throws FieldError also when the field has another one.
  [[nodiscard]] bool flag(const char* name) const;
  [[nodiscard]] std::int64_t integer(const char* name) const;
  [[nodiscard]] std::string_view text(const char* name) const;
  [[nodiscard]] Timestamp timestamp(const char* name) const;
  // The same of a field that may be null.
  [[nodiscard]] std::optional<bool> optional_flag(const char* name) const;
  [[nodiscard]] std::optional<std::int64_t> optional_integer(const char* name) const;
  [[nodiscard]] std::optional<double> optional_number(const char* name) const;
  [[nodiscard]] std::optional<std::string_view> optional_text(const char* name) const;
  [[nodiscard]] std::optional<Timestamp> optional_timestamp(const char* name) const;

  [[noreturn]] void throw_wrong_type(const char* name, const nlohmann::json& value) const;

 private:
  std::shared_ptr<const nlohmann::json> record_;
  const char* kind_;
  const char* fields_argument_;
};

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
