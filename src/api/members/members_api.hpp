#pragma once

#include <cstddef>
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
#include "kili/members/member_enums.hpp"
#include "support/call_context.hpp"

namespace kili::api {

/// Which members a query is about. Absent members do not filter.
struct MemberQuery {
  std::optional<std::string> email{};
  std::optional<std::string> id{};  ///< Of the role.
  std::optional<std::string> organization_id{};
  std::optional<std::string> project_id{};
  std::optional<ProjectUserStatus> status{};
};

/// Operations of the service on users in projects. All may throw what GraphQLClient::execute() throws.
/// Thread-safe.
class MembersApi {
 public:
  MembersApi(std::shared_ptr<const graphql::GraphQLClient> graphql,
             std::shared_ptr<const ServiceCapabilities> capabilities)
      : capabilities_(std::move(capabilities)), graphql_(std::move(graphql)), records_(graphql_) {}

  /// Members who were removed do not count.
  [[nodiscard]] std::size_t count_members(const MemberQuery& query,
                                          const support::CallContext& context) const;
  /// At most `first` members after the first `skip` ones, without those who were removed.
  [[nodiscard]] std::vector<nlohmann::json> members(const MemberQuery& query,
                                                    std::span<const std::string> fields, std::size_t first,
                                                    std::size_t skip,
                                                    const support::CallContext& context) const;
  /// The first member that matches, with the fields of the mutations below.
  [[nodiscard]] std::optional<nlohmann::json> find_member(const MemberQuery& query,
                                                          const support::CallContext& context) const;
  /// Id of the project of a role that was removed; nothing when the service does not know such a role.
  [[nodiscard]] std::optional<std::string> project_of_removed(std::string_view role_id,
                                                              const support::CallContext& context) const;

  // Mutations. An answer that cannot be read leaves open what was done: ErrorContext::outcome_unknown.
  // Members have the fields "id", "role", "user.email" and "user.id".

  /// @return all members of the project.
  [[nodiscard]] std::vector<nlohmann::json> append_to_roles(std::string_view project_id,
                                                            std::string_view user_email, ProjectRole role,
                                                            const support::CallContext& context) const;
  /// @param query a role, or a project and an address. @return the id of the project.
  [[nodiscard]] std::string delete_from_roles(const MemberQuery& query,
                                              const support::CallContext& context) const;
  /// @param user_id id or address. @return the member.
  [[nodiscard]] nlohmann::json set_role(std::string_view role_id, std::string_view project_id,
                                        std::string_view user_id, ProjectRole role,
                                        const support::CallContext& context) const;
  /// @return the member.
  [[nodiscard]] nlohmann::json set_role_of(std::string_view project_id, std::string_view user_email,
                                           ProjectRole role, const support::CallContext& context) const;

 private:
  template <typename Ask>
  auto ask(nlohmann::json where, const Ask& question) const;

  std::shared_ptr<const ServiceCapabilities> capabilities_;
  std::shared_ptr<const graphql::GraphQLClient> graphql_;
  RecordQueries records_;
};

}  // namespace kili::api
