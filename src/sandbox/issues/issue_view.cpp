#include "sandbox/issues/issue_view.hpp"

#include "sandbox/store/asset_json.hpp"

namespace kili::sandbox {

nlohmann::json issue_view(const Issue& issue, std::string_view asset_id, const Store& store) {
  using nlohmann::json;
  const User* const author = issue.author_id.empty() ? nullptr : store.find_user(issue.author_id);
  return {{"assetId", asset_id},
          {"author", author == nullptr ? json() : user_to_json(*author)},
          {"createdAt", format_date(issue.created_at)},
          {"id", issue.id},
          {"issueNumber", issue.issue_number ? json(*issue.issue_number) : json()},
          {"labelId", issue.label_id.empty() ? json() : json(issue.label_id)},
          {"objectMid", issue.object_mid ? json(*issue.object_mid) : json()},
          {"status", issue.status},
          {"text", issue.text ? json(*issue.text) : json()},
          {"type", issue.type},
          {"updatedAt", format_date(issue.updated_at)}};
}

}  // namespace kili::sandbox
