#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "graphql_server/engine.hpp"
#include "sandbox_schema.hpp"

namespace {

using kili::sandbox::graphql::Response;
using kili::sandbox::graphql::Schema;
using kili::sandbox::graphql::Selection;
using kili::test::sandbox_schema;
using nlohmann::json;

Response run_document(const std::string& document, const json& variables = nullptr) {
  return execute(sandbox_schema(), document, variables, std::nullopt,
                 [](auto, auto, const json&, const Selection&) { return json(); });
}

/// Documents that clients of the service send, with variables.
const std::vector<std::pair<std::string, std::string>> client_documents = {
    {R"(query projects($where: ProjectWhere!, $first: PageSize!, $skip: Int!) {
  data: projects(where: $where, first: $first, skip: $skip) {
    inputType
  }
})",
     R"({"where": {"id": "project"}, "first": 1, "skip": 0})"},
    {R"(query FilterExistingAssets($projectID: ID!, $externalIDs: [String!]!) {
  external_ids: filterExistingAssets(
    projectID: $projectID
    externalIDs: $externalIDs
  )
})",
     R"({"projectID": "project", "externalIDs": ["a"]})"},
    {R"(mutation appendManyAssets($data: AppendManyAssetsData!, $where: ProjectWhere!) {
  data: appendManyAssets(data: $data, where: $where) {
    id
  }
})",
     R"({"data": {"contentArray": ["https://example.com/a.mp3"], "externalIDArray": ["a"], "idArray": ["cuid:0"], "isHoneypotArray": [false], "jsonContentArray": [""], "jsonMetadataArray": ["{}"]}, "where": {"id": "project"}})"},
    {R"(query me {
  data: viewer {
    email
  }
})",
     R"(null)"},
    {R"(query organizations($where: OrganizationWhere!, $first: PageSize!, $skip: Int!) {
  data: organizations(where: $where, first: $first, skip: $skip) {
    license {
      uploadLocalData
    }
  }
})",
     R"({"where": {"user": {"email": "owner@example.com"}}, "skip": 0, "first": 1})"},
    {R"(query ($filePaths: [String!]) {
  urls: createUploadBucketSignedUrls(filePaths: $filePaths)
})",
     R"({"filePaths": ["projects/project/assets/cuid:0/content"]})"},
    {R"(mutation ($data: AppendManyFramesToDatasetAsynchronouslyData!, $where: ProjectWhere!) {
  data: appendManyFramesToDatasetAsynchronously(data: $data, where: $where) {
    id
  }
})",
     R"({"data": {"contentArray": ["https://example.com/bucket/projects/project/assets/cuid:0/content.tif"], "externalIDArray": ["g"], "idArray": ["cuid:0"], "jsonMetadataArray": ["{}"], "uploadType": "GEO_SATELLITE"}, "where": {"id": "project"}})"},
    {R"(query notifications($where: NotificationWhere!, $first: PageSize!, $skip: Int!) {
  data: notifications(where: $where, first: $first, skip: $skip) {
    createdAt
    hasBeenSeen
    id
    message
    status
    userID
  }
})",
     R"({"where": {"id": "nl00000000000000000000003"}, "skip": 0, "first": 1})"},
    {R"(query countAssets($where: AssetWhere!) {
  data: countAssets(where: $where)
})",
     R"({"where": {"project": {"id": "project"}, "assigneeNotIn": ["user-1"], "label": {}, "issue": {}}})"},
    {R"(query assets($where: AssetWhere!, $first: PageSize!, $skip: Int!) {
  data: assets(where: $where, skip: $skip, first: $first) {
    labels {
      jsonResponse
      jsonResponseUrl
    }
    resolution {
      width
      height
    }
    id
    jsonContent
    content
  }
})",
     R"({"where": {"project": {"id": "project"}, "label": {}, "issue": {}}, "skip": 0, "first": 10})"},
    {R"(mutation setAssetConsensus($assetId: ID, $externalId: String, $projectId: ID!, $isConsensus: Boolean!) {
  data: setAssetConsensus(
    assetId: $assetId
    externalId: $externalId
    projectId: $projectId
    isConsensus: $isConsensus
  )
})",
     R"({"projectId": "project", "isConsensus": true, "externalId": "asset_1"})"},
    {R"(mutation ($where: AssetWhere!) {
  data: deleteManyFromDataset(where: $where) {
    id
  }
})",
     R"({"where": {"idIn": ["asset:0", "asset:1"]}})"},
    {R"(mutation ($whereArray: [AssetWhere!]!, $dataArray: [AssetData!]!) {
  data: updatePropertiesInAssets(where: $whereArray, data: $dataArray) {
    id
  }
})",
     R"({"whereArray": [{"id": "asset:0"}, {"id": "asset:1"}], "dataArray": [{"jsonMetadata": "{\"key1\": \"value2\", \"key2\": 5, \"new\": 1}"}, {"jsonMetadata": "{\"key1\": \"over\", \"key2\": 1}"}]})"},
    {R"(mutation SkipAsset($reason: String!, $where: AssetWhere!) {
  skipAsset(reason: $reason, where: $where) {
    id
  }
})",
     R"({"reason": "blurred", "where": {"id": "asset:0", "project": {"id": "project"}}})"},
};

const std::string introspection_query = R"(
query IntrospectionQuery {
  __schema {

    queryType { name kind }
    mutationType { name kind }
    subscriptionType { name kind }
    types {
      ...FullType
    }
    directives {
      name
      description



      locations
      args {
        ...InputValue
      }
    }
  }
}

