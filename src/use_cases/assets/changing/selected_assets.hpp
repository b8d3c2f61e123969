#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/lost_answer_repair.hpp"
#include "kili/list.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// The arguments by which a call names assets.
struct AssetIdentifiers {
  const List<std::string>& asset_ids;
  const List<std::string>& external_ids;
  std::string_view project_id;  ///< Empty: not given.

  /// Number of assets named.
  [[nodiscard]] std::size_t size() const noexcept {
    return asset_ids ? asset_ids.size() : external_ids.size();
  }
  /// Where the state of the assets is read, empty: anywhere. Ids are looked up without the project: it is not
  /// needed and may be wrong, and an asset of another project would look as if it were deleted.
  [[nodiscard]] std::string_view project_of_state() const noexcept {
    return asset_ids ? std::string_view() : project_id;
  }
  [[nodiscard]] bool both_given() const noexcept { return asset_ids && external_ids; }
  [[nodiscard]] bool none_given() const noexcept { return !asset_ids && !external_ids; }
};

/// The identifiers among the arguments of a call, which must outlive them.
template <typename Arguments>
[[nodiscard]] AssetIdentifiers identifiers_of(const Arguments& arguments) noexcept {
  return {.asset_ids = arguments.asset_ids,
          .external_ids = arguments.external_ids,
          .project_id = arguments.project_id ? std::string_view(*arguments.project_id) : std::string_view()};
}

/// The assets of a call, each once.
class SelectedAssets {
 public:
  /// @param given ids in the order of the call, possibly repeated.
  explicit SelectedAssets(std::vector<std::string> given);

  /// Gives the assets another order. @param order the position at which each of them is now.
  void reorder(std::span<const std::size_t> order);

  [[nodiscard]] std::size_t size() const noexcept { return ids_.size(); }
  /// The ids in order of first mention, or in the one given by reorder().
  [[nodiscard]] const std::vector<std::string>& ids() const noexcept { return ids_; }
  /// Where in the call an asset is named, in ascending order. @param position in ids().
  [[nodiscard]] std::span<const std::size_t> mentions(std::size_t position) const noexcept;
  /// How many assets the call names, repeated ones counted.
  [[nodiscard]] std::size_t mention_count() const noexcept { return mentions_.size(); }
  /// The ids as they were given.
  [[nodiscard]] std::vector<std::string> as_given() const;
  /// The ids at these positions.
  [[nodiscard]] std::vector<std::string> ids_at(const engine::ItemIndexes& positions) const;
  /// Those of the positions whose ids are not in a set or map of ids.
  template <typename Ids>
  [[nodiscard]] engine::ItemIndexes missing_from(const Ids& ids, const engine::ItemIndexes& positions) const {
    engine::ItemIndexes missing;
    for (const std::size_t position : positions) {
      if (!ids.contains(ids_[position])) missing.push_back(position);
    }
    return missing;
  }
  [[nodiscard]] engine::ItemIndexes missing_from(const std::vector<std::string>& ids,
                                                 const engine::ItemIndexes& positions) const;
  /// Those of the positions whose ids are in a list.
  [[nodiscard]] engine::ItemIndexes present_in(const std::vector<std::string>& ids,
                                               const engine::ItemIndexes& positions) const;

 private:
  std::vector<std::size_t> begins_;  ///< Where in mentions_ those of a position begin; one more at the end.
  std::vector<std::string> ids_;
  std::vector<std::size_t> mentions_;
};

/// True, with a warning for each empty list, when the call names assets by one and so does nothing.
[[nodiscard]] bool names_no_assets(std::string_view method, const AssetIdentifiers& identifiers,
                                   const support::MessageLog& log);
/// Warns that the call does nothing because of this empty argument.
void warn_did_nothing(std::string_view method, std::string_view argument, const support::MessageLog& log);

/// Checks how the assets are named.
/// @throws MissingArgumentError, IncompatibleArgumentsError, ValidationError (an id is empty or no UTF-8).
void check_identifiers(const AssetIdentifiers& identifiers);

/// Finds the assets: external ids are looked up 1,000 at a time.
/// @param identifiers checked ones.
/// @throws NotFoundError when external ids are unknown or ambiguous, naming them.
[[nodiscard]] SelectedAssets select_assets(const Resources& resources, const AssetIdentifiers& identifiers,
                                           const support::CallContext& context);

/// The first names of a list, for a message.
[[nodiscard]] std::string named_in_message(std::span<const std::string> names);

}  // namespace kili::use_cases
