#include "module_operations.hpp"

#include <cctype>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "module_operations_labels.hpp"

#include "module_operations_label_changes.hpp"

namespace kili::test {

ModuleTargets module_targets(Sandbox& sandbox, const std::string& project_id, std::string mark) {
  using nlohmann::json;
  // It stands in addresses.
  for (char& each : mark) {
    if (std::isalnum(static_cast<unsigned char>(each)) == 0) each = '-';
  }
  ModuleTargets targets{.mark = mark,
                        .member_email = fmt::format("member-{}@example.com", mark),
                        .project_id = project_id,
                        .tag_id = fmt::format("tag-{}-{}", project_id, mark),
                        .user_email = fmt::format("user-{}@example.com", mark)};
  const std::string member = sandbox.add_user(targets.member_email, "Member", mark);
  static_cast<void>(sandbox.add_user(targets.user_email, "User", mark));
  sandbox.load_fixture({{"roles",
                         {{{"id", fmt::format("role-{}-{}", project_id, mark)},
                           {"projectId", project_id},
                           {"role", "LABELER"},
                           {"userId", member}}}},
                        {"tags", {{{"id", targets.tag_id}, {"label", "tag " + mark}}}}});
  for (const json& asset : sandbox.state(project_id)) {
    targets.asset_ids.push_back(asset.at("id").get<std::string>());
    targets.label_ids.push_back(sandbox.add_label(
        targets.asset_ids.back(), {{"jsonResponse", json::object()}, {"labelType", "DEFAULT"}}));
  }
  return targets;
}

const std::vector<ModuleOperation>& module_operations() {
  static const auto all = [] {
    std::vector<ModuleOperation> operations;
    add_project_operations(operations);
    add_tag_operations(operations);
    add_label_operations(operations);
    add_people_operations(operations);
    add_label_change_operations(operations);
    add_export_operations(operations);
    return operations;
  }();
  return all;
}

std::string name_of(const ModuleOperation& operation) {
  return operation.variant.empty() ? std::string(operation.method)
                                   : fmt::format("{} ({})", operation.method, operation.variant);
}

}  // namespace kili::test
