#include <catch2/catch.hpp>
#include <chrono>
#include <limits>

#include "api/assets/asset_where.hpp"
#include "fake_transport.hpp"
#include "use_cases/assets/listing/filter_checks.hpp"

using namespace kili;
using namespace kili::test;

namespace {

struct Where {
  std::shared_ptr<RecordingSink> sink = std::make_shared<RecordingSink>();
  nlohmann::json operator()(const AssetFilters& filters) const {
    use_cases::check_filters("p", filters, support::MessageLog(sink));
    return api::asset_where({.filters = filters, .project_id = "p"});
  }
};

}  // namespace

TEST_CASE("filters have the wire form of the service") {
  const Where where;
  CHECK(where({}) == nlohmann::json::parse(R"({"project":{"id":"p"},"label":{},"issue":{}})"));
  AssetFilters filters;
  filters.consensus_mark_gte = 0.1;
  filters.created_at_gte = "2024-01-15";
  filters.issue_status = IssueStatus::open;
  filters.issue_type = IssueType::question;
  filters.label_type_in = {LabelType::default_, LabelType::review};
  filters.metadata_where = nlohmann::json{{"key2", {0, 19}}};
  filters.skipped = false;
  filters.status_in = {AssetStatus::labeled, AssetStatus::to_review};
  CHECK(where(filters) == nlohmann::json::parse(R"({"project":{"id":"p"},"statusIn":["LABELED","TO_REVIEW"],
    "consensusMarkGte":0.1,"metadata":{"key2":[0,19]},"label":{"typeIn":["DEFAULT","REVIEW"]},"skipped":false,
    "createdAtGte":"2024-01-15","issue":{"type":"QUESTION","status":"OPEN"}})"));
  CHECK(where.sink->warnings().empty());
}

TEST_CASE("dates given as time points have the wire form of the service") {
  const Where where;
  const auto day = std::chrono::sys_days(std::chrono::year(2024) / 1 / 15);
  const auto sent = where({.created_at_gte = day,
                           .created_at_lte = day + std::chrono::seconds(1),
                           .label_created_at = "2024-01-15",
                           .label_created_at_gte = day + std::chrono::microseconds(1999),
                           .label_created_at_lt = day,
                           .updated_at_gte = day,
                           .updated_at_lte = std::chrono::system_clock::time_point(day)});
  CHECK(sent["createdAtGte"] == "2024-01-15T00:00:00.000Z");
  CHECK(sent["createdAtLte"] == "2024-01-15T00:00:01.000Z");
  CHECK(sent["label"]["createdAt"] == "2024-01-15");
  CHECK(sent["label"]["createdAtGte"] == "2024-01-15T00:00:00.001Z");
  CHECK(sent["label"]["createdAtLte"] == "2024-01-15T00:00:00.000Z");
  CHECK(sent["updatedAtGte"] == "2024-01-15T00:00:00.000Z");
  CHECK(sent["updatedAtLte"] == "2024-01-15T00:00:00.000Z");
}

TEST_CASE("empty lists do not filter assets") {
  const Where where;
  AssetFilters filters;
  filters.asset_id_in = List<std::string>::empty_list();
  filters.external_id_in = List<std::string>::empty_list();
  filters.label_author_in = List<std::string>::empty_list();
  CHECK(where(filters) ==
        nlohmann::json::parse(R"({"project":{"id":"p"},"label":{"authorIn":[]},"issue":{}})"));
}

TEST_CASE("deprecated filters work, warn, and 0.0 is a value") {
  const Where where;
  AssetFilters filters;
  filters.consensus_mark_gt = 0.0;
  filters.external_id_contains = {"x"};
  CHECK(where(filters)["consensusMarkGte"] == 0.0);
  CHECK(where(filters)["externalIdStrictlyIn"] == nlohmann::json{"x"});
  CHECK(where.sink->warnings().front() ==
        "external_id_contains is deprecated, use external_id_strictly_in instead");
  CHECK(where.sink->warnings()[1] ==
        "'consensus_mark_gt' is deprecated, please use 'consensus_mark_gte' instead.");
  filters.consensus_mark_gte = 0.5;
  CHECK_THROWS_AS(where(filters), IncompatibleArgumentsError);
}

TEST_CASE("values that cannot be meant are refused by name") {
  const Where where;
  CHECK_THROWS_WITH(where({.created_at_gte = "2023-02-30"}), Catch::Matchers::Contains("created_at_gte"));
  CHECK_THROWS_WITH(where({.label_created_at_lt = "x"}), Catch::Matchers::Contains("label_created_at_lt"));
  CHECK_THROWS_WITH(where({.honeypot_mark_lte = std::numeric_limits<double>::quiet_NaN()}),
                    Catch::Matchers::Contains("honeypot_mark_lte"));
  CHECK_THROWS_WITH(where({.metadata_where = nlohmann::json{1, 2}}),
                    Catch::Matchers::Contains("metadata_where"));
  CHECK_THROWS_AS(use_cases::check_filters("", {}, support::MessageLog(where.sink)), MissingArgumentError);
}
