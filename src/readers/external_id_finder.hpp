#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "kili/list.hpp"
#include "kili/readers/external_id_rule.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The name without the extension of its last component.
[[nodiscard]] std::string_view without_extension(std::string_view name) noexcept;

/// Finds the asset that a file or image of a data set belongs to.
class ExternalIdFinder {
 public:
  /// @param external_ids those of the project; not given: any.
  ExternalIdFinder(ExternalIdRule rule, const List<std::string>& external_ids);

  /// @param name of the file or image. @param problem set to the reason when there is no asset.
  [[nodiscard]] std::optional<std::string> find(std::string_view name, std::string& problem);

 private:
  void add_name(std::string name, std::size_t index);
  [[nodiscard]] std::optional<std::string> known(std::string_view name, std::string& problem);

  ExternalIdRule rule_;
  bool knows_all_ = false;
  std::size_t suggestions_ = 0;
  std::vector<std::string> external_ids_;
  std::unordered_set<std::string> exact_;
  std::unordered_map<std::string, std::size_t> by_name_;  // names of their files
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
