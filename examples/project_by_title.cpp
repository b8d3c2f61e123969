// Finds a project by its title, prints its counts, and a field of the service that no method asks for.
//
//   project_by_title TITLE
//
// Key and endpoint come from KILI_API_KEY and KILI_API_ENDPOINT.
#include <kili/kili.hpp>

#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: project_by_title TITLE\n";
    return 2;
  }
  try {
    const kili::Client client;
    const kili::Project project = client.find_project_by_title(argv[1]);
    const std::string id(project.id());
    std::cout << project.title() << " has the id " << id << '\n'
              << client.count_assets(id) << " assets, " << client.count_assets(id, {.skipped = true})
              << " of them skipped\n"
              << client.count_labels(id) << " labels\n"
              << client.count_issues(id, {.status = kili::IssueStatus::open}) << " open issues\n"
              << client.count_project_users(id) << " members\n";

    const kili::Json data = client.execute(
        "query ($where: ProjectWhere!) { projects(where: $where, first: 1, skip: 0) { numberOfSkippedAssets "
        "} }",
        nlohmann::json{{"where", {{"id", id}}}});
    std::cout << "answer of a document: " << data.dump() << '\n';
    return 0;
  } catch (const kili::NotFoundError& error) {
    std::cerr << error.what() << '\n';
    return 3;
  } catch (const kili::Error& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
