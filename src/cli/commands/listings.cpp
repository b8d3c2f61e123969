#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands/commands.hpp"
#include "cli/filters.hpp"
#include "cli/listing.hpp"

namespace kili::cli {
namespace {

struct ProjectsOptions {
  ProjectFilters filters{};
  ListingOptions listing{};
};

struct AssetsOptions {
  AssetFilters filters{};
  ListingOptions listing{};
  ProjectChoice project{};
};

struct LabelsOptions {
  LabelFilters filters{};
  std::string kind = "labels";
  ListingOptions listing{};
  ProjectChoice project{};
};

int list_projects(Session& session, const ProjectsOptions& options) {
  const std::vector<std::string> columns{"id", "title", "inputType"};
  ProjectsArguments arguments;
  options.listing.fill(arguments);
  arguments.fields = options.listing.fields_for(session, columns);
  return write_listing(session, session.client().projects(options.filters, arguments, session.listing_call()),
                       options.listing, options.listing.fields.empty() ? columns : options.listing.fields);
}

int list_assets(Session& session, const AssetsOptions& options) {
  const std::vector<std::string> columns{"id", "externalId", "createdAt", "skipped"};
  AssetsArguments arguments;
  options.listing.fill(arguments);
  arguments.fields = options.listing.fields_for(session, columns);
  const std::string project = options.project.id(session);
  return write_listing(session,
                       session.client().assets(project, options.filters, arguments, session.listing_call()),
                       options.listing, options.listing.fields.empty() ? columns : options.listing.fields);
}

int list_labels(Session& session, const LabelsOptions& options) {
  const std::vector<std::string> columns{"id", "labelType", "author.email", "createdAt"};
  LabelsArguments arguments;
  options.listing.fill(arguments);
  arguments.fields = options.listing.fields_for(session, columns);
  const std::string project = options.project.id(session);
  const auto list = options.kind == "predictions"  ? &Client::predictions
                    : options.kind == "inferences" ? &Client::inferences
                                                   : &Client::labels;
  return write_listing(session,
                       (session.client().*list)(project, options.filters, arguments, session.listing_call()),
                       options.listing, options.listing.fields.empty() ? columns : options.listing.fields);
}

}  // namespace

void add_projects_command(CLI::App& program, Action& chosen) {
  const auto options = std::make_shared<ProjectsOptions>();
  CLI::App* const command = program.add_subcommand("projects", "Lists projects");
  options->listing.add_to(*command);
  add_filters(*command, options->filters);
  command->callback([options, &chosen] {
    chosen = [options](Session& session) { return list_projects(session, *options); };
  });
}

void add_assets_command(CLI::App& program, Action& chosen) {
  const auto options = std::make_shared<AssetsOptions>();
  CLI::App* const command = program.add_subcommand("assets", "Lists the assets of a project");
  options->project.add_to(*command);
  options->listing.add_to(*command);
  add_filters(*command, options->filters);
  command->callback([options, &chosen] {
    chosen = [options](Session& session) { return list_assets(session, *options); };
  });
}

void add_labels_command(CLI::App& program, Action& chosen) {
  const auto options = std::make_shared<LabelsOptions>();
  CLI::App* const command = program.add_subcommand("labels", "Lists the labels of a project");
  options->project.add_to(*command);
  command->add_option("--kind", options->kind, "What to list")
      ->check(CLI::IsMember({"labels", "predictions", "inferences"}));
  options->listing.add_to(*command);
  add_filters(*command, options->filters);
  command->callback([options, &chosen] {
    chosen = [options](Session& session) { return list_labels(session, *options); };
  });
}

}  // namespace kili::cli
