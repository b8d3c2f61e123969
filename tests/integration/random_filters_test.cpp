// What the filters select over the whole way, client and service, against a plain evaluation of the
// specification's words in this file.

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "category_expression.hpp"
#include "dice.hpp"
#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "sandbox_client.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

constexpr std::size_t asset_count = 60;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t combinations = 1'000;  // there each takes ten times as long
#else
constexpr std::size_t combinations = 10'000;
#endif

/// A mark with two digits, or often a bound.
double mark_of(Dice& dice) { return static_cast<double>(dice.below(101)) / 100; }

const std::vector<std::string> emails{"ann@example.com", "bob@example.com", "eve@example.com"};
const std::vector<std::string> names{"Ann Lee", "Bob Ray", "Eve Lee"};
const std::vector<std::string> days{"2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"};

/// The same moments as dates of the API.
std::string moment(Dice& dice) {
  return dice.of(days) + "T" + (dice.one_in(2) ? "00:00:00.000Z" : "13:30:00.000Z");
}

json optional_mark(Dice& dice) { return dice.one_in(3) ? json() : json(mark_of(dice)); }

json make_label(Dice& dice) {
  const std::size_t author = dice.below(emails.size());
  json annotations = json::array();
  for (std::size_t i = dice.below(3); i > 0; --i) {
    annotations.push_back({{"categories", {{{"name", dice.one_in(2) ? "CAR" : "BUS"}}}}});
  }
  return {{"author",
           {{"id", "author-" + std::to_string(author)},
            {"email", emails[author]},
            {"firstname", names[author].substr(0, 3)},
            {"lastname", names[author].substr(4)}}},
          {"labelType", dice.of(std::vector<std::string>{"DEFAULT", "REVIEW", "PREDICTION", "AUTOSAVE"})},
          {"createdAt", moment(dice)},
          {"consensusMark", optional_mark(dice)},
          {"honeypotMark", optional_mark(dice)},
          {"labeler", dice.of(emails)},
          {"reviewer", dice.one_in(2) ? json() : json(dice.of(emails))},
          {"jsonResponse",
           {{"JOB_0", {{"categories", {{{"name", dice.one_in(2) ? "A" : "B"}}}}}},
            {"JOB_1", {{"annotations", annotations}}}}}};
}

json make_asset(Dice& dice, std::size_t number, const std::vector<std::string>& users) {
  json asset{
      {"id", "asset-id-" + std::to_string(number)},
      {"externalId", "photo_" + std::to_string(number)},
      {"createdAt", moment(dice)},
      {"updatedAt", moment(dice)},
      {"status", dice.of(std::vector<std::string>{"TODO", "ONGOING", "LABELED", "TO_REVIEW", "REVIEWED"})},
      {"skipped", dice.one_in(3)},
      {"consensusMark", optional_mark(dice)},
      {"honeypotMark", optional_mark(dice)},
      {"inferenceMark", optional_mark(dice)},
      {"jsonMetadata", {{"place", dice.one_in(2) ? "Paris" : "Rome"}, {"floor", dice.below(20)}}},
      {"labels", json::array()},
      {"issues", json::array()},
      {"assignees", json::array()}};
  for (std::size_t i = dice.below(3); i > 0; --i) asset["labels"].push_back(make_label(dice));
  if (dice.one_in(2)) {
    asset["issues"].push_back({{"id", "issue-" + std::to_string(number)},
                               {"type", dice.one_in(2) ? "ISSUE" : "QUESTION"},
                               {"status", dice.one_in(2) ? "OPEN" : "SOLVED"}});
  }
  if (dice.one_in(2)) asset["assignees"].push_back(dice.of(users));
  return asset;
}

List<std::string> some(Dice& dice, const std::vector<std::string>& values) {
  std::vector<std::string> chosen;
  for (std::size_t i = 1 + dice.below(2); i > 0; --i) chosen.push_back(dice.of(values));
  return chosen;
}

