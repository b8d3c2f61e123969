// The page from_python.md has every method of Kili's Python SDK beside a call in C++: these calls.

#include <catch2/catch.hpp>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "kili/kili.hpp"
#include "shown_code.hpp"
#include "test_folder.hpp"

namespace {

using kili::test::use;

/// What the calls are given, and what becomes of their results.
struct Given {
  std::string answer = R"({})", asset_id, issue_id, label_id, new_password, organization_id, password,
              project_id, query, role_id, url, user_id, key;
  std::vector<std::string> ids, label_ids;
  kili::Json interface, metadata, variables;
};

[[maybe_unused]] void calls_of_client(const Given& given) {
  const auto& key = given.key;
  const auto& url = given.url;
  const kili::Client client({.api_endpoint = url, .api_key = key});
  const kili::Client from_environment;
  use(client, from_environment);
}

[[maybe_unused]] void calls_of_assets(const kili::Client& client, const Given& given) {
  const auto& asset_id = given.asset_id;
  const auto& ids = given.ids;
  const auto& metadata = given.metadata;
  const auto& project_id = given.project_id;
  const auto& user_id = given.user_id;
  for (const kili::Asset& asset : client.assets(project_id, {.status_in = {kili::AssetStatus::todo}}))
    use(asset);
  const std::vector<kili::Asset> ten =
      client.assets(project_id, {}, {.fields = {"id"}, .first = 10}).to_vector();
  client.assets(project_id).to_table().write_csv("assets.csv");
  const std::size_t count = client.count_assets(project_id);
  client.append_many_to_dataset(project_id, {.content_array = {"a.jpg"}, .external_id_array = {"a"}});
  client.update_properties_in_assets({.asset_ids = ids, .priorities = {1}});
  client.change_asset_external_ids({.asset_ids = ids, .new_external_ids = {"b"}});
  client.delete_many_from_dataset({.asset_ids = ids});
  client.add_to_review({.asset_ids = ids});
  client.send_back_to_queue({.asset_ids = ids});
  client.add_metadata({.asset_ids = ids, .json_metadata = {metadata}, .project_id = project_id});
  client.set_metadata({.asset_ids = ids, .json_metadata = {metadata}, .project_id = project_id});
  client.assign_assets_to_labelers({.asset_ids = ids, .to_be_labeled_by_array = {{user_id}}});
  client.set_assets_priority({.asset_ids = ids, .priority = 5});
  client.skip_or_unskip({.action = kili::SkipAction::skip,
                         .asset_id = asset_id,
                         .project_id = project_id,
                         .reason = "blurred"});
  client.update_asset_consensus({.asset_id = asset_id, .is_consensus = true, .project_id = project_id});
  use(ten, count);
}

[[maybe_unused]] void calls_of_labels(const kili::Client& client, const Given& given) {
  const auto& answer = given.answer;
  const auto& asset_id = given.asset_id;
  const auto& ids = given.ids;
  const auto& label_id = given.label_id;
  const auto& label_ids = given.label_ids;
  const auto& project_id = given.project_id;
  for (const kili::Label& label : client.labels(project_id, {.type_in = {kili::LabelType::review}}))
    use(label);
  const auto parsed =
      client.labels(project_id, {}, {.output_format = kili::LabelOutputFormat::parsed_label}).to_vector();
  const std::size_t label_count = client.count_labels(project_id);
  const auto predictions = client.predictions(project_id).to_vector();
  const auto inferences = client.inferences(project_id).to_vector();
  client.append_labels({.asset_id_array = ids, .json_response_array = {answer}, .project_id = project_id});
  client.append_to_labels({.json_response = answer, .label_asset_id = asset_id});
  client.create_predictions(
      project_id, {.external_id_array = {"a"}, .json_response_array = {answer}, .model_name = "v1"});
  client.create_honeypot({.asset_id = asset_id, .json_response = answer});
  client.delete_labels({.ids = label_ids});
  client.update_properties_in_label({.label_id = label_id, .seconds_to_label = 3});
  client.export_labels({.filename = "labels.zip", .fmt = kili::ExportFormat::coco, .project_id = project_id});
  use(parsed, label_count, predictions, inferences);
}

[[maybe_unused]] void calls_of_projects_and_tags(const kili::Client& client, const Given& given) {
  const auto& interface = given.interface;
  const auto& project_id = given.project_id;
  for (const kili::Project& project : client.projects({.search_query = "cars%"})) use(project);
  const std::size_t project_count = client.count_projects();
  client.create_project({.input_type = kili::InputType::image, .json_interface = interface, .title = "cars"});
  client.update_properties_in_project({.project_id = project_id, .title = "vans"});
  client.archive_project(project_id);
  client.unarchive_project(project_id);
  client.delete_project(project_id);
  client.update_project_anonymization(project_id, true);
  const std::vector<kili::ProjectStep> steps = client.get_steps(project_id);
  const std::vector<kili::Tag> tags = client.tags();
  client.create_tag({.color = "#0755FF", .name = "night"});
  client.update_tag({.new_tag_name = "dark", .tag_name = "night"});
  client.delete_tag({.tag_name = "dark"});
  client.tag_project({.project_id = project_id, .tags = {"dark"}});
  client.untag_project({.project_id = project_id, .tags = {"dark"}});
  use(project_count, steps, tags);
}

[[maybe_unused]] void calls_of_members_and_users(const kili::Client& client, const Given& given) {
  const auto& new_password = given.new_password;
  const auto& organization_id = given.organization_id;
  const auto& password = given.password;
  const auto& project_id = given.project_id;
  const auto& role_id = given.role_id;
  const auto& user_id = given.user_id;
  for (const kili::ProjectUser& member : client.project_users(project_id)) use(member);
  const std::size_t member_count = client.count_project_users(project_id);
  client.append_to_roles(
      {.project_id = project_id, .role = kili::ProjectRole::reviewer, .user_email = "ann@example.com"});
  client.update_properties_in_role(
      {.project_id = project_id, .role = kili::ProjectRole::labeler, .role_id = role_id, .user_id = user_id});
  client.update_properties_in_project_user(
      {.project_id = project_id, .role = kili::ProjectRole::admin, .user_email = "ann@example.com"});
  client.delete_from_roles({.role_id = role_id});
  for (const kili::User& user : client.users({.organization_id = organization_id})) use(user);
  const std::size_t user_count = client.count_users();
  const kili::User me = client.get_current_user();
  client.create_user({.email = "eve@example.com",
                      .firstname = "Eve",
                      .organization_role = kili::OrganizationRole::user,
                      .password = password});
  client.update_properties_in_user({.email = "eve@example.com", .lastname = "Doe"});
  client.update_password({.email = "eve@example.com",
                          .new_password_1 = new_password,
                          .new_password_2 = new_password,
                          .old_password = password});
  use(member_count, user_count, me);
}

[[maybe_unused]] void calls_of_issues(const kili::Client& client, const Given& given) {
  const auto& issue_id = given.issue_id;
  const auto& label_id = given.label_id;
  const auto& label_ids = given.label_ids;
  const auto& project_id = given.project_id;
  for (const kili::Issue& issue : client.issues(project_id, {.status = kili::IssueStatus::open})) use(issue);
  const std::size_t issue_count = client.count_issues(project_id);
  client.create_issues(project_id, {.label_id_array = label_ids, .text_array = {"too small"}});
  client.append_to_issues({.label_id = label_id, .project_id = project_id, .text = "too small"});
  client.update_issue_status({.issue_id = issue_id, .status = kili::IssueStatus::solved});
  use(issue_count);
}

[[maybe_unused]] void calls_of_graphql(const kili::Client& client, const Given& given) {
  const auto& query = given.query;
  const auto& variables = given.variables;
  const kili::Json data = client.execute(query, variables);
  use(data);
}

}  // namespace

