#include <algorithm>
#include <array>
#include <utility>

#include "api/checked_answer.hpp"
#include "api/projects/projects_api.hpp"
#include "graphql/field_selection.hpp"
#include "kili/errors.hpp"
#include "support/json_lookup.hpp"
#include "support/json_text.hpp"

namespace kili::api {
namespace {

using nlohmann::json;

constexpr ListedKind project_kind{
    .count_field = "countProjects", .list_field = "projects", .where_type = "ProjectWhere!"};
constexpr const char* interface_field = "jsonInterface";
/// Projects of a page, where all of them are read.
constexpr std::size_t page_size = 100;

template <typename T>
void put_filter(json& where, const char* name, const std::optional<T>& value) {
  if (value) where[name] = *value;
}

void put_filter(json& where, const char* name, const std::optional<Date>& value) {
  if (value) where[name] = value->text();
}

json where_of(const ProjectQuery& query) {
  const ProjectFilters& filters = query.filters;
  json where = json::object();
  put_filter(where, "archived", filters.archived);
  put_filter(where, "deleted", filters.deleted);
  put_filter(where, "id", filters.project_id);
  put_filter(where, "organizationId", filters.organization_id);
  put_filter(where, "searchQuery", filters.search_query);
  put_filter(where, "shouldRelaunchKpiComputation", filters.should_relaunch_kpi_computation);
  put_filter(where, "starred", filters.starred);
  put_filter(where, "tagIds", query.tag_ids);
  put_filter(where, "updatedAtGte", filters.updated_at_gte);
  put_filter(where, "updatedAtLte", filters.updated_at_lte);
  return where;
}

/// Interfaces are decoded when their records are read; here it is checked that their values have room.
void check_interfaces(const json& records, support::JsonBudget& budget) {
  for (const auto& record : records) {
    const std::string* const text = support::find_text(record, interface_field);
    if (text == nullptr) continue;
    try {
      const auto before = budget.used();
      static_cast<void>(support::parse_ordered_json(*text, support::WideIntegers::digits, &budget));
      budget.give_back(budget.used() - before);
    } catch (const std::invalid_argument&) {
      // Text that is not JSON stays text.
      continue;
    }
  }
}

/// A pattern that fits this text and few others: what means something in a pattern becomes any character, so
/// that it does not matter how the service escapes.
std::string pattern_of(std::string_view text) {
  std::string pattern(text);
  for (char& c : pattern) {
    if (c == '%' || c == '\\') c = '_';
  }
  return pattern;
}

/// The interface of a record as text.
std::string interface_text(const json& record) {
  const auto& interface = member(record, interface_field, project_kind.list_field);
  const auto* const text = interface.get_ptr<const std::string*>();
  return text != nullptr ? *text : support::compact_json(interface);
}

ProjectQuery of_id(std::string_view project_id) {
  ProjectQuery query;
  query.filters.project_id = std::string(project_id);
  return query;
}

}  // namespace

std::size_t ProjectsApi::count_projects(const ProjectQuery& query,
                                        const support::CallContext& context) const {
  return records_.count(project_kind, where_of(query), context);
}

std::vector<json> ProjectsApi::projects(const ProjectQuery& query, std::span<const std::string> fields,
                                        std::size_t first, std::size_t skip,
                                        const support::CallContext& context) const {
  return records_.page(project_kind, where_of(query), fields, first, skip, context, check_interfaces);
}

std::optional<json> ProjectsApi::find_project(std::string_view project_id,
                                              std::span<const std::string> fields,
                                              const support::CallContext& context) const {
  auto found = projects(of_id(project_id), fields, 1, 0, context);
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::vector<json> ProjectsApi::projects_of_title(std::string_view title, std::span<const std::string> fields,
                                                 const support::CallContext& context) const {
  ProjectQuery query;
  query.filters.search_query = pattern_of(title);
  RecordLookup lookup{.where = where_of(query),
                      .fields = {fields.begin(), fields.end()},
                      .page_size = page_size,
                      .finish = check_interfaces};
  const bool adds_title = std::find(fields.begin(), fields.end(), "title") == fields.end();
  if (adds_title) lookup.fields.emplace_back("title");
  std::vector<json> found;
  records_.for_each(project_kind, lookup, context, [&](json&& record) {
    // The service looks at descriptions too, and case does not matter to it.
    if (text_member(record, "title", project_kind.list_field) != title) return;
    if (adds_title) record.erase("title");
    found.push_back(std::move(record));
  });
  return found;
}

std::vector<SimilarProject> ProjectsApi::projects_similar_to(const NewProject& project,
                                                             const support::CallContext& context) const {
  const std::vector<std::string> fields{"id", "description", "inputType", interface_field};
  std::vector<SimilarProject> similar;
  for (const auto& record : projects_of_title(project.title, fields, context)) {
    const bool is_alike =
        support::text_or_empty(record, "description") == project.description &&
        (!project.input_type ||
         support::text_or_empty(record, "inputType") == to_string(*project.input_type)) &&
        (!project.json_interface || support::is_same_json(interface_text(record), *project.json_interface));
    similar.push_back({.id = text_member(record, "id", project_kind.list_field), .is_alike = is_alike});
  }
  return similar;
}

std::optional<std::vector<json>> ProjectsApi::steps(std::string_view project_id,
                                                    std::span<const std::string> fields,
                                                    const support::CallContext& context) const {
  static constexpr std::array<Requirement, 1> needed{{{.name = "steps", .argument = "get_steps"}}};
  return capabilities_->require(needed, [&]() -> std::optional<std::vector<json>> {
    const auto project = find_project(project_id, fields, context);
    if (!project) return std::nullopt;
    std::vector<json> found;
    const auto* const steps = support::find_member(*project, "steps");
    if (steps == nullptr) return found;
    for (const auto& step : array(*steps, project_kind.list_field)) {
      if (!step.is_object()) throw_unexpected_answer(project_kind.list_field, "a step that is not an object");
      found.push_back(step);
    }
    return found;
  });
}

ProjectTemplate ProjectsApi::project_template(std::string_view project_id,
                                              const support::CallContext& context) const {
  const std::vector<std::string> former{interface_field, "instructions", "inputType"};
  std::vector<std::string> present = former;
  present.emplace_back("geospatialSettings");
  const auto ask = [&](const std::vector<std::string>& fields) {
    return find_project(project_id, fields, context);
  };
  const auto found = capabilities_->choose(
      "geospatialSettings", [&] { return ask(present); }, [&] { return ask(former); });
  if (!found) {
    throw NotFoundError("project ID: " + std::string(project_id) +
                        ". The project does not exist or you do not have access to it; check project_id");
  }
  const auto* const settings = support::find_member(*found, "geospatialSettings");
  return {.input_type = from_string<InputType>(text_member(*found, "inputType", project_kind.list_field)),
          .instructions = support::text_or_empty(*found, "instructions"),
          .json_interface = interface_text(*found),
          .pixel_labeling =
              settings != nullptr && support::text_or_empty(*settings, "labelingCRSCode") == "PIXEL"};
}

}  // namespace kili::api
