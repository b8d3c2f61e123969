#include "use_cases/projects/new_project.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "kili/errors.hpp"
#include "support/json_lookup.hpp"
#include "support/shown_text.hpp"
#include "use_cases/creation.hpp"

namespace kili::use_cases {
namespace {

/// How long a new project may stay unseen (docs/service.md, "Projects").
constexpr std::chrono::seconds longest_unseen{60};
constexpr std::chrono::seconds pause_between_looks{1};

[[noreturn]] void throw_unknown(const api::NewProject& project, const std::string& what,
                                const ErrorContext& cause_context, std::exception_ptr cause) {
  ErrorContext context = cause_context;
  context.outcome_unknown = true;
  context.operation = "createProject";
  const std::string message = fmt::format(
      "{}; it is not known whether the project '{}' was created: look for this title, with "
      "projects() or in the web application, before creating it again",
      what, support::shown_text(project.title, 60));
  throw MutationError(message, std::move(context),
                      {{.asset_id = {}, .index = 0, .outcome = MutationOutcome::unknown, .reason = what}},
                      std::move(cause));
}

/// One project that is being created.
class ProjectToCreate {
 public:
  ProjectToCreate(const Resources& resources, const api::NewProject& project)
      : resources_(resources), project_(project), name_("project of title " + project.title) {}

  /// @return the id.
  std::string create(const support::CallContext& context) {
    Creation creation(
        resources_,
        [this](const support::CallContext& inner) {
          if (!looked_before_) look_before(inner);
          id_ = resources_.api->projects.create_project(project_, inner);
          return true;
        },
        [this](const support::CallContext& inner) { return look(inner); }, longest_unseen);
    try {
      creation.run(resources_, name_, engine::RepairPolicy::read_only, context);
    } catch (const MutationError&) {
      throw;  // says already what is not known
    } catch (const Error& error) {
      if (!error.context().outcome_unknown) throw;
      throw_unknown(project_, error.what(), error.context(), std::current_exception());
    }
    return id_;
  }

 private:
  /// Notes which projects of this title are there, so that the new one is told from them.
  void look_before(const support::CallContext& context) {
    looked_before_ = true;
    const std::array<std::string, 1> names{name_};
    if (const auto shown = resources_.changes->surely_shown_from(names, resources_.clock->now()))
      context.sleep_until(*resources_.clock, *shown);
    const std::array<std::string, 1> fields{"id"};
    try {
      before_.emplace();
      for (const auto& record : resources_.api->projects.projects_of_title(project_.title, fields, context))
        before_->insert(support::text_or_empty(record, "id"));
    } catch (const GraphQLError& error) {
      before_.reset();
      resources_.log.debug(
          fmt::format("create_project: the projects of before are not known: {}", error.what()));
    }
  }

  /// Looks for the project after an answer was lost.
  bool look(const support::CallContext& context) {
    auto found = resources_.api->projects.projects_similar_to(project_, context);
    if (before_) std::erase_if(found, [this](const auto& each) { return before_->contains(each.id); });
    if (found.empty()) return false;
    // The service may write an interface in another way, so that alone is no reason to create it again.
    if (found.size() > 1) {
      const auto others =
          std::stable_partition(found.begin(), found.end(), [](const auto& each) { return each.is_alike; });
      if (others - found.begin() == 1) found.erase(others, found.end());
    }
    if (found.size() > 1 || !before_) throw_ambiguous(found);
    id_ = std::move(found.front().id);
    return true;
  }

  [[noreturn]] void throw_ambiguous(const std::vector<api::SimilarProject>& found) const {
    std::vector<std::string> ids;
    ids.reserve(found.size());
    for (const auto& each : found) ids.push_back(each.id);
    ErrorContext lost;
    lost.attempts = 1;
    throw_unknown(project_,
                  fmt::format("the response to createProject was lost, and the new project cannot be told "
                              "from others of its title ({})",
                              fmt::join(ids, ", ")),
                  lost, std::current_exception());
  }

  const Resources& resources_;
  const api::NewProject& project_;
  std::optional<std::set<std::string>> before_;  ///< Absent: not known.
  std::string id_;
  bool looked_before_ = false;
  std::string name_;
};

}  // namespace

std::string create_once(const Resources& resources, const api::NewProject& project,
                        const support::CallContext& context) {
  return ProjectToCreate(resources, project).create(context);
}

void wait_until_seen(const Resources& resources, const std::string& project_id,
                     const support::CallContext& context) {
  const std::array<std::string, 1> fields{"id"};
  const auto until = resources.clock->now() + longest_unseen;
  while (!resources.api->projects.find_project(project_id, fields, context)) {
    if (resources.clock->now() >= until) {
      resources.log.warn(
          fmt::format("project {} was created, but is not seen after {} seconds; wait before you use it",
                      project_id, longest_unseen.count()));
      return;
    }
    context.sleep_until(*resources.clock, resources.clock->now() + pause_between_looks);
  }
}

nlohmann::json change_project(const Resources& resources, const std::string& project_id,
                              const api::ProjectChange& change, const support::CallContext& context) {
  const auto& projects = resources.api->projects;
  nlohmann::json record;
  const auto send = [&](const support::CallContext& inner) {
    record = projects.change_project(project_id, change, inner);
    return true;
  };
  const auto is_done = [&](const support::CallContext& inner) {
    const api::ProjectChange asked =
        projects.has_only_metadata_types() ? change.with_metadata_types() : change;
    auto found = projects.find_project(project_id, asked.fields(), inner);
    if (!found || !asked.is_done_in(*found)) return false;
    record = *std::move(found);
    return true;
  };
  SingleMutation(send, is_done).run(resources, project_id, engine::RepairPolicy::read_or_repeat, context);
  return record;
}

}  // namespace kili::use_cases
