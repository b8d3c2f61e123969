#include "use_cases/assets/changing/assign_assets_to_labelers.hpp"

#include <fmt/format.h>

#include <set>

#include "kili/errors.hpp"
#include "use_cases/assets/changing/argument_checks.hpp"
#include "use_cases/assets/changing/asset_batches.hpp"
#include "use_cases/assets/changing/selected_assets.hpp"

namespace kili::use_cases {
namespace {

/// Whether users are exactly these people, who are given by id or email.
bool are_people(const std::vector<api::User>& users, const std::vector<std::string>& people) {
  const std::set<std::string> wanted(people.begin(), people.end());
  std::set<std::string> matched;
  for (const auto& user : users) {
    const auto person = wanted.contains(user.id) ? wanted.find(user.id) : wanted.find(user.email);
    if (person == wanted.end()) return false;
    matched.insert(*person);
  }
  return matched.size() == wanted.size();
}

class Assignment final : public engine::RepairableMutation {
 public:
  Assignment(const Resources& resources, const SelectedAssets& assets, std::string_view project_id,
             const std::vector<List<std::string>>& people)
      : resources_(resources), assets_(assets), project_id_(project_id), people_(people) {}

  engine::ItemIndexes send(const engine::ItemIndexes& positions,
                           const support::CallContext& context) override {
    engine::ItemIndexes unconfirmed;
    for (const std::size_t position : positions) {
      const auto assigned = resources_.api->assets.assign_assets_to_labelers(assets_.ids()[position],
                                                                             people_for(position), context);
      for (const std::size_t missing : assets_.missing_from(assigned, {position})) {
        unconfirmed.push_back(missing);
      }
    }
    return unconfirmed;
  }
  engine::ItemIndexes not_yet_done(const engine::ItemIndexes& positions,
                                   const support::CallContext& context) override {
    const auto assignees = resources_.api->assets.assignees(project_id_, assets_.ids_at(positions), context);
    engine::ItemIndexes left;
    for (const std::size_t position : positions) {
      const auto users = assignees.find(assets_.ids()[position]);
      const bool done = users != assignees.end() && are_people(users->second, people_for(position));
      if (!done) left.push_back(position);
    }
    return left;
  }

 private:
  /// Of an asset named several times the last list counts.
  [[nodiscard]] std::vector<std::string> people_for(std::size_t position) const {
    const auto& list = people_[assets_.mentions(position).back()];
    return list ? *list : std::vector<std::string>();
  }

  const Resources& resources_;
  const SelectedAssets& assets_;
  std::string_view project_id_;
  const std::vector<List<std::string>>& people_;
};

}  // namespace

std::vector<std::string> AssignAssets::run(const AssignAssetsToLabelers& arguments,
                                           const support::CallContext& context) const {
  const AssetIdentifiers identifiers{.asset_ids = arguments.asset_ids,
                                     .external_ids = arguments.external_ids,
                                     .project_id = project_of(arguments.project_id)};
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
  if (names_no_assets(context.method_name, identifiers, resources_.log)) return {};
  check_identifiers(identifiers);
  check_people("to_be_labeled_by_array", arguments.to_be_labeled_by_array, identifiers.size());
  const SelectedAssets assets = select_assets(resources_, identifiers, context);
  Assignment assignment(resources_, assets, identifiers.project_of_state(),
                        *arguments.to_be_labeled_by_array);
  AssetBatches batches(resources_, assets, context);
  batches.run(assignment, {.size = 1});
  return assets.as_given();
}

}  // namespace kili::use_cases
