#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "api/record_queries.hpp"
#include "api/service_capabilities.hpp"
#include "graphql/graphql_client.hpp"
#include "kili/enums.hpp"
#include "kili/issues/issue_filters.hpp"
#include "support/call_context.hpp"

namespace kili::api {

/// An issue to create on a label.
struct NewIssue {
  std::string label_id;
  std::optional<std::string> object_mid;
  std::optional<std::string> text;
  IssueType type = IssueType::issue;
};

/// An issue that is there, as far as it is known to be the one that was asked for.
struct IssueOnLabel {
  std::string created_at;
  std::string id;
  NewIssue issue;
};

/// Operations of the service on issues and questions. All may throw what GraphQLClient::execute() throws.
/// Thread-safe.
class IssuesApi {
 public:
  /// Most issues of one create_issues(), and most ids of one look-up.
  static constexpr std::size_t issues_per_request = 100;

  IssuesApi(std::shared_ptr<const graphql::GraphQLClient> graphql,
            std::shared_ptr<const ServiceCapabilities> capabilities)
      : capabilities_(std::move(capabilities)), graphql_(std::move(graphql)), records_(graphql_) {}

  [[nodiscard]] std::size_t count_issues(std::string_view project_id, const IssueFilters& filters,
                                         const support::CallContext& context) const;
  /// At most `first` issues after the first `skip` ones.
  [[nodiscard]] std::vector<nlohmann::json> issues(std::string_view project_id, const IssueFilters& filters,
                                                   std::span<const std::string> fields, std::size_t first,
                                                   std::size_t skip,
                                                   const support::CallContext& context) const;
  /// The asset of each of these labels that the project has, by the id of the label.
  /// @param label_ids at most issues_per_request.
  [[nodiscard]] std::map<std::string, std::string> assets_of_labels(
      std::string_view project_id, std::span<const std::string> label_ids,
      const support::CallContext& context) const;
  /// All issues on labels of these assets.
  /// @param asset_ids at most issues_per_request.
  [[nodiscard]] std::vector<IssueOnLabel> issues_on_labels(std::string_view project_id,
                                                           std::span<const std::string> asset_ids,
                                                           const support::CallContext& context) const;

  // Mutations. An answer that cannot be read leaves open what was done: ErrorContext::outcome_unknown.

  /// Creates issues on labels of a project. A service of before 26.1 is told the assets of the labels too,
  /// which are looked up then.
  /// @return their ids in the order of `issues`. @throws NotFoundError naming labels that such a service does
  /// not have.
  [[nodiscard]] std::vector<std::string> create_issues(std::string_view project_id,
                                                       std::span<const NewIssue> issues,
                                                       const support::CallContext& context) const;
  /// Creates one issue on a label of this asset. @return its id.
  [[nodiscard]] std::string create_issue(std::string_view asset_id, const NewIssue& issue,
                                         const support::CallContext& context) const;
  /// @return the id of the issue.
  std::string set_issue_status(std::string_view issue_id, IssueStatus status,
                               const support::CallContext& context) const;

 private:
  template <typename Send>
  [[nodiscard]] std::vector<std::string> send_as_known(const Send& send) const;
  [[nodiscard]] std::vector<std::string> send(nlohmann::json issues, nlohmann::json where,
                                              const support::CallContext& context) const;

  std::shared_ptr<const ServiceCapabilities> capabilities_;
  std::shared_ptr<const graphql::GraphQLClient> graphql_;
  RecordQueries records_;
};

}  // namespace kili::api
