#include "use_cases/exports/exported_project.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "kili/enums.hpp"
#include "kili/errors.hpp"
#include "support/json_lookup.hpp"
#include "support/json_text.hpp"
#include "support/shown_text.hpp"

namespace kili::use_cases {

namespace {

using nlohmann::json;

constexpr std::string_view settings_field = "geospatialSettings";

std::optional<json> read_fields(const Resources& resources, std::string_view project_id,
                                const support::CallContext& context) {
  std::vector<std::string> fields{"dataConnections.id", "description",   "id",
                                  "inputType",          "jsonInterface", "title"};
  const auto read = [&] { return resources.api->projects.find_project(project_id, fields, context); };
  return resources.api->capabilities->choose(
      settings_field,
      [&] {
        fields.emplace_back(settings_field);
        return read();
      },
      [&] {
        std::erase(fields, settings_field);
        return read();
      });
}

bool has_pixel_labeling(const json& record) {
  const auto settings = record.find(settings_field);
  return settings != record.end() && settings->is_object() &&
         support::text_or_empty(*settings, "labelingCRSCode") == "PIXEL";
}

Ontology ontology_of(const json& record) {
  const auto interface = record.find("jsonInterface");
  const std::string text = interface == record.end() ? "null"
                           : interface->is_string()  ? interface->get<std::string>()
                                                     : support::compact_json(*interface);
  try {
    return {support::parse_ordered_json(text),  // the order of the categories numbers them
            from_string<InputType>(support::text_or_empty(record, "inputType"))};
  } catch (const std::invalid_argument&) {
    throw HttpError("projects: the interface of the project is not JSON");
  }
}

}  // namespace

ExportedProject read_exported_project(const Resources& resources, std::string_view project_id,
                                      const support::CallContext& context) {
  const auto record = read_fields(resources, project_id, context);
  if (!record) {
    throw NotFoundError(
        fmt::format("project_id '{}' does not exist, or is not accessible with this API key; give the id of "
                    "a project that the key can see",
                    support::shown_text(project_id)));
  }
  const auto connections = record->find("dataConnections");
  return {.description = support::text_or_empty(*record, "description"),
          .has_data_connections =
              connections != record->end() && connections->is_array() && !connections->empty(),
          .has_pixel_labeling = has_pixel_labeling(*record),
          .id = support::text_or_empty(*record, "id"),
          .ontology = ontology_of(*record),
          .title = support::text_or_empty(*record, "title")};
}

}  // namespace kili::use_cases