/// The filters of one combination and, in the same words, what they mean for an asset.
struct Combination {
  AssetFilters filters;
  std::vector<std::function<bool(const json& asset)>> of_asset;
  std::vector<std::function<bool(const json& label)>> of_label;

  [[nodiscard]] bool selects(const json& asset) const {
    for (const auto& criterion : of_asset) {
      if (!criterion(asset)) return false;
    }
    if (of_label.empty()) return true;
    for (const auto& label : asset["labels"]) {
      bool all = true;
      for (const auto& criterion : of_label) all = all && criterion(label);
      if (all) return true;
    }
    return false;
  }
};

using Criteria = std::vector<std::function<bool(const json&)>>;

bool listed(const List<std::string>& values, const json& text) {
  return text.is_string() &&
         std::find(values->begin(), values->end(), text.get<std::string>()) != values->end();
}

void maybe_marks(Dice& dice, std::optional<double>& low, std::optional<double>& high, const char* key,
                 Criteria& criteria) {
  if (dice.one_in(12)) {
    low = mark_of(dice);
    criteria.push_back([key, bound = *low](const json& o) { return !o[key].is_null() && o[key] >= bound; });
  }
  if (dice.one_in(12)) {
    high = mark_of(dice);
    criteria.push_back([key, bound = *high](const json& o) { return !o[key].is_null() && o[key] <= bound; });
  }
}

/// A day as a bound means its beginning from below and its end from above.
void maybe_dates(Dice& dice, std::optional<Date>& from, std::optional<Date>& until, const char* key,
                 Criteria& criteria) {
  if (dice.one_in(12)) {
    from = dice.of(days);
    criteria.push_back(
        [key, day = from->text()](const json& o) { return o[key].get<std::string>().substr(0, 10) >= day; });
  }
  if (dice.one_in(12)) {
    until = dice.of(days);
    criteria.push_back(
        [key, day = until->text()](const json& o) { return o[key].get<std::string>().substr(0, 10) <= day; });
  }
}

void choose_plain(Dice& dice, Combination& chosen, const std::vector<std::string>& users) {
  AssetFilters& f = chosen.filters;
  Criteria& criteria = chosen.of_asset;
  std::vector<std::string> ids;
  std::vector<std::string> external_ids;
  for (std::size_t i = 0; i < 30; ++i) {
    const auto number = std::to_string(dice.below(asset_count + 5));
    ids.push_back("asset-id-" + number);
    external_ids.push_back("photo_" + number);
  }
  if (dice.one_in(60)) {
    f.asset_id = ids.front();
    criteria.push_back([id = ids.front()](const json& a) { return a["id"] == id; });
  }
  if (dice.one_in(20)) {
    f.asset_id_in = ids;
    criteria.push_back([&f](const json& a) { return listed(f.asset_id_in, a["id"]); });
  }
  if (dice.one_in(20)) {
    f.asset_id_not_in = ids;
    criteria.push_back([&f](const json& a) { return !listed(f.asset_id_not_in, a["id"]); });
  }
  if (dice.one_in(20)) {
    (dice.one_in(2) ? f.external_id_strictly_in : f.external_id_contains) = external_ids;
    criteria.push_back([external_ids](const json& a) { return listed(external_ids, a["externalId"]); });
  }
  if (dice.one_in(20)) {
    f.external_id_in = {"_1", "9"};
    criteria.push_back([](const json& a) {
      const auto id = a["externalId"].get<std::string>();
      return id.find("_1") != id.npos || id.find('9') != id.npos;
    });
  }
  if (dice.one_in(12)) {
    f.status_in = {AssetStatus::labeled, AssetStatus::todo, AssetStatus::to_review};
    criteria.push_back([](const json& a) {
      return a["status"] == "LABELED" || a["status"] == "TODO" || a["status"] == "TO_REVIEW";
    });
  }
  if (dice.one_in(12)) {
    f.skipped = dice.one_in(2);
    criteria.push_back([&f](const json& a) { return a["skipped"] == *f.skipped; });
  }
  if (dice.one_in(20)) {
    f.assignee_in = some(dice, users);
    criteria.push_back(
        [&f](const json& a) { return !a["assignees"].empty() && listed(f.assignee_in, a["assignees"][0]); });
  }
  if (dice.one_in(20)) {
    f.assignee_not_in = some(dice, users);
    criteria.push_back([&f](const json& a) {
      return a["assignees"].empty() || !listed(f.assignee_not_in, a["assignees"][0]);
    });
  }
}

