// Tags of the organisation and of projects.

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "virtual_service.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

using Texts = std::vector<std::string>;

struct ServiceWithTags : VirtualService {
  ServiceWithTags() {
    project = sandbox.load_fixture(json::parse(R"({
      "project": {"inputType": "IMAGE"},
      "tags": [{"id": "tag-1", "label": "red", "checkedForProjects": ["<project>"]}, {"id": "tag-2", "label": "blue"},
               {"id": "tag-3", "label": "twin"}, {"id": "tag-4", "label": "twin", "color": "#ff0000"}]})"));
  }
  /// Ids of the tags that the project has.
  [[nodiscard]] Texts checked() const {
    Texts ids;
    for (const json& tag : tags()) {
      if (tag.at("checkedForProjects") == json{project}) ids.push_back(tag.at("id").get<std::string>());
    }
    return ids;
  }
  void lose(const char* operation, FaultPoint point) {
    sandbox.clear_faults();
    sandbox.record_requests(0);
    sandbox.record_requests(1000);
    sandbox.add_fault({.operation = operation, .when = point});
  }
  std::string project;
};

}  // namespace

TEST_CASE("tags are listed with typed fields, of the organisation and of a project") {
  ServiceWithTags service;
  const Client client = service.client();
  const auto all = client.tags();
  REQUIRE(all.size() == 4);
  CHECK(all[0].id() == "tag-1");
  CHECK(all[0].label() == "red");
  CHECK(all[0].organization_id() == "org-1");
  CHECK(all[0].checked_for_projects() == Texts{service.project});
  CHECK_THROWS_AS(all[0].color(), FieldError);
  CHECK(client.tags({.fields = {"color"}}).at(3).color() == "#ff0000");
  CHECK(client.tags({.project_id = service.project}).size() == 1);
  CHECK_THROWS_AS(client.tags({.project_id = "nope"}), NotFoundError);
  CHECK_THROWS_AS(client.tags({.project_id = ""}), MissingArgumentError);
  CHECK_THROWS_AS(client.tags({.fields = {"a b"}}), ValidationError);
  CHECK_THROWS_AS(Tag(json{{"checkedForProjects", {1}}}).checked_for_projects(), FieldError);
}

TEST_CASE("a project gets the tags that it does not have, and loses those that it has") {
  ServiceWithTags service;
  const Client client = service.client();
  CHECK(client.tag_project({.project_id = service.project, .tags = {"blue", "red", "blue"}}) ==
        Texts{"tag-2", "tag-1"});
  CHECK(service.count_of("checkTag") == 1);
  CHECK(client.tag_project({.project_id = service.project, .tag_ids = {"tag-3", "tag-4"}}) ==
        Texts{"tag-3", "tag-4"});
  CHECK(service.checked() == Texts{"tag-1", "tag-2", "tag-3", "tag-4"});
  CHECK(client.untag_project({.project_id = service.project, .tags = {"blue"}}) == Texts{"tag-2"});
  CHECK(client.untag_project({.project_id = service.project, .tag_ids = {"tag-4"}}) == Texts{"tag-4"});
  CHECK(client.untag_project({.all = true, .project_id = service.project}) == Texts{"tag-1", "tag-3"});
  CHECK(service.checked().empty());
  CHECK(client.untag_project({.all = true, .project_id = service.project}).empty());
  CHECK(client.tag_project({.project_id = service.project, .tags = List<std::string>::empty_list()}).empty());
  CHECK(client.untag_project({.project_id = service.project, .tag_ids = List<std::string>::empty_list()})
            .empty());
  CHECK(service.sink->warnings().size() == 2);
}

TEST_CASE("tags that cannot be meant are refused, and nothing is changed") {
  ServiceWithTags service;
  const Client client = service.client();
  const std::string& project = service.project;
  CHECK_THROWS_AS(client.tag_project({.tags = {"red"}}), MissingArgumentError);
  CHECK_THROWS_AS(client.tag_project({.project_id = project}), ValidationError);
  CHECK_THROWS_AS(client.tag_project({.project_id = project, .tag_ids = {"tag-2"}, .tags = {"blue"}}),
                  IncompatibleArgumentsError);
  CHECK_THROWS_AS(client.untag_project({.project_id = project}), ValidationError);
  CHECK_THROWS_AS(client.untag_project({.all = true, .project_id = project, .tags = {"red"}}),
                  ValidationError);
  CHECK_THROWS_AS(client.untag_project({.project_id = project, .tag_ids = {"tag-1"}, .tags = {"red"}}),
                  ValidationError);
  CHECK_THROWS_AS(client.delete_tag({}), ValidationError);
  CHECK_THROWS_AS(client.delete_tag({.tag_id = "tag-1", .tag_name = "red"}), IncompatibleArgumentsError);
  CHECK_THROWS_AS(client.create_tag({.color = "#ffffff"}), MissingArgumentError);
  CHECK_THROWS_AS(client.create_tag({.name = "\xff"}), ValidationError);
  CHECK_THROWS_AS(client.update_tag({.tag_name = "red"}), MissingArgumentError);
  CHECK(service.sandbox.requests().empty());
  CHECK_THROWS_WITH(client.tag_project({.project_id = project, .tag_ids = {"tag-2", "nope"}}),
                    Contains("tag_ids: element 1: tag nope"));
  CHECK_THROWS_WITH(client.tag_project({.project_id = project, .tags = {"blue", "twin"}}),
                    Contains("tag-3, tag-4"));
  CHECK_THROWS_WITH(client.untag_project({.project_id = project, .tags = {"red", "blue"}}),
                    Contains("tags: element 1: tag tag-2 not found in the project"));
  CHECK_THROWS_AS(client.update_tag({.new_tag_name = "x", .tag_name = "nope"}), ValidationError);
  CHECK_THROWS_AS(client.delete_tag({.tag_name = "twin"}), ValidationError);
  CHECK_THROWS_AS(client.tag_project({.project_id = "nope", .tags = {"red"}}), NotFoundError);
  CHECK(service.checked() == Texts{"tag-1"});
  CHECK(service.tags().size() == 4);
}

