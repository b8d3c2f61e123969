#include "use_cases/projects/project_listing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "api/projects/project_query.hpp"
#include "kili/errors.hpp"
#include "support/immortal.hpp"
#include "support/json_lookup.hpp"
#include "support/shown_text.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/filter_values.hpp"
#include "use_cases/filters_fingerprint.hpp"
#include "use_cases/listing_arguments.hpp"

namespace kili::use_cases {
namespace {

/// Fields of projects that are not asked for by name.
const std::vector<std::string>& default_project_fields() {
  static const auto& fields = support::immortal(std::vector<std::string>{
      "consensusTotCoverage", "id", "inputType", "jsonInterface", "minConsensusSize", "reviewCoverage",
      "roles.id", "roles.role", "roles.user.email", "roles.user.id", "title"});
  return fields;
}

void check_filters(const ProjectFilters& filters) {
  check_date("updated_at_gte", filters.updated_at_gte);
  check_date("updated_at_lte", filters.updated_at_lte);
  check_texts("tags_in", filters.tags_in);
  const auto check = [](std::string_view name, const std::optional<std::string>& value) {
    if (value) check_text(name, *value);
  };
  check("organization_id", filters.organization_id);
  check("project_id", filters.project_id);
  check("search_query", filters.search_query);
}

/// Looks up the tags that the filters name by label.
void resolve_tags(const Resources& resources, api::ProjectQuery& query, const support::CallContext& context) {
  if (!query.filters.tags_in.has_elements()) return;
  query.tag_ids = resources.api->tags.ids_of_labels("tags_in", *query.filters.tags_in, context);
}

}  // namespace

std::unique_ptr<detail::RecordStream<Project>> ListProjects::run(const ProjectFilters& filters,
                                                                 const ProjectsArguments& arguments,
                                                                 support::CallContext context) const {
  check_filters(filters);
  ListingRequest request =
      listing_request(arguments, "projects", "projects", default_project_fields(), fingerprint_of(filters));
  const auto query = std::make_shared<api::ProjectQuery>(api::ProjectQuery{.filters = filters});
  const auto service = resources_.api;
  RecordSource<Project> source;
  source.prepare = [resources = resources_, query](ListingRequest& /*request*/,
                                                   const support::CallContext& inner) {
    resolve_tags(resources, *query, inner);
  };
  source.count = [service, query](const support::CallContext& inner) {
    return service->projects.count_projects(*query, inner);
  };
  source.page = [service, query, fields = request.fields](std::size_t skip, std::size_t first,
                                                          const support::CallContext& inner) {
    return service->projects.projects(*query, fields, first, skip, inner);
  };
  source.make = [](nlohmann::json record) { return Project(std::move(record)); };
  return std::make_unique<RecordListing<Project>>(resources_, std::move(request), std::move(source),
                                                  std::move(context));
}

std::size_t CountProjects::run(const ProjectFilters& filters, const support::CallContext& context) const {
  check_filters(filters);
  api::ProjectQuery query{.filters = filters};
  resolve_tags(resources_, query, context);
  return resources_.api->projects.count_projects(query, context);
}

Project FindProject::run(std::string_view title, const List<std::string>& fields,
                         const support::CallContext& context) const {
  check_given("title", title);
  std::vector<std::string> asked = fields_or(fields, default_project_fields());
  if (std::find(asked.begin(), asked.end(), "id") == asked.end()) asked.emplace_back("id");
  auto found = resources_.api->projects.projects_of_title(title, asked, context);
  if (found.empty()) {
    throw NotFoundError(fmt::format(
        "no project has the title '{}', or you do not have access to it; titles are told apart by case",
        support::shown_text(title, 200)));
  }
  if (found.size() > 1) {
    std::vector<std::string> ids;
    ids.reserve(found.size());
    for (const auto& record : found) ids.push_back(support::text_or_empty(record, "id"));
    throw ValidationError(fmt::format("{} projects have the title '{}': {}; name the project by its id",
                                      found.size(), support::shown_text(title, 200), fmt::join(ids, ", ")));
  }
  return Project(std::move(found.front()));
}

}  // namespace kili::use_cases
