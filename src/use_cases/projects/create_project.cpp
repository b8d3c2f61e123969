#include "use_cases/projects/create_project.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "kili/errors.hpp"
#include "support/json_text.hpp"
#include "support/shown_text.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/project_tagging.hpp"
#include "use_cases/projects/interface_check.hpp"
#include "use_cases/projects/new_project.hpp"

namespace kili::use_cases {
namespace {

/// Types that the service still reads, but makes no projects of any more.
constexpr std::array former_types{InputType::na, InputType::time_series, InputType::url,
                                  InputType::video_legacy};

[[noreturn]] void refuse_both(std::string_view argument, std::string_view other, std::string_view why) {
  throw IncompatibleArgumentsError(
      fmt::format("{} and {} are given together; {}, leave one of them out", argument, other, why));
}

void check_pixel_labeling(const CreateProject& arguments) {
  if (!arguments.pixel_labeling) return;
  if (arguments.project_id) {
    throw ValidationError(
        "pixel_labeling cannot be set when a project is copied: the copy keeps the mode of the project that "
        "project_id names; leave pixel_labeling out");
  }
  if (arguments.input_type != InputType::geospatial) {
    throw ValidationError(
        "pixel_labeling is only available for GEOSPATIAL projects; leave it out, or give input_type "
        "GEOSPATIAL");
  }
}

/// What the project is made of: exactly one of the three ways.
void check_origin(const CreateProject& arguments) {
  const bool has_interface = !arguments.json_interface.is_null();
  if (arguments.project_id && arguments.from_demo_project)
    refuse_both("project_id", "from_demo_project", "a project is a copy or a demo project");
  const std::string_view origin = arguments.project_id ? "project_id" : "from_demo_project";
  if (arguments.project_id || arguments.from_demo_project) {
    const std::string_view why = "the new project takes it from there";
    if (arguments.input_type) refuse_both("input_type", origin, why);
    if (has_interface) refuse_both("json_interface", origin, why);
    return;
  }
  if (!arguments.input_type || !has_interface) {
    throw ValidationError(fmt::format(
        "{} is not given; give input_type and json_interface, or a project to copy (project_id), or "
        "from_demo_project",
        arguments.input_type ? "json_interface" : "input_type"));
  }
  if (std::find(former_types.begin(), former_types.end(), *arguments.input_type) != former_types.end()) {
    throw ValidationError(
        fmt::format("input_type {} is not one of a new project; give IMAGE, TEXT, PDF, "
                    "VIDEO, GEOSPATIAL, AUDIO, LLM_RLHF, LLM_INSTR_FOLLOWING or LLM_STATIC",
                    to_string(*arguments.input_type)));
  }
  check_interface(arguments.json_interface, *arguments.input_type);
}

void check_arguments(const CreateProject& arguments) {
  check_given("title", arguments.title);
  check_text("description", arguments.description);
  check_texts("tags", arguments.tags);
  if (arguments.project_id) check_given("project_id", *arguments.project_id);
  check_pixel_labeling(arguments);
  check_origin(arguments);
}

/// What is done with a project after it was created.
struct Completion {
  std::string instructions{};
  std::vector<std::string> tag_ids{};
};

/// Finds out all that may be wrong with the arguments before anything is created.
Completion prepare(const Resources& resources, const CreateProject& arguments, api::NewProject& project,
                   const support::CallContext& context) {
  Completion completion;
  if (arguments.project_id) {
    const auto original = resources.api->projects.project_template(*arguments.project_id, context);
    project.input_type = original.input_type;
    project.json_interface = original.json_interface;
    project.pixel_labeling = original.pixel_labeling;
    completion.instructions = original.instructions;
    completion.tag_ids = resources.api->tags.ids_of_project(*arguments.project_id, context);
  }
  if (arguments.tags.has_elements()) {
    for (auto& id : resources.api->tags.ids_of_labels("tags", *arguments.tags, context))
      completion.tag_ids.push_back(std::move(id));
  }
  completion.tag_ids = each_once(std::move(completion.tag_ids));
  return completion;
}

void complete(const Resources& resources, const std::string& project_id, const Completion& completion,
              const support::CallContext& context) {
  wait_until_seen(resources, project_id, context);
  if (!completion.instructions.empty()) {
    const api::ProjectChange change({.instructions = completion.instructions, .project_id = project_id},
                                    nlohmann::json());
    static_cast<void>(change_project(resources, project_id, change, context));
  }
  change_tags(resources, Tagging::give, project_id, completion.tag_ids, nullptr, context);
}

}  // namespace

std::string ProjectCreation::run(const CreateProject& arguments, const support::CallContext& context) const {
  check_arguments(arguments);
  api::NewProject project{.compliance_tags = arguments.compliance_tags,
                          .description = arguments.description,
                          .demo = arguments.from_demo_project,
                          .input_type = arguments.input_type,
                          .json_interface = std::nullopt,
                          .pixel_labeling = arguments.pixel_labeling,
                          .title = arguments.title};
  if (!arguments.json_interface.is_null())
    project.json_interface = support::spaced_ascii_json(arguments.json_interface);
  const Completion completion = prepare(resources_, arguments, project, context);
  std::string id = create_once(resources_, project, context);
  try {
    complete(resources_, id, completion, context);
  } catch (const Error& error) {
    const bool unknown = error.context().outcome_unknown;
    throw MutationError(
        fmt::format("project {} ('{}') was created, but is not complete: {}; complete it with "
                    "update_properties_in_project and tag_project, or delete it",
                    id, support::shown_text(arguments.title, 60), error.what()),
        error.context(),
        {{.asset_id = id,
          .index = 0,
          .outcome = unknown ? MutationOutcome::unknown : MutationOutcome::failed,
          .reason = error.what()}},
        std::current_exception());
  }
  return id;
}

}  // namespace kili::use_cases
