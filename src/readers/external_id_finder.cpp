#include "readers/external_id_finder.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "support/media_file_name.hpp"
#include "support/shown_text.hpp"
#include "support/suggestion.hpp"
#include "support/text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

// A suggestion costs a comparison with every external id.
constexpr std::size_t most_compared_ids = 1000;
constexpr std::size_t most_suggestions = 100;

constexpr auto several_assets = static_cast<std::size_t>(-1);

std::string_view last_component(std::string_view name) noexcept {
  return name.substr(name.find_last_of('/') + 1);
}

}  // namespace

std::string_view without_extension(std::string_view name) noexcept {
  const std::size_t dot = name.find_last_of('.');
  const std::size_t begin = name.find_last_of('/') + 1;
  return dot == std::string_view::npos || dot <= begin ? name : name.substr(0, dot);
}

ExternalIdFinder::ExternalIdFinder(ExternalIdRule rule, const List<std::string>& external_ids)
    : rule_(std::move(rule)), knows_all_(external_ids.has_value()) {
  if (!knows_all_) return;
  external_ids_ = *external_ids;
  exact_.insert(external_ids_.begin(), external_ids_.end());
  for (std::size_t i = 0; i < external_ids_.size(); ++i) {
    // Exports call files so when the external id cannot be the name of a file.
    const std::string file = support::media_file_name(external_ids_[i], "");
    add_name(file, i);
    const std::string stem(without_extension(file));
    if (stem != file) add_name(stem, i);
  }
}

void ExternalIdFinder::add_name(std::string name, std::size_t index) {
  const auto [found, is_new] = by_name_.try_emplace(std::move(name), index);
  if (!is_new && (found->second == several_assets || external_ids_[found->second] != external_ids_[index]))
    found->second = several_assets;
}

std::optional<std::string> ExternalIdFinder::known(std::string_view name, std::string& problem) {
  if (exact_.contains(std::string(name))) return std::string(name);
  // As it stands, and without what a file name has and the external id lacks, from the most exact on.
  const std::array<std::string_view, 4> candidates{name, without_extension(name), last_component(name),
                                                   without_extension(last_component(name))};
  for (const std::string_view candidate : candidates) {
    if (exact_.contains(std::string(candidate))) return std::string(candidate);
    const auto found = by_name_.find(std::string(candidate));
    if (found == by_name_.end()) continue;
    if (found->second != several_assets) return external_ids_[found->second];
    problem = fmt::format("several external ids fit the name '{}'; set external_id to choose one",
                          support::shown_text(candidate));
    return std::nullopt;
  }
  problem = fmt::format("the project has no asset '{}'", support::shown_text(name));
  if (external_ids_.size() <= most_compared_ids && suggestions_ < most_suggestions) {
    ++suggestions_;
    problem += support::did_you_mean(name, external_ids_,
                                     [](const std::string& id) { return std::string_view(id); });
  }
  return std::nullopt;
}

std::optional<std::string> ExternalIdFinder::find(std::string_view name, std::string& problem) {
  std::string ruled;
  if (rule_) {
    ruled = rule_(name);
    if (ruled.empty()) {
      problem = "external_id gives no asset for it";
      return std::nullopt;
    }
    name = ruled;
  }
  if (name.empty()) {
    problem = "it has no name";
    return std::nullopt;
  }
  if (!support::is_valid_utf8(name)) {
    problem = "its name is not UTF-8; set external_id to give the external id";
    return std::nullopt;
  }
  return knows_all_ ? known(name, problem) : std::optional<std::string>(name);
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
