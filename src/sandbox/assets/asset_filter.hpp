#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "sandbox/assets/category_search.hpp"
#include "sandbox/store/store.hpp"

namespace kili::sandbox {

struct NumberRange {
  std::optional<double> low;
  std::optional<double> high;
  /// An absent bound matches everything; a missing mark matches only when there is no bound.
  [[nodiscard]] bool contains(const std::optional<double>& mark) const;
};

struct DateRange {
  std::optional<Milliseconds> from;
  std::optional<Milliseconds> until;
  [[nodiscard]] bool contains(Milliseconds when) const;
};

/// An optional list of wanted names: an absent list matches everything, an empty one nothing.
using NameSet = std::optional<std::unordered_set<std::string>>;

/// Criteria on labels: one label must satisfy all of them.
struct LabelFilter {
  NameSet authors;
  NumberRange consensus_mark;
  DateRange created_at;
  DateRange created_on;
  NumberRange honeypot_mark;
  NameSet labelers;
  NameSet labelers_not;
  NameSet reviewers;
  NameSet reviewers_not;
  std::optional<CategorySearch> search;
  NameSet types;

  [[nodiscard]] bool matches(const Label& label, const Store& store) const;
};

/// The criteria of a LabelInAssetWhere, which a LabelWhere has too.
/// @throws graphql::ResolverError on a malformed criterion.
[[nodiscard]] LabelFilter label_filter_of(const nlohmann::json& criteria);
/// A list of names in a filter.
[[nodiscard]] NameSet names_in(const nlohmann::json& where, const char* key);

struct IssueFilter {
  std::string status;  ///< Empty: any.
  std::string type;    ///< Empty: any.
};

/// An AssetWhere, prepared for a scan.
class AssetFilter {
 public:
  /// @throws graphql::ResolverError on an unknown project or a malformed criterion.
  AssetFilter(const nlohmann::json& where, const Store& store);

  /// The matching assets in order of creation, `skip` passed over, at most `limit`.
  [[nodiscard]] std::vector<const Asset*> select(const Store& store, std::size_t skip,
                                                 std::size_t limit) const;
  [[nodiscard]] std::size_t count(const Store& store) const;
  /// Whether a project or asset ids are named, as a mutation must.
  [[nodiscard]] bool is_bounded() const { return project_ || ids_; }

 private:
  [[nodiscard]] bool matches(const Asset& asset, const Store& store) const;
  [[nodiscard]] bool matches_plainly(const Asset& asset, const Store& store) const;
  [[nodiscard]] bool matches_details(const Asset& asset, const Store& store) const;
  [[nodiscard]] bool matches_metadata(const AssetDetails& details) const;
  /// The assets to check when an index restricts them.
  [[nodiscard]] std::optional<std::vector<const Asset*>> candidates(const Store& store) const;
  template <typename Visit>
  void scan(const Store& store, const Visit& visit) const;
  void read_plain_criteria(const nlohmann::json& where);

  /// Steps of assets with what they are there as.
  using StepPairs = std::optional<std::set<std::pair<std::string, StepState>>>;

  static StepPairs read_step_pairs(const nlohmann::json& where, const char* key);
  [[nodiscard]] bool matches_step(const Asset& asset, const ProjectInfo& project) const;

  NameSet assignees_;
  NameSet assignees_not_;
  NumberRange consensus_mark_;
  DateRange created_at_;
  std::optional<std::vector<std::string>> external_id_parts_;
  NameSet external_ids_;
  NameSet groups_;
  NameSet groups_not_;
  NumberRange honeypot_mark_;
  NameSet ids_;
  NameSet ids_not_;
  NumberRange inference_mark_;
  std::optional<IssueFilter> issue_;
  std::optional<LabelFilter> label_;
  nlohmann::json metadata_;
  std::optional<std::uint32_t> project_;
  bool restricted_ = false;  ///< False: every asset of the project matches.
  std::optional<bool> skipped_;
  NameSet statuses_;
  StepPairs step_pairs_;
  StepPairs step_pairs_not_;
  NameSet step_statuses_;
  NameSet step_statuses_not_;
  NameSet steps_;
  NameSet steps_not_;
  DateRange updated_at_;
};

}  // namespace kili::sandbox
