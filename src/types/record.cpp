#include "kili/record.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "kili/errors.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {

RecordFields::RecordFields(nlohmann::json record, const char* kind, const char* fields_argument)
    : record_(std::make_shared<const nlohmann::json>(std::move(record))),
      kind_(kind),
      fields_argument_(fields_argument) {}

void RecordFields::throw_wrong_type(const char* name, const nlohmann::json& value) const {
  throw FieldError(fmt::format("field \"{}\" of the {} is {}, which this accessor does not read; use json()",
                               name, kind_, value.is_null() ? "null" : value.type_name()));
}

const nlohmann::json& RecordFields::field(const char* name) const {
  const nlohmann::json* value = record_.get();
  for (std::string_view rest(name); !rest.empty();) {
    const auto dot = rest.find('.');
    const auto found = value->find(std::string(rest.substr(0, dot)));
    if (found == value->end()) {
      throw FieldError(fmt::format("field \"{}\" was not requested; add it to {}", name, fields_argument_));
    }
    value = &*found;
    rest = dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1);
  }
  return *value;
}

bool RecordFields::flag(const char* name) const {
  const auto& value = field(name);
  if (!value.is_boolean()) throw_wrong_type(name, value);
  return value.get<bool>();
}

std::int64_t RecordFields::integer(const char* name) const {
  const auto& value = field(name);
  if (!value.is_number_integer()) throw_wrong_type(name, value);
  if (value.is_number_unsigned() && !std::in_range<std::int64_t>(value.get<std::uint64_t>())) {
    throw FieldError(
        fmt::format("field \"{}\" of the {} is a number of more than 64 bits; use json()", name, kind_));
  }
  return value.get<std::int64_t>();
}

std::string_view RecordFields::text(const char* name) const {
  const auto& value = field(name);
  if (!value.is_string()) throw_wrong_type(name, value);
  return value.get_ref<const std::string&>();
}

Timestamp RecordFields::timestamp(const char* name) const {
  const auto time = Date(text(name)).time();
  if (!time) {
    throw FieldError(fmt::format("field \"{}\" of the {} is '{}', which is not an ISO 8601 date; use json()",
                                 name, kind_, support::shown_text(text(name), 60)));
  }
  return *time;
}

std::optional<bool> RecordFields::optional_flag(const char* name) const {
  return field(name).is_null() ? std::nullopt : std::optional(flag(name));
}

std::optional<std::int64_t> RecordFields::optional_integer(const char* name) const {
  return field(name).is_null() ? std::nullopt : std::optional(integer(name));
}

std::optional<double> RecordFields::optional_number(const char* name) const {
  const auto& value = field(name);
  if (value.is_null()) return std::nullopt;
  if (!value.is_number()) throw_wrong_type(name, value);
  return value.get<double>();
}

std::optional<std::string_view> RecordFields::optional_text(const char* name) const {
  return field(name).is_null() ? std::nullopt : std::optional(text(name));
}

std::optional<Timestamp> RecordFields::optional_timestamp(const char* name) const {
  return field(name).is_null() ? std::nullopt : std::optional(timestamp(name));
}

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