void choose_metadata_and_issues(Dice& dice, Combination& chosen) {
  AssetFilters& f = chosen.filters;
  Criteria& criteria = chosen.of_asset;
  json where = json::object();
  if (dice.one_in(12)) {
    const bool any_of = dice.one_in(2);
    where["place"] = any_of ? json{"Oslo", "Rome"} : json("Rome");
    criteria.push_back([](const json& a) { return a["jsonMetadata"]["place"] == "Rome"; });
  }
  if (dice.one_in(12)) {
    const std::size_t low = dice.below(20);
    where["floor"] = {low, low + 7};
    criteria.push_back([low](const json& a) {
      return a["jsonMetadata"]["floor"] >= low && a["jsonMetadata"]["floor"] <= low + 7;
    });
  }
  if (!where.empty()) f.metadata_where = where;
  const bool by_type = dice.one_in(12);
  const bool by_status = dice.one_in(12);
  if (by_type) f.issue_type = IssueType::question;
  if (by_status) f.issue_status = IssueStatus::solved;
  if (by_type || by_status) {
    criteria.push_back([=](const json& a) {
      return !a["issues"].empty() && (!by_type || a["issues"][0]["type"] == "QUESTION") &&
             (!by_status || a["issues"][0]["status"] == "SOLVED");
    });
  }
}

std::size_t count(const json& label, const std::string& job, const std::string& category) {
  if (job == "JOB_0") return label["jsonResponse"][job]["categories"][0]["name"] == category ? 1 : 0;
  std::size_t found = 0;
  for (const auto& annotation : label["jsonResponse"][job]["annotations"]) {
    found += annotation["categories"][0]["name"] == category ? 1 : 0;
  }
  return found;
}

void choose_label_criteria(Dice& dice, Combination& chosen) {
  AssetFilters& f = chosen.filters;
  Criteria& criteria = chosen.of_label;
  if (dice.one_in(20)) {
    f.label_type_in = {LabelType::review, LabelType::default_};
    criteria.push_back(
        [](const json& l) { return l["labelType"] == "REVIEW" || l["labelType"] == "DEFAULT"; });
  }
  if (dice.one_in(20)) {
    f.label_author_in = {dice.of(std::vector<std::string>{"Lee", "Bob", "Ann Lee"})};
    criteria.push_back([&f](const json& l) {
      const auto& author = l["author"];
      return listed(f.label_author_in, author["firstname"]) ||
             listed(f.label_author_in, author["lastname"]) ||
             listed(f.label_author_in,
                    author["firstname"].get<std::string>() + " " + author["lastname"].get<std::string>());
    });
  }
  const auto person = [&](List<std::string>& argument, const char* key, bool wanted) {
    if (!dice.one_in(25)) return;
    argument = some(dice, emails);
    criteria.push_back(
        [&argument, key, wanted](const json& l) { return listed(argument, l[key]) == wanted; });
  };
  person(f.label_labeler_in, "labeler", true);
  person(f.label_labeler_not_in, "labeler", false);
  person(f.label_reviewer_in, "reviewer", true);
  person(f.label_reviewer_not_in, "reviewer", false);
  maybe_marks(dice, f.label_consensus_mark_gte, f.label_consensus_mark_lte, "consensusMark", criteria);
  maybe_marks(dice, f.label_honeypot_mark_gt, f.label_honeypot_mark_lt, "honeypotMark", criteria);
  maybe_dates(dice, f.label_created_at_gte, f.label_created_at_lte, "createdAt", criteria);
  if (dice.one_in(25)) {
    f.label_created_at = dice.of(days);
    criteria.push_back([&f](const json& l) {
      return l["createdAt"].get<std::string>().starts_with(f.label_created_at->text());
    });
  }
  if (dice.one_in(15)) {
    test::CategoryExpressions expressions(
        dice.below(1'000'000), {{"JOB_0", "A"}, {"JOB_0", "B"}, {"JOB_1", "CAR"}, {"JOB_1", "BUS"}});
    auto expression = expressions.make(2);
    f.label_category_search = expressions.written(expression);
    criteria.push_back([expression = std::move(expression)](const json& l) {
      return expression.holds(
          [&](const std::string& job, const std::string& category) { return count(l, job, category); });
    });
  }
}

