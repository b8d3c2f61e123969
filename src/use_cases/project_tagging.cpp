#include "use_cases/project_tagging.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <unordered_set>
#include <utility>

#include "kili/errors.hpp"
#include "use_cases/single_mutation.hpp"

namespace kili::use_cases {
namespace {

void change_tag(const Resources& resources, Tagging tagging, std::string_view project_id,
                const std::string& tag_id, const support::CallContext& context) {
  const bool give = tagging == Tagging::give;
  const auto& tags = resources.api->tags;
  const auto send = [&](const support::CallContext& inner) {
    if (give) {
      tags.check_tag(project_id, tag_id, inner);
    } else {
      tags.uncheck_tag(project_id, tag_id, inner);
    }
    return true;
  };
  const auto is_done = [&](const support::CallContext& inner) {
    const auto ids = tags.ids_of_project(project_id, inner);
    return (std::find(ids.begin(), ids.end(), tag_id) != ids.end()) == give;
  };
  SingleMutation(send, is_done)
      .run(resources, fmt::format("{} tag {}", project_id, tag_id), engine::RepairPolicy::read_or_repeat,
           context);
}

/// Outcomes of the tags when the one at `failed` could not be changed.
std::vector<MutatedAsset> outcomes(const std::vector<std::string>& tag_ids, std::size_t failed,
                                   const Error& error) {
  std::vector<MutatedAsset> report;
  for (std::size_t i = 0; i < tag_ids.size(); ++i) {
    MutatedAsset& tag = report.emplace_back();
    tag.asset_id = tag_ids[i];
    tag.index = i;
    if (i < failed) tag.outcome = MutationOutcome::done;
    if (i != failed) continue;
    const ErrorContext& context = error.context();
    tag.outcome = context.outcome_unknown ? MutationOutcome::unknown
                  : context.attempts > 0  ? MutationOutcome::failed
                                          : MutationOutcome::not_sent;
    tag.reason = error.what();
  }
  return report;
}

}  // namespace

void change_tags(const Resources& resources, Tagging tagging, std::string_view project_id,
                 const std::vector<std::string>& tag_ids, support::CallProgress* progress,
                 const support::CallContext& context) {
  for (std::size_t i = 0; i < tag_ids.size(); ++i) {
    try {
      change_tag(resources, tagging, project_id, tag_ids[i], context);
    } catch (const Error& error) {
      if (progress != nullptr) progress->advance(error.context().attempts > 0 ? 1 : 0);
      throw MutationError(
          fmt::format("project {}: tag {} ({} of {}) was not {}: {}", project_id, tag_ids[i], i + 1,
                      tag_ids.size(), tagging == Tagging::give ? "given to it" : "taken from it",
                      error.what()),
          error.context(), outcomes(tag_ids, i, error), std::current_exception());
    }
    if (progress != nullptr) progress->advance(1);
  }
}

std::vector<std::string> each_once(std::vector<std::string> ids) {
  std::unordered_set<std::string> seen;
  std::erase_if(ids, [&seen](const std::string& id) { return !seen.insert(id).second; });
  return ids;
}

}  // namespace kili::use_cases
