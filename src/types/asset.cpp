#include "kili/assets/asset.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

#include "kili/errors.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

[[noreturn]] void throw_wrong_type(const char* name, const nlohmann::json& value) {
  throw FieldError(
      fmt::format("field \"{}\" of the asset is {}, which this accessor does not read; use json()", name,
                  value.is_null() ? "null" : value.type_name()));
}

}  // namespace

Asset::Asset(nlohmann::json record, std::optional<Ontology> ontology)
    : record_(std::make_shared<const nlohmann::json>(std::move(record))), ontology_(std::move(ontology)) {}

const nlohmann::json& Asset::json() const noexcept { return *record_; }

const nlohmann::json& Asset::field(const char* name) const {
  const auto found = record_->find(name);
  if (found == record_->end()) {
    throw FieldError(fmt::format("field \"{}\" was not requested; add it to AssetsArguments::fields", name));
  }
  return *found;
}

std::string_view Asset::text(const char* name) const {
  const auto& value = field(name);
  if (!value.is_string()) throw_wrong_type(name, value);
  return value.get_ref<const std::string&>();
}

Timestamp Asset::timestamp(const char* name) const {
  const auto time = Date(text(name)).time();
  if (!time) {
    throw FieldError(
        fmt::format("field \"{}\" of the asset is '{}', which is not an ISO 8601 date; use json()", name,
                    support::shown_text(text(name), 60)));
  }
  return *time;
}

std::optional<double> Asset::mark(const char* name) const {
  const auto& value = field(name);
  if (value.is_null()) return std::nullopt;
  if (!value.is_number()) throw_wrong_type(name, value);
  return value.get<double>();
}

std::string_view Asset::id() const { return text("id"); }
std::string_view Asset::external_id() const { return text("externalId"); }
std::string_view Asset::content() const { return text("content"); }
std::string_view Asset::created_at() const { return text("createdAt"); }
Timestamp Asset::created_at_time() const { return timestamp("createdAt"); }
std::string_view Asset::updated_at() const { return text("updatedAt"); }
Timestamp Asset::updated_at_time() const { return timestamp("updatedAt"); }
std::optional<double> Asset::consensus_mark() const { return mark("consensusMark"); }
std::optional<double> Asset::honeypot_mark() const { return mark("honeypotMark"); }
std::optional<double> Asset::inference_mark() const { return mark("inferenceMark"); }

std::optional<AssetStatus> Asset::status() const {
  if (field("status").is_null()) return std::nullopt;
  return from_string<AssetStatus>(text("status"));
}

bool Asset::skipped() const {
  const auto& value = field("skipped");
  if (!value.is_boolean()) throw_wrong_type("skipped", value);
  return value.get<bool>();
}

bool Asset::is_honeypot() const {
  const auto& value = field("isHoneypot");
  if (!value.is_boolean()) throw_wrong_type("isHoneypot", value);
  return value.get<bool>();
}

int Asset::priority() const {
  const auto& value = field("priority");
  if (!value.is_number_integer()) throw_wrong_type("priority", value);
  const bool is_int = value.is_number_unsigned() ? std::in_range<int>(value.get<std::uint64_t>())
                                                 : std::in_range<int>(value.get<std::int64_t>());
  if (!is_int) {
    throw FieldError("field \"priority\" of the asset is a number of more than 32 bits; use json()");
  }
  return value.get<int>();
}

const nlohmann::json& Asset::json_metadata() const { return field("jsonMetadata"); }
const nlohmann::json& Asset::labels() const { return field("labels"); }

ImageSize Asset::resolution() const {
  const auto& value = field("resolution");
  const auto side = [&value](const char* name) {
    const auto found = value.find(name);
    if (found == value.end()) {
      throw FieldError(
          fmt::format("field \"resolution.{}\" was not requested; add it to AssetsArguments::fields", name));
    }
    if (!found->is_number()) throw_wrong_type("resolution", *found);
    return found->get<double>();
  };
  if (!value.is_object()) throw_wrong_type("resolution", value);
  return {.width = side("width"), .height = side("height")};
}

namespace {

/// A label without "jsonResponse" was listed without that field.
void check_has_responses(const nlohmann::json& label, const char* field) {
  if (label.is_object() && !label.contains("jsonResponse")) {
    throw FieldError(fmt::format(
        "field \"{0}.jsonResponse\" was not requested; add it to AssetsArguments::fields", field));
  }
}

}  // namespace

const Ontology& Asset::ontology() const {
  if (!ontology_) {
    throw FieldError(
        "the interface of the project is not known; list with AssetsArguments::label_output_format = "
        "LabelOutputFormat::parsed_label, or give the ontology");
  }
  return *ontology_;
}

std::vector<ParsedLabel> Asset::parsed_labels() const { return parsed_labels(ontology()); }
std::vector<ParsedLabel> Asset::parsed_labels(const Ontology& ontology) const {
  const auto& labels = field("labels");
  if (labels.is_array()) {
    for (const auto& label : labels) check_has_responses(label, "labels");
  }
  return parse_labels(labels, ontology);
}

std::optional<ParsedLabel> Asset::parsed_latest_label() const { return parsed_latest_label(ontology()); }
std::optional<ParsedLabel> Asset::parsed_latest_label(const Ontology& ontology) const {
  const auto& label = field("latestLabel");
  if (label.is_null()) return std::nullopt;
  check_has_responses(label, "latestLabel");
  return ParsedLabel(label, ontology);
}

}  // namespace v0_1
}  // namespace kili