/// `chosen` must stay where it is: its criteria refer to its filters.
void choose(Dice& dice, Combination& chosen, const std::vector<std::string>& users) {
  AssetFilters& f = chosen.filters;
  choose_plain(dice, chosen, users);
  choose_metadata_and_issues(dice, chosen);
  maybe_marks(dice, f.consensus_mark_gte, f.consensus_mark_lte, "consensusMark", chosen.of_asset);
  maybe_marks(dice, f.honeypot_mark_gt, f.honeypot_mark_lt, "honeypotMark", chosen.of_asset);
  maybe_marks(dice, f.inference_mark_gte, f.inference_mark_lte, "inferenceMark", chosen.of_asset);
  maybe_dates(dice, f.created_at_gte, f.created_at_lte, "createdAt", chosen.of_asset);
  maybe_dates(dice, f.updated_at_gte, f.updated_at_lte, "updatedAt", chosen.of_asset);
  choose_label_criteria(dice, chosen);
}

}  // namespace

TEST_CASE("thousands of combinations of filters select what their words say") {
  Sandbox sandbox;
  const auto project = sandbox.add_project({.input_type = "IMAGE"});
  std::vector<std::string> users;
  for (std::size_t i = 0; i < emails.size(); ++i) {
    users.push_back(sandbox.add_user(emails[i], names[i].substr(0, 3), names[i].substr(4)));
  }
  Dice world_dice(1);
  json assets = json::array();
  for (std::size_t i = 0; i < asset_count; ++i) assets.push_back(make_asset(world_dice, i, users));
  sandbox.add_assets(project, assets);
  const Client client({.api_endpoint = sandbox.endpoint(),
                       .api_key = sandbox.api_key(),
                       .calls_per_minute = 0,
                       .message_sink = std::make_shared<SilentSink>()});

  std::mutex mutex;
  std::vector<std::string> failures;
  std::size_t selected = 0;
  std::size_t nothing = 0;
  const auto run = [&](std::uint64_t seed) {
    Combination chosen;
    Dice dice(seed);
    choose(dice, chosen, users);
    std::vector<std::string> expected;
    for (const auto& asset : assets) {
      if (chosen.selects(asset)) expected.push_back(asset["externalId"]);
    }
    std::vector<std::string> actual;
    for (const Asset& asset : client.assets(project, chosen.filters,
                                            {.fields = {"externalId"}, .page_size = 100, .prefetch = 0})) {
      actual.emplace_back(asset.external_id());
    }
    const bool counted = seed % 10 != 0 || client.count_assets(project, chosen.filters) == expected.size();
    const std::scoped_lock lock(mutex);
    selected += expected.size();
    nothing += expected.empty() ? 1 : 0;
    if (actual != expected || !counted) failures.push_back("seed " + std::to_string(seed));
  };
  std::vector<std::jthread> threads;
  for (std::uint64_t part = 0; part < 4; ++part) {
    threads.emplace_back([&, part] {
      for (std::uint64_t seed = part; seed < combinations; seed += 4) run(seed);
    });
  }
  threads.clear();
  CHECK(failures.empty());
  if (!failures.empty()) WARN(failures.size() << " differ, first " << failures.front());
  // The combinations are worth their time: neither all nor nothing.
  CHECK(nothing < combinations / 2);
  CHECK(selected > combinations);
  CHECK(selected < combinations * asset_count / 2);
}
