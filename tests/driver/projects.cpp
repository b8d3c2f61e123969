#include "listing.hpp"
#include "literals.hpp"
#include "methods.hpp"

namespace kili::driver {
namespace {

nlohmann::json id_object(const std::string& id) { return {{"id", id}}; }

ProjectFilters project_filters_of(Arguments& arguments) {
  ProjectFilters filters;
  filters.archived = arguments.flag("archived");
  filters.deleted = arguments.flag("deleted");
  filters.organization_id = arguments.text("organization_id");
  filters.project_id = arguments.text("project_id");
  filters.search_query = arguments.text("search_query");
  filters.should_relaunch_kpi_computation = arguments.flag("should_relaunch_kpi_computation");
  filters.starred = arguments.flag("starred");
  filters.tags_in = arguments.texts("tags_in");
  filters.updated_at_gte = arguments.text("updated_at_gte");
  filters.updated_at_lte = arguments.text("updated_at_lte");
  return filters;
}

nlohmann::json projects(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  const ProjectFilters filters = project_filters_of(arguments);
  return listing(arguments, [&](const ProjectsArguments& how) { return client.projects(filters, how); });
}

nlohmann::json count_projects(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  const ProjectFilters filters = project_filters_of(arguments);
  arguments.check_all_known();
  return client.count_projects(filters);
}

nlohmann::json create_project(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  CreateProject project;
  project.compliance_tags = literals<ComplianceTag>(arguments, "compliance_tags");
  project.description = arguments.text("description").value_or("");
  project.from_demo_project = literal<DemoProjectType>(arguments, "from_demo_project");
  project.input_type = literal<InputType>(arguments, "input_type");
  project.json_interface = arguments.value("json_interface");
  project.pixel_labeling = arguments.flag("pixel_labeling").value_or(false);
  project.project_id = arguments.text("project_id");
  project.tags = arguments.texts("tags");
  project.title = arguments.required_text("title");
  arguments.check_all_known();
  return id_object(client.create_project(project));
}

nlohmann::json update_properties_in_project(const Client& client, Arguments& arguments,
                                            const SdkShapes& /*shapes*/) {
  UpdatePropertiesInProject change;
  change.can_navigate_between_assets = arguments.flag("can_navigate_between_assets");
  change.can_skip_asset = arguments.flag("can_skip_asset");
  change.compliance_tags = literals<ComplianceTag>(arguments, "compliance_tags");
  change.consensus_mark = arguments.number("consensus_mark");
  change.consensus_tot_coverage = arguments.integer("consensus_tot_coverage");
  change.description = arguments.text("description");
  change.honeypot_mark = arguments.number("honeypot_mark");
  change.input_type = literal<InputType>(arguments, "input_type");
  change.instructions = arguments.text("instructions");
  change.json_interface = arguments.value("json_interface");
  change.metadata_properties = arguments.value("metadata_properties");
  change.metadata_types = arguments.value("metadata_types");
  change.min_consensus_size = arguments.integer("min_consensus_size");
  change.project_id = arguments.required_text("project_id");
  change.review_coverage = arguments.integer("review_coverage");
  change.seconds_to_label_before_auto_assign = arguments.integer("seconds_to_label_before_auto_assign");
  change.should_auto_assign = arguments.flag("should_auto_assign");
  change.should_relaunch_kpi_computation = arguments.flag("should_relaunch_kpi_computation");
  change.title = arguments.text("title");
  change.use_honeypot = arguments.flag("use_honeypot");
  arguments.check_all_known();
  return client.update_properties_in_project(change).json();
}

/// A method whose only argument is the project.
template <auto method>
nlohmann::json with_project(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  const std::string project_id = arguments.required_text("project_id");
  arguments.check_all_known();
  return id_object((client.*method)(project_id, CallOptions{}));
}

nlohmann::json delete_project(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  const std::string project_id = arguments.required_text("project_id");
  arguments.check_all_known();
  return client.delete_project(project_id);
}

nlohmann::json update_project_anonymization(const Client& client, Arguments& arguments,
                                            const SdkShapes& /*shapes*/) {
  const std::string project_id = arguments.required_text("project_id");
  const bool should_anonymize = arguments.flag("should_anonymize").value_or(true);
  arguments.check_all_known();
  return id_object(client.update_project_anonymization(project_id, should_anonymize));
}

nlohmann::json get_steps(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  const std::string project_id = arguments.required_text("project_id");
  const GetSteps how{.fields = arguments.texts("fields")};
  arguments.check_all_known();
  nlohmann::json steps = nlohmann::json::array();
  for (const ProjectStep& step : client.get_steps(project_id, how)) steps.push_back(step.json());
  return steps;
}

}  // namespace

void project_methods(Methods& methods) {
  methods.insert({{"archive_project", with_project<&Client::archive_project>},
                  {"count_projects", count_projects},
                  {"create_project", create_project},
                  {"delete_project", delete_project},
                  {"get_steps", get_steps},
                  {"projects", projects},
                  {"unarchive_project", with_project<&Client::unarchive_project>},
                  {"update_project_anonymization", update_project_anonymization},
                  {"update_properties_in_project", update_properties_in_project}});
}

}  // namespace kili::driver