fragment FullType on __Type {
  kind
  name
  description


  fields(includeDeprecated: true) {
    name
    description
    args {
      ...InputValue
    }
    type {
      ...TypeRef
    }
    isDeprecated
    deprecationReason
  }
  inputFields {
    ...InputValue
  }
  interfaces {
    ...TypeRef
  }
  enumValues(includeDeprecated: true) {
    name
    description
    isDeprecated
    deprecationReason
  }
  possibleTypes {
    ...TypeRef
  }
}

fragment InputValue on __InputValue {
  name
  description
  type { ...TypeRef }
  defaultValue


}

fragment TypeRef on __Type {
  kind
  name
  ofType {
    name
    kind
    ofType {
      name
      kind
      ofType {
        name
        kind
        ofType {
          name
          kind
          ofType {
            name
            kind
            ofType {
              name
              kind
              ofType {
                name
                kind
                ofType {
                  name
                  kind
                  ofType {
                    name
                    kind
                  }
                }
              }
            }
          }
        }
      }
    }
  }
})";

const json& find_by_name(const json& items, std::string_view name) {
  for (const auto& item : items) {
    if (item.at("name") == name) return item;
  }
  throw std::out_of_range(std::string(name));
}

}  // namespace

TEST_CASE("Documents of clients are valid", "[sandbox][graphql]") {
  for (const auto& [document, variables] : client_documents) {
    CAPTURE(document);
    const auto response = run_document(document, json::parse(variables));
    CAPTURE(response.body.dump());
    CHECK(response.status == 200);
  }
}

TEST_CASE("Introspection of the whole schema", "[sandbox][graphql]") {
  const auto response = run_document(introspection_query);
  REQUIRE(response.status == 200);
  REQUIRE_FALSE(response.body.contains("errors"));
  const auto& schema = response.body.at("data").at("__schema");
  CHECK(schema.at("queryType").at("name") == "Query");
  CHECK(schema.at("mutationType").at("name") == "Mutation");
  CHECK(schema.at("subscriptionType").is_null());
  std::set<std::string> directives;
  for (const auto& directive : schema.at("directives"))
    directives.insert(directive.at("name").get<std::string>());
  CHECK(directives == std::set<std::string>{"deprecated", "include", "skip", "specifiedBy"});

  const auto& types = schema.at("types");
  const auto& query = find_by_name(types, "Query");
  const auto& assets = find_by_name(query.at("fields"), "assets");
  CHECK(assets.at("args").size() == 3);
  CHECK(find_by_name(assets.at("args"), "where").at("type") ==
        json::parse(R"({"kind": "NON_NULL", "name": null,
                        "ofType": {"kind": "INPUT_OBJECT", "name": "AssetWhere", "ofType": null}})"));
  CHECK(assets.at("description") == "Ordered by creation (documented).");
  CHECK(find_by_name(types, "PageSize").at("kind") == "SCALAR");
  CHECK(find_by_name(types, "AssetWhere").at("fields").is_null());
  CHECK(find_by_name(types, "AssetStatus").at("enumValues").size() == 5);
  CHECK(find_by_name(types, "__Type").at("kind") == "OBJECT");
}

TEST_CASE("Introspection of one type", "[sandbox][graphql]") {
  const auto response = run_document(
      "{ t: __type(name: \"Resolution\") { name fields { name type { name kind ofType { name } } "
      "isDeprecated } } "
      "none: __type(name: \"Nope\") { name } }");
  CHECK(response.body == json::parse(R"({"data": {"none": null, "t": {"name": "Resolution", "fields": [
    {"name": "width", "type": {"name": null, "kind": "NON_NULL", "ofType": {"name": "Float"}}, "isDeprecated": false},
    {"name": "height", "type": {"name": null, "kind": "NON_NULL", "ofType": {"name": "Float"}}, "isDeprecated": false}
  ]}}})"));
}

TEST_CASE("Introspection of deprecations, defaults, interfaces and unions", "[sandbox][graphql]") {
  const auto schema = Schema::parse(R"sdl(
    "A graph." schema { query: Root }
    interface Node { id: ID! }
    type Cat implements Node { id: ID! lives(left: Int = 9): Int old: Int @deprecated(reason: "new") }
    type Dog implements Node { id: ID! name: String }
    union Pet = Cat | Dog
    type Root { node: Node pets: [Pet!] }
  )sdl");
  const auto resolver = [](auto, auto field, const json&, const Selection& selection) -> json {
    CHECK(selection.has("id") == (field == "node"));
    const json cat = {{"__typename", "Cat"}, {"id", "c"}, {"lives", 7}};
    const json dog = {{"__typename", "Dog"}, {"id", "d"}, {"name", "Rex"}};
    return field == "node" ? cat : json::array({cat, dog});
  };
  const auto response = execute(
      schema,
      "{ __schema { description } node { id __typename ... on Cat { lives } ... on Dog { name } } "
      "pets { ... on Dog { name } ... on Cat { __typename } } cat: __type(name: \"Cat\") { interfaces { name "
      "} "
      "fields { "
      "name args { defaultValue } } all: fields(includeDeprecated: true) { name deprecationReason } } "
      "pet: __type(name: \"Pet\") { kind possibleTypes { name } } }",
      nullptr, std::nullopt, resolver);
  CHECK(response.body == json::parse(R"({"data": {
    "__schema": {"description": "A graph."},
    "node": {"id": "c", "__typename": "Cat", "lives": 7},
    "pets": [{"__typename": "Cat"}, {"name": "Rex"}],
    "cat": {"interfaces": [{"name": "Node"}],
            "fields": [{"name": "id", "args": []}, {"name": "lives", "args": [{"defaultValue": "9"}]}],
            "all": [{"name": "id", "deprecationReason": null}, {"name": "lives", "deprecationReason": null},
                    {"name": "old", "deprecationReason": "new"}]},
    "pet": {"kind": "UNION", "possibleTypes": [{"name": "Cat"}, {"name": "Dog"}]}}})"));
}
