// Who works on a project, and what is asked about its labels (docs/members_and_issues.md).
//
// Usage: team_and_issues PROJECT_ID FIRST_PASSWORD LABEL_ID LABEL_ID
// The key is taken from KILI_API_KEY, the address from KILI_API_ENDPOINT.

#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include <kili/kili.hpp>

namespace {

void staff(const kili::Client& client, const std::string& project_id) {
  const kili::ProjectUser ann = client.append_to_roles(
      {.project_id = project_id, .role = kili::ProjectRole::reviewer, .user_email = "ann@example.com"});
  client.update_properties_in_project_user(
      {.project_id = project_id, .role = kili::ProjectRole::team_manager, .user_email = "ann@example.com"});
  for (const kili::ProjectUser& member : client.project_users(project_id)) {
    std::cout << member.user_email() << " is " << kili::to_string(member.role()) << '\n';
  }
  std::cout << ann.user_id() << " was a reviewer before\n";
}

void add_to_organisation(const kili::Client& client, const std::string& first_password) {
  const kili::User me = client.get_current_user();
  const std::string user_id = client.create_user({.email = "eve@example.com",
                                                  .firstname = "Eve",
                                                  .organization_role = kili::OrganizationRole::user,
                                                  .password = first_password});
  client.update_properties_in_user({.email = "eve@example.com", .lastname = "Doe"});
  std::cout << me.email() << " has added " << user_id << '\n';
}

void raise_issues(const kili::Client& client, const std::string& project_id,
                  const std::vector<std::string>& label_ids) {
  const std::vector<std::string> issue_ids = client.create_issues(
      project_id,
      {.label_id_array = label_ids, .text_array = {"the box is too small", "which class is this?"}});
  for (const kili::Issue& issue : client.issues(project_id, {.status = kili::IssueStatus::open},
                                                {.fields = {"id", "assetId", "text"}})) {
    std::cout << issue.asset_id() << ": " << issue.text().value_or("") << '\n';
  }
  client.update_issue_status({.issue_id = issue_ids.front(), .status = kili::IssueStatus::solved});
  std::cout << client.count_issues(project_id, {.status = kili::IssueStatus::open}) << " open\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: team_and_issues PROJECT_ID FIRST_PASSWORD LABEL_ID LABEL_ID\n";
    return 2;
  }
  try {
    const kili::Client client;
    staff(client, argv[1]);
    add_to_organisation(client, argv[2]);
    raise_issues(client, argv[1], {argv[3], argv[4]});
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
