#include <catch2/catch.hpp>

#include <array>
#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "api/service_capabilities.hpp"
#include "kili/errors.hpp"
#include "virtual_clock.hpp"

using namespace kili;
using api::ServiceCapabilities;

namespace {

GraphQLError graphql_refusal(const std::string& message) {
  return GraphQLError(message, {}, {"other", message});
}

struct CapabilitiesFixture {
  std::shared_ptr<test::VirtualClock> clock = std::make_shared<test::VirtualClock>();
  ServiceCapabilities capabilities{clock};
  std::vector<std::string> sent;

  std::string choose(const std::string& refused_with = {}) {
    return capabilities.choose(
        "deleteAssets",
        [&]() -> std::string {
          sent.emplace_back("deleteAssets");
          if (!refused_with.empty()) throw graphql_refusal(refused_with);
          return "present";
        },
        [&]() -> std::string { return "former"; });
  }
  void pass(std::chrono::seconds time) {
    static_cast<void>(clock->sleep_until(clock->now() + time, std::stop_token()));
  }
};

}  // namespace

TEST_CASE("a validation error that names an operation, type, field or value says that it is unknown") {
  const auto* const message = GENERATE(
      "Cannot query field \"deleteAssets\" on type \"Mutation\".",
      "Cannot query field 'deleteAssets' on type 'Mutation'. Did you mean 'skipAsset'?",
      "Field \"deleteAssets\" is not defined by type \"AssetWhere\".",
      "Variable \"$where\" got invalid value {}; Field \"deleteAssets\" is not defined by type \"X\".",
      "Unknown argument \"deleteAssets\" on field \"Query.assets\".", "Unknown type \"deleteAssets\".",
      "Value \"deleteAssets\" does not exist in \"UploadType\" enum.");
  CHECK(api::names_unknown(graphql_refusal(message), "deleteAssets"));
  CHECK_FALSE(api::names_unknown(graphql_refusal(message), "delete"));
}

TEST_CASE("an error that names it otherwise does not") {
  const auto* const message =
      GENERATE("[accessDenied] deleteAssets", "Cannot query field \"x\". Did you mean \"deleteAssets\"?",
               "Field \"deleteAssets\" of type \"AssetActionOutcome!\" must have a selection of subfields.",
               "Variable \"$data\" got invalid value \"deleteAssets\"");
  CHECK_FALSE(api::names_unknown(graphql_refusal(message), "deleteAssets"));
}

TEST_CASE_METHOD(CapabilitiesFixture,
                 "an operation that the service does not know is asked again after ten minutes") {
  const std::string unknown = "Cannot query field \"deleteAssets\" on type \"Mutation\".";
  CHECK(choose(unknown) == "former");
  CHECK(choose(unknown) == "former");
  CHECK(sent.size() == 1);
  pass(std::chrono::minutes(10) - std::chrono::seconds(1));
  CHECK(choose() == "former");
  CHECK(sent.size() == 1);
  pass(std::chrono::seconds(1));
  CHECK(choose() == "present");
  CHECK(sent.size() == 2);
}

TEST_CASE_METHOD(CapabilitiesFixture, "another refusal is not taken for an older service") {
  CHECK_THROWS_AS(choose("boom"), GraphQLError);
  CHECK(choose() == "present");
}

TEST_CASE_METHOD(CapabilitiesFixture,
                 "an argument that an older service cannot carry is an error that names it") {
  const std::array<api::Requirement, 2> requirements{
      {{.name = "stepIdAndStatusIn", .argument = "step_id_and_status_in"},
       {.name = "groupNameIn", .argument = "group_name_in"}}};
  int requests = 0;
  const auto send = [&]() -> int {
    ++requests;
    throw graphql_refusal("Field \"groupNameIn\" is not defined by type \"AssetWhere\".");
  };
  for (int i = 0; i < 2; ++i) {
    try {
      capabilities.require(requirements, send);
      FAIL("not refused");
    } catch (const UnsupportedByServiceError& error) {
      CHECK(std::string(error.what()).starts_with("group_name_in: "));
      CHECK(error.code() == ErrorCode::unsupported_by_service);
    }
  }
  CHECK(requests == 1);
  CHECK(capabilities.require({}, [] { return 7; }) == 7);
}
