#include "kili/assets/asset.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

#include "kili/errors.hpp"

namespace kili {
inline namespace v0_1 {
Asset::Asset(nlohmann::json record, std::optional<Ontology> ontology)
    : RecordFields(std::move(record), "asset", "AssetsArguments::fields"), ontology_(std::move(ontology)) {}

std::string_view Asset::id() const { return text("id"); }
std::string_view Asset::external_id() const { return text("externalId"); }
std::string_view Asset::content() const { return text("content"); }
std::string_view Asset::created_at() const { return text("createdAt"); }
Timestamp Asset::created_at_time() const { return timestamp("createdAt"); }
std::string_view Asset::updated_at() const { return text("updatedAt"); }
Timestamp Asset::updated_at_time() const { return timestamp("updatedAt"); }
std::optional<double> Asset::consensus_mark() const { return optional_number("consensusMark"); }
std::optional<double> Asset::honeypot_mark() const { return optional_number("honeypotMark"); }
std::optional<double> Asset::inference_mark() const { return optional_number("inferenceMark"); }

std::optional<AssetStatus> Asset::status() const {
  if (field("status").is_null()) return std::nullopt;
  return from_string<AssetStatus>(text("status"));
}

bool Asset::skipped() const { return flag("skipped"); }
bool Asset::is_honeypot() const { return flag("isHoneypot"); }

int Asset::priority() const {
  const auto value = integer("priority");
  if (!std::in_range<int>(value)) {
    throw FieldError("field \"priority\" of the asset is a number of more than 32 bits; use json()");
  }
  return static_cast<int>(value);
}

const nlohmann::json& Asset::json_metadata() const { return field("jsonMetadata"); }
const nlohmann::json& Asset::labels() const { return field("labels"); }

ImageSize Asset::resolution() const {
  const auto& value = field("resolution");
  const auto side = [this, &value](const char* name) {
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
