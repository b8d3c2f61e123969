#include "use_cases/assets/changing/assign_assets_to_labelers.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "kili/errors.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/assets/changing/asset_action.hpp"

namespace kili::use_cases {
namespace {

using People = std::vector<std::string>;

/// Whether users are exactly these people, who are given by id or email.
bool are_people(const std::vector<api::User>& users, const People& people) {
  const std::set<std::string> wanted(people.begin(), people.end());
  std::set<std::string> matched;
  for (const auto& user : users) {
    const auto person = wanted.contains(user.id) ? wanted.find(user.id) : wanted.find(user.email);
    if (person == wanted.end()) return false;
    matched.insert(*person);
  }
  return matched.size() == wanted.size();
}

std::vector<People> lists_of(const List<List<std::string>>& given) {
  std::vector<People> lists;
  lists.reserve(given.size());
  for (const auto& list : *given) lists.push_back(list ? *list : People());
  return lists;
}

/// The number of each list, equal ones having the same.
std::vector<std::size_t> numbers_of(const std::vector<People>& lists) {
  std::map<People, std::size_t> numbers;
  std::vector<std::size_t> found;
  found.reserve(lists.size());
  for (const auto& list : lists) found.push_back(numbers.try_emplace(list, numbers.size()).first->second);
  return found;
}

}  // namespace

AssetActionOutcome AssignAssets::run(const AssignAssetsToLabelers& arguments,
                                     const support::CallContext& context) const {
  const AssetIdentifiers identifiers = identifiers_of(arguments);
  if (names_no_assets(context.method_name, identifiers, resources_.log)) return {};
  if (identifiers.both_given() || identifiers.none_given()) {
    throw MissingArgumentError("name the assets either by asset_ids or by external_ids");
  }
  if (!arguments.to_be_labeled_by_array) {
    throw MissingArgumentError("to_be_labeled_by_array is not given; give a list of users for each asset");
  }
  if (arguments.to_be_labeled_by_array.size() != identifiers.size()) {
    // The kind of error is that of the specification's peer.
    throw MutationError(
        fmt::format("to_be_labeled_by_array: {} lists for {} assets; give a list of users for each asset",
                    arguments.to_be_labeled_by_array.size(), identifiers.size()));
  }
  check_identifiers(identifiers);
  check_people("to_be_labeled_by_array", arguments.to_be_labeled_by_array, identifiers.size());
  const std::vector<People> lists = lists_of(arguments.to_be_labeled_by_array);
  const auto is_assigned = [&](const api::AssetState* state, std::size_t index) {
    return state != nullptr && are_people(state->assignees, lists[index]);
  };
  const api::AssetsApi& assets = resources_.api->assets;
  const AssetAction action{
      .operation = api::AssetsApi::assign_assets_name,
      .send =
          [&](const std::vector<std::string>& ids, std::size_t index, const support::CallContext& inner) {
            return assets.assign_assets(ids, lists[index], inner);
          },
      .shown_by = api::AssetStatePart::assignees,
      .is_done = is_assigned,
      .former = {
          .send =
              [&](const std::vector<std::string>& ids, std::size_t index, const support::CallContext& inner) {
                for (const auto& id : ids) {
                  static_cast<void>(assets.assign_assets_to_labelers(id, lists[index], inner));
                }
              },
          .shown_by = api::AssetStatePart::assignees,
          .is_done = is_assigned,
          .applies = [](const api::AssetState&) { return true; },
          .assets_per_request = 1,
          .complaint = "the service says that it assigned the assets, but does not show it"},
      .groups = numbers_of(lists)};
  return act_on_assets(resources_, identifiers, action, context);
}

}  // namespace kili::use_cases
