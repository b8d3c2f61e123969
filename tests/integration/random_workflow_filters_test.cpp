// What the filters by step, status in a step and group of steps select over the whole way, client and
// service, against a plain evaluation of the specification's words in this file.

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "dice.hpp"
#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "sandbox_client.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

constexpr std::size_t placed_assets = 80;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t workflow_combinations = 200;
#else
constexpr std::size_t workflow_combinations = 2'000;
#endif

struct Step {
  std::string id;
  std::string name;
  std::string group;
};

const std::vector<Step> steps{{"c-label", "Label", "Cars"},
                              {"c-review", "Review", "Cars"},
                              {"p-label", "Label", "People"},
                              {"p-check", "Final check", "People"}};
const std::vector<StatusInStep> statuses{StatusInStep::to_do,          StatusInStep::in_progress,
                                         StatusInStep::partially_done, StatusInStep::rework,
                                         StatusInStep::done,           StatusInStep::skipped};

struct Where {
  Step step;
  StatusInStep status;
};

template <typename Value, typename Make>
std::vector<Value> several(Dice& dice, const Make& make) {
  std::vector<Value> values;
  for (std::size_t i = 1 + dice.below(3); i > 0; --i) values.push_back(make());
  return values;
}

template <typename Values, typename Matches>
bool any(const Values& values, const Matches& matches) {
  return std::any_of(values.begin(), values.end(), matches);
}

/// The filters of one combination and, in the same words, what they mean for the place of an asset.
struct WorkflowCombination {
  AssetFilters filters;
  std::vector<std::function<bool(const Where&)>> criteria;

  template <typename Value, typename Make, typename Matches>
  void maybe(Dice& dice, List<Value>& in, List<Value>& not_in, const Make& make, const Matches& matches) {
    for (List<Value>* const argument : {&in, &not_in}) {
      if (!dice.one_in(4)) continue;
      const auto values = several<Value>(dice, make);
      *argument = values;
      criteria.push_back([values, wanted = argument == &in, matches](const Where& where) {
        return any(values, [&](const Value& value) { return matches(value, where); }) == wanted;
      });
    }
  }

  explicit WorkflowCombination(Dice& dice) {
    AssetFilters& f = filters;
    const auto status = [&] {
      // The former names mean the same.
      const StatusInStep chosen = dice.of(statuses);
      if (chosen == StatusInStep::in_progress && dice.one_in(2)) return StatusInStep::doing;
      return chosen == StatusInStep::rework && dice.one_in(2) ? StatusInStep::redo : chosen;
    };
    const auto is = [](StatusInStep given, StatusInStep wanted) {
      if (given == StatusInStep::doing) given = StatusInStep::in_progress;
      if (given == StatusInStep::redo) given = StatusInStep::rework;
      return given == wanted;
    };
    const bool by_id = dice.one_in(2);
    if (by_id) {
      maybe(
          dice, f.step_id_in, f.step_id_not_in, [&] { return dice.of(steps).id; },
          [](const std::string& id, const Where& where) { return id == where.step.id; });
    } else {
      maybe(
          dice, f.step_name_in, f.step_name_not_in, [&] { return dice.of(steps).name; },
          [](const std::string& name, const Where& where) { return name == where.step.name; });
    }
    if (dice.one_in(2)) {
      maybe(
          dice, f.step_id_and_status_in, f.step_id_and_status_not_in,
          [&] { return StepIdAndStatus{.id = dice.of(steps).id, .status = status()}; },
          [is](const StepIdAndStatus& pair, const Where& where) {
            return pair.id == where.step.id && is(pair.status, where.status);
          });
    } else {
      maybe(
          dice, f.step_name_and_status_in, f.step_name_and_status_not_in,
          [&] { return StepNameAndStatus{.name = dice.of(steps).name, .status = status()}; },
          [is](const StepNameAndStatus& pair, const Where& where) {
            return pair.name == where.step.name && is(pair.status, where.status);
          });
    }
    maybe(dice, f.step_status_in, f.step_status_not_in, status,
          [is](StatusInStep given, const Where& where) { return is(given, where.status); });
    maybe(
        dice, f.group_name_in, f.group_name_not_in,
        [&] { return dice.one_in(4) ? std::string("Nobody") : dice.of(steps).group; },
        [](const std::string& name, const Where& where) { return name == where.step.group; });
  }

  [[nodiscard]] bool selects(const Where& where) const {
    return std::all_of(criteria.begin(), criteria.end(),
                       [&](const auto& criterion) { return criterion(where); });
  }
};

}  // namespace

TEST_CASE("combinations of filters by step, status and group select what their words say") {
  Sandbox sandbox({.serve = false});
  SandboxProject project{.input_type = "IMAGE", .workflow_version = "V3"};
  project.step_groups = {{.id = "g-cars", .name = "Cars"}, {.id = "g-people", .name = "People"}};
  for (const Step& step : steps) {
    project.steps.push_back(
        {.id = step.id, .name = step.name, .step_group_id = step.group == "Cars" ? "g-cars" : "g-people"});
  }
  const auto project_id = sandbox.add_project(project);
  Dice world_dice(1);
  std::vector<Where> places;
  json assets = json::array();
  for (std::size_t i = 0; i < placed_assets; ++i) {
    const Where where{.step = world_dice.of(steps), .status = world_dice.of(statuses)};
    assets.push_back({{"externalId", std::to_string(i)},
                      {"stepId", where.step.id},
                      {"stepStatus", to_string(where.status)}});
    places.push_back(where);
  }
  sandbox.add_assets(project_id, assets);
  const Client client({.api_endpoint = sandbox.endpoint(),
                       .api_key = sandbox.api_key(),
                       .calls_per_minute = 0,
                       .message_sink = std::make_shared<SilentSink>(),
                       .transport = sandbox.transport()});
  std::size_t selected = 0;
  for (std::uint64_t seed = 0; seed < workflow_combinations; ++seed) {
    Dice dice(seed);
    const WorkflowCombination chosen(dice);
    std::vector<std::string> expected;
    for (std::size_t i = 0; i < placed_assets; ++i) {
      if (chosen.selects(places[i])) expected.push_back(std::to_string(i));
    }
    std::vector<std::string> actual;
    for (const Asset& asset : client.assets(project_id, chosen.filters, {.fields = {"externalId"}}))
      actual.emplace_back(asset.external_id());
    CAPTURE(seed);
    REQUIRE(actual == expected);
    if (seed % 10 == 0) REQUIRE(client.count_assets(project_id, chosen.filters) == expected.size());
    selected += expected.size();
  }
  // The combinations are worth their time: neither all nor nothing.
  CHECK(selected > workflow_combinations);
  CHECK(selected < workflow_combinations * placed_assets / 2);
}
