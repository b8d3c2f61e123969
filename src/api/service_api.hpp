#pragma once

#include <memory>

#include "api/assets/assets_api.hpp"
#include "api/notifications/notifications_api.hpp"
#include "api/projects/projects_api.hpp"
#include "api/storage/storage_api.hpp"
#include "api/users/users_api.hpp"

namespace kili::api {

/// The operations of the service, by module.
struct ServiceApi {
  ServiceApi(const std::shared_ptr<const graphql::GraphQLClient>& graphql,
             const std::shared_ptr<http::HttpClient>& http, const StorageApi::Settings& storage_settings)
      : assets(graphql),
        notifications(graphql),
        projects(graphql),
        storage(graphql, http, storage_settings),
        users(graphql) {}

  AssetsApi assets;
  NotificationsApi notifications;
  ProjectsApi projects;
  StorageApi storage;
  UsersApi users;
};

}  // namespace kili::api
