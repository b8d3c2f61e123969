#include "use_cases/members/list_members.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "support/immortal.hpp"
#include "support/json_lookup.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/known_project.hpp"
#include "use_cases/listing_arguments.hpp"

namespace kili::use_cases {
namespace {

constexpr const char* status_field = "status";

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

/// Members of some statuses. The service filters by one status only, so all members are read, and those of
/// the others passed over, until there are as many as the listing delivers.
class MembersOfStatus {
 public:
  MembersOfStatus(Resources resources, api::MemberQuery query, const std::vector<ProjectUserStatus>& statuses,
                  std::vector<std::string> fields)
      : fields_(std::move(fields)), query_(std::move(query)), resources_(std::move(resources)) {
    for (const auto status : statuses) statuses_.emplace(to_string(status));
    asks_for_status_ = std::find(fields_.begin(), fields_.end(), status_field) == fields_.end();
    if (asks_for_status_) fields_.emplace_back(status_field);
  }

  void read(const ListingRequest& request, const support::CallContext& context) {
    const auto& members = resources_.api->members;
    const std::size_t count = in_known_project(resources_, *query_.project_id, context,
                                               [&] { return members.count_members(query_, context); });
    for (std::size_t skip = 0; skip < count && !is_enough(request); skip += request.page_size) {
      const std::size_t size = std::min(request.page_size, count - skip);
      for (auto& record : members.members(query_, fields_, size, skip, context)) {
        if (!statuses_.contains(support::text_or_empty(record, status_field))) continue;
        if (asks_for_status_) record.erase(status_field);
        matching_.push_back(std::move(record));
      }
    }
  }
  [[nodiscard]] std::size_t count() const noexcept { return matching_.size(); }
  [[nodiscard]] std::vector<nlohmann::json> page(std::size_t skip, std::size_t first) const {
    const std::size_t begin = std::min(skip, matching_.size());
    const std::size_t size = std::min(first, matching_.size() - begin);
    const auto from = matching_.begin() + static_cast<std::ptrdiff_t>(begin);
    return {from, from + static_cast<std::ptrdiff_t>(size)};
  }

 private:
  [[nodiscard]] bool is_enough(const ListingRequest& request) const noexcept {
    return request.first && matching_.size() >= request.skip &&
           matching_.size() - request.skip >= *request.first;
  }

  bool asks_for_status_ = false;  ///< The caller does not.
  std::vector<std::string> fields_;
  std::vector<nlohmann::json> matching_;
  api::MemberQuery query_;
  Resources resources_;
  std::set<std::string, std::less<>> statuses_;
};

}  // namespace

std::unique_ptr<detail::RecordStream<ProjectUser>> ListMembers::run(std::string_view project_id,
                                                                    const ProjectUserFilters& filters,
                                                                    const ProjectUsersArguments& arguments,
                                                                    support::CallContext context) const {
  static const auto& default_fields = support::immortal(
      std::vector<std::string>{"activated", "id", "role", "starred", "user.email", "user.id", status_field});
  check_member_filters(project_id, filters);
  ListingRequest request = listing_request(arguments, "project_users", "members", default_fields);
  RecordSource<ProjectUser> source;
  source.make = [](nlohmann::json record) { return ProjectUser(std::move(record)); };
  const api::MemberQuery query = query_of(project_id, filters);
  if (filters.status_in) {
    const auto members =
        std::make_shared<MembersOfStatus>(resources_, query, *filters.status_in, request.fields);
    source.prepare = [members](ListingRequest& asked, const support::CallContext& inner) {
      members->read(asked, inner);
    };
    source.count = [members](const support::CallContext& /*inner*/) { return members->count(); };
    source.page = [members](std::size_t skip, std::size_t first, const support::CallContext& /*inner*/) {
      return members->page(skip, first);
    };
  } else {
    source.count = [resources = resources_, query](const support::CallContext& inner) {
      return in_known_project(resources, *query.project_id, inner,
                              [&] { return resources.api->members.count_members(query, inner); });
    };
    source.page = [api = resources_.api, query, fields = request.fields](std::size_t skip, std::size_t first,
                                                                         const support::CallContext& inner) {
      return api->members.members(query, fields, first, skip, inner);
    };
  }
  return std::make_unique<RecordListing<ProjectUser>>(resources_, std::move(request), std::move(source),
                                                      std::move(context));
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