TEST_CASE("the page for users of the Python SDK shows calls that are compiled") {
  const std::string page = kili::test::read_file(KILI_TESTS_DIR "/../docs/from_python.md");
  const std::string calls =
      kili::test::without_spaces(kili::test::read_file(KILI_TESTS_DIR "/unit/from_python_test.cpp"));
  std::size_t count = 0;
  for (auto row = page.find("\n| `"); row != std::string::npos; row = page.find("\n| `", row + 1)) {
    const auto begin = page.find("` | `", row);
    REQUIRE(begin != std::string::npos);
    const std::string call = page.substr(begin + 5, page.find("` |\n", begin + 5) - begin - 5);
    INFO(call);
    CHECK(calls.find(kili::test::without_spaces(call)) != std::string::npos);
    ++count;
  }
  CHECK(count > 60);
}

TEST_CASE("the page for users of the Python SDK has all of its methods") {
  const std::string page = kili::test::read_file(KILI_TESTS_DIR "/../docs/from_python.md");
  const auto methods =
      nlohmann::json::parse(kili::test::read_file(KILI_TESTS_DIR "/conformance/parity/methods.json"));
  std::set<std::string> names;
  for (const auto& part : methods) {
    for (const auto& [name, parameters] : part.items()) names.insert(name);
  }
  CHECK(names.size() > 50);
  for (const std::string& name : names) {
    INFO(name);
    CHECK(page.find("| `kili." + name + "(") != std::string::npos);
    CHECK(page.find("client." + name + "(") != std::string::npos);
  }
}
