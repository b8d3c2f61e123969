#include "kili/labels/label.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "kili/errors.hpp"

namespace kili {
inline namespace v0_1 {

Label::Label(nlohmann::json record, std::optional<Ontology> ontology)
    : RecordFields(std::move(record), "label", "LabelsArguments::fields"), ontology_(std::move(ontology)) {}

std::string_view Label::id() const { return text("id"); }
std::string_view Label::asset_id() const { return text("assetId"); }
std::string_view Label::author_email() const { return text("author.email"); }
std::string_view Label::author_id() const { return text("author.id"); }
std::string_view Label::created_at() const { return text("createdAt"); }
Timestamp Label::created_at_time() const { return timestamp("createdAt"); }
LabelType Label::label_type() const { return from_string<LabelType>(text("labelType")); }
bool Label::is_latest_label_for_user() const { return flag("isLatestLabelForUser"); }
bool Label::is_sent_back_to_queue() const { return flag("isSentBackToQueue"); }
bool Label::skipped() const { return flag("skipped"); }
std::optional<std::string_view> Label::model_name() const { return optional_text("modelName"); }
std::optional<double> Label::seconds_to_label() const { return optional_number("secondsToLabel"); }
std::optional<double> Label::consensus_mark() const { return optional_number("consensusMark"); }
std::optional<double> Label::honeypot_mark() const { return optional_number("honeypotMark"); }
std::optional<double> Label::inference_mark() const { return optional_number("inferenceMark"); }
const nlohmann::json& Label::json_response() const { return field("jsonResponse"); }

const Ontology& Label::ontology() const {
  if (!ontology_) {
    throw FieldError(
        "the interface of the project is not known; list with LabelsArguments::output_format = "
        "LabelOutputFormat::parsed_label, or give the ontology");
  }
  return *ontology_;
}

ParsedLabel Label::parsed() const { return parsed(ontology()); }
ParsedLabel Label::parsed(const Ontology& ontology) const {
  static_cast<void>(field("jsonResponse"));
  return {json(), ontology};
}

}  // namespace v0_1
}  // namespace kili
