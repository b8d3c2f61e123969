#include "use_cases/issues/list_issues.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "kili/errors.hpp"
#include "support/immortal.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/filters_fingerprint.hpp"
#include "use_cases/known_project.hpp"
#include "use_cases/listing_arguments.hpp"

namespace kili::use_cases {
namespace {

void check_issue_filters(std::string_view project_id, const IssueFilters& filters) {
  check_given("project_id", project_id);
  if (filters.asset_id && filters.asset_id_in) {
    throw ValidationError(
        "asset_id and asset_id_in are both given; give one of them, asset_id_in for several assets");
  }
  if (filters.asset_id) check_text("asset_id", *filters.asset_id);
  check_texts("asset_id_in", filters.asset_id_in);
}

}  // namespace

std::unique_ptr<detail::RecordStream<Issue>> ListIssues::run(std::string_view project_id,
                                                             const IssueFilters& filters,
                                                             const IssuesArguments& arguments,
                                                             support::CallContext context) const {
  static const auto& default_fields =
      support::immortal(std::vector<std::string>{"id", "createdAt", "status", "type", "assetId"});
  check_issue_filters(project_id, filters);
  ListingRequest request =
      listing_request(arguments, "issues", "issues", default_fields, fingerprint_of(project_id, filters));
  RecordSource<Issue> source;
  source.count = [resources = resources_, id = std::string(project_id),
                  filters](const support::CallContext& inner) {
    return in_known_project(resources, id, inner,
                            [&] { return resources.api->issues.count_issues(id, filters, inner); });
  };
  source.page = [api = resources_.api, id = std::string(project_id), filters, fields = request.fields](
                    std::size_t skip, std::size_t first, const support::CallContext& inner) {
    return api->issues.issues(id, filters, fields, first, skip, inner);
  };
  source.make = [](nlohmann::json record) { return Issue(std::move(record)); };
  return std::make_unique<RecordListing<Issue>>(resources_, std::move(request), std::move(source),
                                                std::move(context));
}

std::size_t CountIssues::run(std::string_view project_id, const IssueFilters& filters,
                             const support::CallContext& context) const {
  check_issue_filters(project_id, filters);
  return in_known_project(resources_, project_id, context,
                          [&] { return resources_.api->issues.count_issues(project_id, filters, context); });
}

}  // namespace kili::use_cases
