#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "graphql/graphql_client.hpp"
#include "support/call_context.hpp"

namespace kili::api {

/// Operations of the service on the tags of the organisation. All may throw what GraphQLClient::execute()
/// throws. Thread-safe.
class TagsApi {
 public:
  explicit TagsApi(std::shared_ptr<const graphql::GraphQLClient> graphql) : graphql_(std::move(graphql)) {}

  /// These fields of all tags of the organisation.
  [[nodiscard]] std::vector<nlohmann::json> tags(std::span<const std::string> fields,
                                                 const support::CallContext& context) const;
  /// The same of the tags of a project.
  [[nodiscard]] std::vector<nlohmann::json> tags_of_project(std::string_view project_id,
                                                            std::span<const std::string> fields,
                                                            const support::CallContext& context) const;
  /// Ids of all tags of the organisation, and of the tags of a project.
  [[nodiscard]] std::vector<std::string> ids(const support::CallContext& context) const;
  [[nodiscard]] std::vector<std::string> ids_of_project(std::string_view project_id,
                                                        const support::CallContext& context) const;
  /// The tags with these labels, in their order.
  /// @param argument that has the labels, for the message. @throws ValidationError when no tag of the
  /// organisation has a label, or several have.
  [[nodiscard]] std::vector<std::string> ids_of_labels(std::string_view argument,
                                                       std::span<const std::string> labels,
                                                       const support::CallContext& context) const;

  // Mutations. An answer that cannot be read leaves open what was done: ErrorContext::outcome_unknown.

  /// @return "id", "color" and "label" of the new tag.
  [[nodiscard]] nlohmann::json create_tag(const std::string& label, const std::optional<std::string>& color,
                                          const support::CallContext& context) const;
  void rename_tag(std::string_view tag_id, std::string_view label, const support::CallContext& context) const;
  /// @return what the service says: whether it was deleted.
  [[nodiscard]] bool delete_tag(std::string_view tag_id, const support::CallContext& context) const;
  /// Gives a tag to a project, and takes it away.
  void check_tag(std::string_view project_id, std::string_view tag_id,
                 const support::CallContext& context) const;
  void uncheck_tag(std::string_view project_id, std::string_view tag_id,
                   const support::CallContext& context) const;

 private:
  std::shared_ptr<const graphql::GraphQLClient> graphql_;
};

}  // namespace kili::api
