#include "use_cases/projects/update_project.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "kili/errors.hpp"
#include "support/json_text.hpp"
#include "support/shown_text.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/projects/interface_check.hpp"
#include "use_cases/projects/new_project.hpp"

namespace kili::use_cases {
namespace {

using nlohmann::json;

void check_between(std::string_view argument, const std::optional<std::int32_t>& value, std::int32_t low,
                   std::int32_t high) {
  if (!value || (*value >= low && *value <= high)) return;
  throw ValidationError(
      fmt::format("{} is {}; give a number between {} and {}", argument, *value, low, high));
}

void check_project_mark(std::string_view argument, const std::optional<double>& mark) {
  if (!mark || (*mark >= 0 && *mark <= 1)) return;
  throw ValidationError(fmt::format("{} is {}; give a mark between 0 and 1", argument, *mark));
}

void check_some_text(std::string_view argument, const std::optional<std::string>& value) {
  if (value) check_text(argument, *value);
}

void check_arguments(const UpdatePropertiesInProject& arguments) {
  constexpr std::int32_t all_percent = 100;
  constexpr std::int32_t most_people = 10;
  check_given("project_id", arguments.project_id);
  check_project_mark("consensus_mark", arguments.consensus_mark);
  check_project_mark("honeypot_mark", arguments.honeypot_mark);
  check_between("consensus_tot_coverage", arguments.consensus_tot_coverage, 0, all_percent);
  check_between("min_consensus_size", arguments.min_consensus_size, 1, most_people);
  check_between("review_coverage", arguments.review_coverage, 0, all_percent);
  const auto& seconds = arguments.seconds_to_label_before_auto_assign;
  if (seconds && *seconds < 0) {
    throw ValidationError(fmt::format(
        "seconds_to_label_before_auto_assign is {}; give a number of seconds, 0 or more", *seconds));
  }
  check_some_text("description", arguments.description);
  check_some_text("instructions", arguments.instructions);
  if (arguments.title) check_given("title", *arguments.title);
  // The type matters to what labels of a job are read as, not to what an interface is.
  if (!arguments.json_interface.is_null()) check_interface(arguments.json_interface, InputType::image);
}

/// The argument as an object by name; null when it is not given.
const json& object_by_name(std::string_view argument, const Json& given) {
  const json& value = given.get();
  if (!value.is_null() && !value.is_object()) {
    throw ValidationError(fmt::format("{} is no JSON object; give the properties by their names", argument));
  }
  try {
    support::check_writable_json(value);
  } catch (const std::invalid_argument& error) {
    throw ValidationError(fmt::format("{} is no JSON: {}", argument, error.what()));
  }
  return value;
}

/// A property of metadata with the defaults of the service's own client.
json complete_property(const json& given) {
  json property{
      {"filterable", true}, {"type", "string"}, {"visibleByLabeler", true}, {"visibleByReviewer", true}};
  property.update(given);
  return property;
}

/// The properties of metadata to send; null: they stay as they are.
json metadata_properties_of(const UpdatePropertiesInProject& arguments) {
  const json& types = object_by_name("metadata_types", arguments.metadata_types);
  const json& given = object_by_name("metadata_properties", arguments.metadata_properties);
  json properties;
  if (!given.is_null()) {
    properties = json::object();
    for (const auto& [name, property] : given.items()) {
      if (!property.is_object()) {
        throw ValidationError(
            fmt::format("metadata_properties: '{}' is no JSON object; give for example "
                        "{{\"type\": \"number\"}}",
                        support::shown_text(name, 60)));
      }
      properties[name] = complete_property(property);
    }
    return properties;
  }
  if (types.is_null()) return properties;
  properties = json::object();
  for (const auto& [name, type] : types.items()) properties[name] = complete_property({{"type", type}});
  return properties;
}

}  // namespace

Project ProjectUpdate::run(const UpdatePropertiesInProject& arguments,
                           const support::CallContext& context) const {
  check_arguments(arguments);
  const json metadata_properties = metadata_properties_of(arguments);
  if (arguments.input_type) {
    resources_.log.warn_deprecated(
        "input_type is deprecated. The input type of a project cannot be changed after its creation.");
  }
  if (!arguments.metadata_types.is_null()) {
    resources_.log.warn_deprecated(
        "metadata_types is going to be deprecated. Please use `metadata_properties` field instead to "
        "configure metadata properties.");
  }
  const api::ProjectChange change(arguments, metadata_properties);
  return Project(change_project(resources_, arguments.project_id, change, context));
}

}  // namespace kili::use_cases
