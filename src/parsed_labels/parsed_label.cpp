#include "kili/labels/parsed_label.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "parsed_labels/access.hpp"
#include "parsed_labels/ontology_data.hpp"
#include "parsed_labels/reading.hpp"
#include "parsed_labels/rotation.hpp"
#include "support/immortal.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

nlohmann::json fields_of(const nlohmann::json& label, const labels::LabelPath& place) {
  if (!label.is_object())
    throw MalformedLabelError(place.where(), "the label is not an object", "AttributeError");
  nlohmann::json fields = nlohmann::json::object();
  for (const auto& [key, value] : label.items()) {
    if (key != "jsonResponse") fields[key] = value;
  }
  return fields;
}

std::unique_ptr<ParsedJobs> answers_of(const nlohmann::json& label, const Ontology& ontology,
                                       const labels::LabelPath& place) {
  static const auto& nothing = support::immortal(nlohmann::json::object());
  const auto response = label.find("jsonResponse");
  return labels::read_answers(response == label.end() ? nothing : *response,
                              detail::LabelAccess::data(ontology), place);
}

}  // namespace

ParsedLabel::ParsedLabel(const nlohmann::json& label, Ontology ontology)
    : ontology_(std::move(ontology)),
      fields_(std::make_unique<nlohmann::json>(fields_of(label, labels::LabelPath()))),
      jobs_(answers_of(label, ontology_, labels::LabelPath())) {}
ParsedLabel::ParsedLabel(Ontology ontology, std::unique_ptr<nlohmann::json> fields,
                         std::unique_ptr<ParsedJobs> jobs) noexcept
    : ontology_(std::move(ontology)), fields_(std::move(fields)), jobs_(std::move(jobs)) {}

ParsedLabel ParsedLabel::from_text(const nlohmann::json& fields, std::string_view json_response,
                                   Ontology ontology) {
  auto jobs = labels::read_answers(json_response, detail::LabelAccess::data(ontology));
  return {std::move(ontology), std::make_unique<nlohmann::json>(fields_of(fields, labels::LabelPath())),
          std::move(jobs)};
}

ParsedLabel::ParsedLabel(const ParsedLabel&) = default;
ParsedLabel::ParsedLabel(ParsedLabel&&) noexcept = default;
ParsedLabel& ParsedLabel::operator=(const ParsedLabel&) = default;
ParsedLabel& ParsedLabel::operator=(ParsedLabel&&) noexcept = default;
ParsedLabel::~ParsedLabel() = default;

nlohmann::json ParsedLabel::json_response() const { return jobs_->to_dict(); }

nlohmann::json ParsedLabel::to_dict() const {
  nlohmann::json result = *fields_;
  result["jsonResponse"] = json_response();
  return result;
}

const nlohmann::json& ParsedLabel::ignored_answers() const noexcept { return jobs_->ignored_answers(); }

int ParsedLabel::rotation() const {
  const auto& ignored = ignored_answers();
  if (!ignored.is_object()) return 0;
  const auto answer = ignored.find(labels::rotation_job);
  if (answer == ignored.end()) return 0;
  if (const auto rotation = labels::rotation_in(*answer)) return *rotation;
  throw MalformedLabelError({.job = labels::rotation_job, .place = "ROTATION_JOB.rotation"},
                            "the rotation is not 0, 90, 180 or 270", "ValueError");
}

std::vector<ParsedLabel> parse_labels(const nlohmann::json& records, const Ontology& ontology) {
  if (!records.is_array()) throw MalformedLabelError({}, "the labels are not a list", "TypeError");
  std::vector<ParsedLabel> parsed;
  parsed.reserve(records.size());
  const labels::LabelPath list;
  for (const auto& label : records) {
    const labels::LabelPath place = list.element(parsed.size());
    auto fields = std::make_unique<nlohmann::json>(fields_of(label, place));
    parsed.push_back(
        detail::LabelAccess::make_label(ontology, std::move(fields), answers_of(label, ontology, place)));
  }
  return parsed;
}

}  // namespace v0_1
}  // namespace kili
