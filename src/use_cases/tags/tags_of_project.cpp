#include "use_cases/tags/tags_of_project.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "kili/errors.hpp"
#include "support/call_progress.hpp"
#include "support/shown_text.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/project_tagging.hpp"

namespace kili::use_cases {
namespace {

bool contains(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

/// @param place where the tags should be, for the message.
void check_known(const std::vector<std::string>& wanted, const std::vector<std::string>& known,
                 std::string_view argument, std::string_view place) {
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (contains(known, wanted[i])) continue;
    throw ValidationError(
        fmt::format("{}: element {}: tag {} not found in the {}; tags() lists those that it "
                    "has",
                    argument, i, support::shown_text(wanted[i], 60), place));
  }
}

void check_lists(const List<std::string>& tags, const List<std::string>& tag_ids) {
  check_texts("tags", tags);
  check_texts("tag_ids", tag_ids);
}

}  // namespace

std::vector<std::string> ProjectTagging::run(const TagProject& arguments,
                                             const support::CallContext& context) const {
  check_given("project_id", arguments.project_id);
  if (arguments.tags && arguments.tag_ids) {
    throw IncompatibleArgumentsError(
        "tags and tag_ids are given together; name all tags by their labels (tags), or all by their ids "
        "(tag_ids)");
  }
  if (!arguments.tags && !arguments.tag_ids)
    throw ValidationError("neither tags nor tag_ids is given; name the tags by one of them");
  check_lists(arguments.tags, arguments.tag_ids);
  if (arguments.tags.size() + arguments.tag_ids.size() == 0) {
    resources_.log.warn("tag_project: the list of tags is empty, nothing is done");
    return {};
  }
  const auto& api = resources_.api->tags;
  std::vector<std::string> wanted =
      each_once(arguments.tags ? api.ids_of_labels("tags", *arguments.tags, context) : *arguments.tag_ids);
  if (arguments.tag_ids) check_known(wanted, api.ids(context), "tag_ids", "organisation");
  const auto present = api.ids_of_project(arguments.project_id, context);
  std::vector<std::string> missing;
  std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(missing),
               [&present](const std::string& id) { return !contains(present, id); });
  support::CallProgress progress(context, resources_.clock, "Tagging project", missing.size(),
                                 support::bar_unless(arguments.disable_tqdm));
  change_tags(resources_, Tagging::give, arguments.project_id, missing, &progress, context);
  return wanted;
}

std::vector<std::string> ProjectUntagging::run(const UntagProject& arguments,
                                               const support::CallContext& context) const {
  check_given("project_id", arguments.project_id);
  const int ways = (arguments.tags ? 1 : 0) + (arguments.tag_ids ? 1 : 0) + (arguments.all ? 1 : 0);
  if (ways != 1) {
    throw ValidationError(fmt::format("{} of tags, tag_ids and all are given; give exactly one of them",
                                      ways == 0 ? "none" : "several"));
  }
  check_lists(arguments.tags, arguments.tag_ids);
  if (!arguments.all && arguments.tags.size() + arguments.tag_ids.size() == 0) {
    resources_.log.warn("untag_project: the list of tags is empty, nothing is done");
    return {};
  }
  const auto& api = resources_.api->tags;
  std::vector<std::string> wanted;
  if (arguments.tags) wanted = each_once(api.ids_of_labels("tags", *arguments.tags, context));
  if (arguments.tag_ids) wanted = each_once(*arguments.tag_ids);
  const auto present = api.ids_of_project(arguments.project_id, context);
  if (arguments.all) {
    wanted = present;
  } else {
    check_known(wanted, present, arguments.tags ? "tags" : "tag_ids", "project");
  }
  support::CallProgress progress(context, resources_.clock, "Untagging project", wanted.size(),
                                 support::bar_unless(arguments.disable_tqdm));
  change_tags(resources_, Tagging::take, arguments.project_id, wanted, &progress, context);
  return wanted;
}

}  // namespace kili::use_cases
