#include "api/notifications/notifications_api.hpp"

#include "api/checked_answer.hpp"
#include "support/immortal.hpp"

namespace kili::api {

std::optional<std::string> NotificationsApi::notification_status(std::string_view id,
                                                                 const support::CallContext& context) const {
  static const auto& operation = support::immortal(graphql::Operation{
      .document = "query notifications($where: NotificationWhere!, $first: PageSize!, $skip: Int!) {\n"
                  "  data: notifications(where: $where, first: $first, skip: $skip) {\n"
                  "    status\n  }\n}",
      .idempotent = true,
      .name = "notifications"});
  const auto found =
      graphql_->execute(operation, {{"where", {{"id", id}}}, {"first", 1}, {"skip", 0}}, context);
  if (array(found, operation.name).empty()) return std::nullopt;
  return text_member(found.front(), "status", operation.name);
}

}  // namespace kili::api
