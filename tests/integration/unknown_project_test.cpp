#include <catch2/catch.hpp>

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "sandbox_client.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;

namespace {

const std::string unknown = "no-such-project";

struct ProjectCall {
  std::string name;
  std::function<void(const Client&)> call;
};

/// Every operation that finds its assets by their project, called for a project that does not exist.
std::vector<ProjectCall> project_calls() {
  const std::vector<Json> metadata{nlohmann::json{{"key", 1}}};
  return {
      {"assets", [](const Client& c) { static_cast<void>(c.assets(unknown).to_vector()); }},
      {"assets, total", [](const Client& c) { static_cast<void>(c.assets(unknown).total()); }},
      {"assets, parsed labels",
       [](const Client& c) {
         static_cast<void>(
             c.assets(unknown, {}, {.label_output_format = LabelOutputFormat::parsed_label}).to_vector());
       }},
      {"count_assets", [](const Client& c) { static_cast<void>(c.count_assets(unknown)); }},
      {"count_assets, steps",
       [](const Client& c) { static_cast<void>(c.count_assets(unknown, {.step_name_in = {"Review"}})); }},
      {"append_many_to_dataset",
       [](const Client& c) {
         c.append_many_to_dataset(unknown, {.content_array = {"https://x.test/1.jpg"}});
       }},
      {"append_many_to_dataset, range",
       [](const Client& c) {
         c.append_many_to_dataset(unknown, std::vector<NewAsset>{{.content = "https://x.test/1.jpg"}});
       }},
      {"open_import",
       [](const Client& c) {
         auto import = c.open_import(unknown);
         import.push({.content = "https://x.test/1.jpg"});
         import.close();
       }},
      {"update_properties_in_assets",
       [](const Client& c) {
         c.update_properties_in_assets({.external_ids = {"a"}, .priorities = {1}, .project_id = unknown});
       }},
      {"change_asset_external_ids",
       [](const Client& c) {
         c.change_asset_external_ids(
             {.external_ids = {"a"}, .new_external_ids = {"b"}, .project_id = unknown});
       }},
      {"delete_many_from_dataset",
       [](const Client& c) { c.delete_many_from_dataset({.external_ids = {"a"}, .project_id = unknown}); }},
      {"add_to_review",
       [](const Client& c) { c.add_to_review({.external_ids = {"a"}, .project_id = unknown}); }},
      {"send_back_to_queue",
       [](const Client& c) { c.send_back_to_queue({.external_ids = {"a"}, .project_id = unknown}); }},
      {"add_metadata by external id",
       [=](const Client& c) {
         c.add_metadata({.external_ids = {"a"}, .json_metadata = metadata, .project_id = unknown});
       }},
      {"add_metadata by id",
       [=](const Client& c) {
         c.add_metadata({.asset_ids = {"a"}, .json_metadata = metadata, .project_id = unknown});
       }},
      {"set_metadata by external id",
       [=](const Client& c) {
         c.set_metadata({.external_ids = {"a"}, .json_metadata = metadata, .project_id = unknown});
       }},
      {"set_metadata by id",
       [=](const Client& c) {
         c.set_metadata({.asset_ids = {"a"}, .json_metadata = metadata, .project_id = unknown});
       }},
      {"assign_assets_to_labelers",
       [](const Client& c) {
         c.assign_assets_to_labelers(
             {.external_ids = {"a"}, .project_id = unknown, .to_be_labeled_by_array = {{"user-1"}}});
       }},
      {"skip",
       [](const Client& c) { c.skip_or_unskip({.asset_id = "a", .project_id = unknown, .reason = "r"}); }},
      {"unskip",
       [](const Client& c) {
         c.skip_or_unskip({.action = SkipAction::unskip, .asset_id = "a", .project_id = unknown});
       }},
      {"update_asset_consensus by external id",
       [](const Client& c) {
         c.update_asset_consensus({.external_id = "a", .is_consensus = true, .project_id = unknown});
       }},
      {"update_asset_consensus by id",
       [](const Client& c) {
         c.update_asset_consensus({.asset_id = "a", .is_consensus = true, .project_id = unknown});
       }},
  };
}

/// The message of the NotFoundError that a call throws; else what came instead.
std::string refusal(const Client& client, const ProjectCall& operation) {
  try {
    operation.call(client);
    return "no error";
  } catch (const NotFoundError& error) {
    return error.what();
  } catch (const Error& error) {
    return std::string(error.type()) + " instead of NotFoundError: " + error.what();
  }
}

}  // namespace

TEST_CASE("an unknown project is the same error for every operation") {
  Sandbox sandbox;
  static_cast<void>(sandbox.add_project({.input_type = "IMAGE"}));
  const Client client = client_of(sandbox);
  for (const auto& operation : project_calls()) {
    CAPTURE(operation.name);
    CHECK(refusal(client, operation) ==
          "project ID: no-such-project. The project does not exist or you do not have access to it; check "
          "project_id");
  }
}

TEST_CASE("an error that has another reason than the project stays what it is") {
  Sandbox sandbox;
  const auto project = sandbox.add_project({.input_type = "IMAGE"});
  const Client client = client_of(sandbox);
  CHECK_THROWS_AS(client.skip_or_unskip({.asset_id = "a", .project_id = project, .reason = "r"}),
                  GraphQLError);
  CHECK_THROWS_WITH(client.delete_many_from_dataset({.external_ids = {"a"}, .project_id = project}),
                    Contains("external_ids") && Contains("nothing was changed"));
  sandbox.add_fault({.message = "broken", .operation = "countAssets", .when = FaultPoint::graphql});
  CHECK_THROWS_AS(client.count_assets(project), GraphQLError);
}