TEST_CASE("tags are created, renamed and deleted") {
  ServiceWithTags service;
  const Client client = service.client();
  const Tag created = client.create_tag({.color = "#00ff00", .name = "green"});
  CHECK(created.label() == "green");
  CHECK(created.color() == "#00ff00");
  CHECK(client.update_tag({.new_tag_name = "crimson", .tag_name = "red"}) == "tag-1");
  CHECK(client.delete_tag({.tag_name = "blue"}));
  CHECK(client.delete_tag({.tag_id = "tag-3"}));
  Texts labels;
  for (const Tag& tag : client.tags()) labels.emplace_back(tag.label());
  CHECK(labels == Texts{"crimson", "twin", "green"});
  CHECK_THROWS_AS(client.create_tag({.name = "green"}), GraphQLError);
  CHECK_THROWS_AS(client.delete_tag({.tag_id = "nope"}), GraphQLError);
}

TEST_CASE("changes of tags whose answers are lost are looked up, and sent again only when missing") {
  const auto point = GENERATE(FaultPoint::before, FaultPoint::after);
  ServiceWithTags service;
  const Client client = service.client();
  const std::size_t requests = point == FaultPoint::before ? 2 : 1;
  service.lose("checkTag", point);
  CHECK(client.tag_project({.project_id = service.project, .tag_ids = {"tag-2", "tag-3"}}).size() == 2);
  CHECK(service.count_of("checkTag") == requests + 1);
  CHECK(service.checked() == Texts{"tag-1", "tag-2", "tag-3"});
  service.lose("uncheckTag", point);
  CHECK(client.untag_project({.project_id = service.project, .tag_ids = {"tag-2"}}).size() == 1);
  CHECK(service.count_of("uncheckTag") == requests);
  CHECK(service.checked() == Texts{"tag-1", "tag-3"});
  service.lose("createTag", point);
  const Tag created = client.create_tag({.name = "green"});
  CHECK(service.count_of("createTag") == requests);
  REQUIRE(service.tags().size() == 5);
  CHECK(service.tags().at(4).at("id") == created.id());
  service.lose("updateTag", point);
  CHECK(client.update_tag({.new_tag_name = "crimson", .tag_name = "red"}) == "tag-1");
  CHECK(service.count_of("updateTag") == requests);
  CHECK(service.tags().at(0).at("label") == "crimson");
  service.lose("deleteTag", point);
  CHECK(client.delete_tag({.tag_id = "tag-1"}));
  CHECK(service.count_of("deleteTag") == requests);
  CHECK(service.tags().size() == 4);
}

TEST_CASE(
    "a tag that was created already is not taken for one whose answer was lost and whose colour is another") {
  ServiceWithTags service;
  service.sandbox.add_fault({.operation = "createTag", .when = FaultPoint::before});
  const Client client = service.client();
  CHECK_THROWS_AS(client.create_tag({.color = "#123456", .name = "red"}), GraphQLError);
  CHECK(service.tags().size() == 4);
}

TEST_CASE("when a tag cannot be given, the outcome of each tag is told") {
  ServiceWithTags service;
  service.sandbox.add_fault(
      {.count = 1, .message = "no", .operation = "checkTag", .skip = 1, .when = FaultPoint::graphql});
  const Client client = service.client();
  try {
    static_cast<void>(
        client.tag_project({.project_id = service.project, .tag_ids = {"tag-2", "tag-3", "tag-4"}}));
    FAIL("all tags were given");
  } catch (const MutationError& error) {
    CHECK(error.type() == "GraphQLError");
    REQUIRE(error.assets().size() == 3);
    CHECK(error.assets()[0].outcome == MutationOutcome::done);
    CHECK(error.assets()[1].outcome == MutationOutcome::failed);
    CHECK(error.assets()[1].asset_id == "tag-3");
    CHECK(error.assets()[2].outcome == MutationOutcome::not_sent);
    CHECK_THAT(error.what(), Contains("tag tag-3 (2 of 3) was not given to it"));
  }
  CHECK(service.checked() == Texts{"tag-1", "tag-2"});
}

TEST_CASE("answers about tags that are none are errors of their own") {
  ServiceWithTags service;
  const auto answering = [&](const json& data) {
    return service.client(
        [data](const std::string&, const VirtualService::Deliver&) { return data_answer(data); });
  };
  CHECK_THROWS_AS(answering(5).tags(), HttpError);
  CHECK_THROWS_AS(answering(json::array({5})).tags(), HttpError);
  CHECK_THROWS_AS(answering(json::array({{{"id", "t"}}})).update_tag({.new_tag_name = "b", .tag_name = "a"}),
                  HttpError);
  CHECK_THROWS_AS(answering(json::array({{{"label", "a"}}})).delete_tag({.tag_name = "a"}), HttpError);
}
