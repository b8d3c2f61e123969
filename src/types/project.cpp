#include "kili/projects/project.hpp"

#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "kili/errors.hpp"
#include "support/json_lookup.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

constexpr const char* interface_field = "jsonInterface";

/// The interface of a record, which the service gives as text. Text that is not JSON stays.
Json decoded_interface(const nlohmann::json& record) {
  const std::string* const text = support::find_text(record, interface_field);
  if (text == nullptr) {
    const auto* const value = support::find_member(record, interface_field);
    return value != nullptr ? Json(*value) : Json();
  }
  try {
    return Json::parse(*text);
  } catch (const ValidationError&) {
    return {nlohmann::json(*text)};
  }
}

nlohmann::json with_interface(nlohmann::json record, const Json& json_interface) {
  if (record.contains(interface_field)) record[interface_field] = json_interface.get();
  return record;
}

}  // namespace

struct Project::OntologyOnce {
  std::once_flag flag;
  std::optional<Ontology> value;
};

Project::Project(nlohmann::json record) : Project(record, decoded_interface(record)) {}
Project::Project(nlohmann::json& record, Json json_interface)
    : RecordFields(with_interface(std::move(record), json_interface), "project", "ProjectsArguments::fields"),
      json_interface_(std::move(json_interface)),
      ontology_(std::make_shared<OntologyOnce>()) {}

std::string_view Project::id() const { return text("id"); }
std::string_view Project::title() const { return text("title"); }
std::optional<std::string_view> Project::description() const { return optional_text("description"); }
InputType Project::input_type() const {
  try {
    return from_string<InputType>(text("inputType"));
  } catch (const ValidationError& error) {
    throw FieldError(std::string("field \"inputType\" of the project: ") + error.what());
  }
}

const Json& Project::json_interface() const {
  static_cast<void>(field(interface_field));
  return json_interface_;
}

const Ontology& Project::ontology() const {
  const Json& json_interface = this->json_interface();
  const InputType type = input_type();
  std::call_once(ontology_->flag, [&] {
    if (json_interface.ordered() != nullptr) {
      ontology_->value.emplace(*json_interface.ordered(), type);
    } else if (json_interface.get().is_string()) {
      ontology_->value = Ontology::parse(text(interface_field), type);
    } else {
      ontology_->value.emplace(json_interface.get(), type);
    }
  });
  return *ontology_->value;
}

std::optional<bool> Project::archived() const { return optional_flag("archived"); }
std::optional<bool> Project::deleted() const { return optional_flag("deleted"); }
std::optional<bool> Project::starred() const { return optional_flag("starred"); }
std::optional<std::string_view> Project::created_at() const { return optional_text("createdAt"); }
std::optional<Timestamp> Project::created_at_time() const { return optional_timestamp("createdAt"); }
std::optional<std::string_view> Project::updated_at() const { return optional_text("updatedAt"); }
std::optional<Timestamp> Project::updated_at_time() const { return optional_timestamp("updatedAt"); }
std::optional<std::string_view> Project::instructions() const { return optional_text("instructions"); }
std::optional<std::int64_t> Project::consensus_tot_coverage() const {
  return optional_integer("consensusTotCoverage");
}
std::optional<std::int64_t> Project::min_consensus_size() const {
  return optional_integer("minConsensusSize");
}
std::optional<std::int64_t> Project::review_coverage() const { return optional_integer("reviewCoverage"); }
std::optional<double> Project::consensus_mark() const { return optional_number("consensusMark"); }
std::optional<double> Project::honeypot_mark() const { return optional_number("honeypotMark"); }
std::int64_t Project::number_of_assets() const { return integer("numberOfAssets"); }
std::optional<std::int64_t> Project::number_of_remaining_assets() const {
  return optional_integer("numberOfRemainingAssets");
}
std::optional<std::int64_t> Project::number_of_reviewed_assets() const {
  return optional_integer("numberOfReviewedAssets");
}
std::optional<std::int64_t> Project::number_of_skipped_assets() const {
  return optional_integer("numberOfSkippedAssets");
}
const nlohmann::json& Project::metadata_properties() const { return field("metadataProperties"); }
const nlohmann::json& Project::roles() const { return field("roles"); }
const nlohmann::json& Project::steps() const { return field("steps"); }
const nlohmann::json& Project::tags() const { return field("tags"); }

}  // namespace v0_1
}  // namespace kili
