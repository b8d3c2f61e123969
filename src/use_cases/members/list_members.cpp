#include "use_cases/members/list_members.hpp"

#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "support/immortal.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/filters_fingerprint.hpp"
#include "use_cases/known_project.hpp"
#include "use_cases/listing_arguments.hpp"
#include "use_cases/members/members_of_statuses.hpp"

namespace kili::use_cases {
namespace {

void check_member_filters(std::string_view project_id, const ProjectUserFilters& filters) {
  check_given("project_id", project_id);
  if (filters.email) check_text("email", *filters.email);
  if (filters.id) check_text("id", *filters.id);
  if (filters.organization_id) check_text("organization_id", *filters.organization_id);
}

api::MemberQuery query_of(std::string_view project_id, const ProjectUserFilters& filters) {
  return {.email = filters.email,
          .id = filters.id,
          .organization_id = filters.organization_id,
          .project_id = std::string(project_id)};
}

/// All members that match but for their status.
template <typename Record>
RecordSource<Record> source_of(const Resources& resources, const api::MemberQuery& query,
                               const std::vector<std::string>& fields) {
  RecordSource<Record> source;
  source.count = [resources, query](const support::CallContext& context) {
    return in_known_project(resources, *query.project_id, context,
                            [&] { return resources.api->members.count_members(query, context); });
  };
  source.page = [api = resources.api, query, fields](std::size_t skip, std::size_t first,
                                                     const support::CallContext& context) {
    return api->members.members(query, fields, first, skip, context);
  };
  source.make = [](nlohmann::json record) { return Record(std::move(record)); };
  return source;
}

}  // namespace

std::unique_ptr<detail::RecordStream<ProjectUser>> ListMembers::run(std::string_view project_id,
                                                                    const ProjectUserFilters& filters,
                                                                    const ProjectUsersArguments& arguments,
                                                                    support::CallContext context) const {
  static const auto& default_fields = support::immortal(
      std::vector<std::string>{"activated", "id", "role", "starred", "user.email", "user.id", "status"});
  check_member_filters(project_id, filters);
  ListingRequest request = listing_request(arguments, "project_users", "members", default_fields,
                                           fingerprint_of(project_id, filters));
  const api::MemberQuery query = query_of(project_id, filters);
  if (!filters.status_in) {
    return std::make_unique<RecordListing<ProjectUser>>(
        resources_, request, source_of<ProjectUser>(resources_, query, request.fields), std::move(context));
  }
  return std::make_unique<MembersOfStatuses>(
      request, *filters.status_in,
      [resources = resources_, query, context](ListingRequest all) {
        auto source = source_of<nlohmann::json>(resources, query, all.fields);
        return std::make_unique<RecordListing<nlohmann::json>>(resources, std::move(all), std::move(source),
                                                               context);
      },
      [count = CountMembers(resources_), project = std::string(project_id), filters, context] {
        return count.run(project, filters, context);
      });
}

std::size_t CountMembers::run(std::string_view project_id, const ProjectUserFilters& filters,
                              const support::CallContext& context) const {
  check_member_filters(project_id, filters);
  api::MemberQuery query = query_of(project_id, filters);
  return in_known_project(resources_, project_id, context, [&] {
    if (!filters.status_in) return resources_.api->members.count_members(query, context);
    std::size_t count = 0;
    const std::set<ProjectUserStatus> statuses(filters.status_in->begin(), filters.status_in->end());
    for (const auto status : statuses) {
      query.status = status;
      count += resources_.api->members.count_members(query, context);
    }
    return count;
  });
}

}  // namespace kili::use_cases
