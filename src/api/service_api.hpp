#pragma once

#include <memory>
#include <utility>

#include "api/assets/assets_api.hpp"
#include "api/documents/documents_api.hpp"
#include "api/issues/issues_api.hpp"
#include "api/labels/label_mutations_api.hpp"
#include "api/labels/labels_api.hpp"
#include "api/members/members_api.hpp"
#include "api/notifications/notifications_api.hpp"
#include "api/projects/projects_api.hpp"
#include "api/service_capabilities.hpp"
#include "api/storage/storage_api.hpp"
#include "api/tags/tags_api.hpp"
#include "api/users/users_api.hpp"

namespace kili::api {

/// The operations of the service, by module.
struct ServiceApi {
  ServiceApi(const std::shared_ptr<const graphql::GraphQLClient>& graphql,
             const std::shared_ptr<http::HttpClient>& http, const StorageApi::Settings& storage_settings,
             std::shared_ptr<const support::Clock> clock)
      : capabilities(std::make_shared<const ServiceCapabilities>(std::move(clock))),
        assets(graphql, capabilities),
        labels(graphql, capabilities),
        documents(graphql),
        issues(graphql, capabilities),
        members(graphql, capabilities),
        label_mutations(graphql, capabilities),
        notifications(graphql),
        projects(graphql, capabilities),
        storage(graphql, http, storage_settings),
        tags(graphql),
        users(graphql) {}

  std::shared_ptr<const ServiceCapabilities> capabilities;  ///< What this service is known not to know.
  AssetsApi assets;
  LabelsApi labels;
  DocumentsApi documents;
  IssuesApi issues;
  MembersApi members;
  LabelMutationsApi label_mutations;
  NotificationsApi notifications;
  ProjectsApi projects;
  StorageApi storage;
  TagsApi tags;
  UsersApi users;
};

}  // namespace kili::api
