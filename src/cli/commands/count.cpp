#include <CLI/CLI.hpp>
#include <functional>
#include <memory>

#include "cli/commands/commands.hpp"
#include "cli/filters.hpp"

namespace kili::cli {
namespace {

/// What is counted; the filters of the three are different.
struct CountOptions {
  AssetFilters assets{};
  LabelFilters labels{};
  ProjectChoice project{};
  ProjectFilters projects{};
};

int write_count(Session& session, std::size_t count) {
  session.output().write(std::to_string(count) + "\n");
  session.output().flush();
  return 0;
}

}  // namespace

void add_count_command(CLI::App& program, Action& chosen) {
  const auto options = std::make_shared<CountOptions>();
  CLI::App* const command = program.add_subcommand("count", "Counts assets, labels or projects");
  command->require_subcommand(1);

  CLI::App* const assets = command->add_subcommand("assets", "Counts the assets of a project");
  options->project.add_to(*assets);
  add_filters(*assets, options->assets);
  assets->callback([options, &chosen] {
    chosen = [options](Session& session) {
      const std::string project = options->project.id(session);
      return write_count(session, session.client().count_assets(project, options->assets, session.call()));
    };
  });

  CLI::App* const labels = command->add_subcommand("labels", "Counts the labels of a project");
  options->project.add_to(*labels);
  add_filters(*labels, options->labels);
  labels->callback([options, &chosen] {
    chosen = [options](Session& session) {
      const std::string project = options->project.id(session);
      return write_count(session, session.client().count_labels(project, options->labels, session.call()));
    };
  });

  CLI::App* const projects = command->add_subcommand("projects", "Counts projects");
  add_filters(*projects, options->projects);
  projects->callback([options, &chosen] {
    chosen = [options](Session& session) {
      return write_count(session, session.client().count_projects(options->projects, session.call()));
    };
  });
}

}  // namespace kili::cli
