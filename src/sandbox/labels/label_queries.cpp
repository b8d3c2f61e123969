#include "sandbox/labels/label_queries.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>

#include <fmt/format.h>

#include "sandbox/arguments.hpp"
#include "sandbox/assets/asset_filter.hpp"
#include "sandbox/assets/asset_view.hpp"
#include "sandbox/labels/label_view.hpp"
#include "sandbox/store/json_access.hpp"

namespace kili::sandbox {
namespace {

using nlohmann::json;

/// Of the asset of a label: all but its labels.
class WithoutLabels final : public graphql::Selection {
 public:
  [[nodiscard]] bool has(std::string_view field) const override {
    return field != "labels" && field != "latestLabel" && field != "latestLabels";
  }
};

struct FoundLabel {
  const Asset* asset;
  const Label* label;
};

/// A LabelWhere, prepared for a scan.
class LabelSearch {
 public:
  LabelSearch(const json& where, const Store& store)
      : store_(store), filter_(label_filter_of(where)), ids_(names_in(where, "idIn")), where_(where) {
    if (const json* const id = present(where, "id")) {
      const bool possible = !ids_ || ids_->contains(id->get<std::string>());
      ids_.emplace();
      if (possible) ids_->insert(id->get<std::string>());
    }
  }

  /// Asset by asset in order of creation, oldest label first.
  [[nodiscard]] std::vector<FoundLabel> select(std::size_t skip, std::size_t first) const {
    std::vector<FoundLabel> found;
    scan([&](const Asset& asset, const Label& label) {
      if (skip > 0) {
        --skip;
      } else if (found.size() < first) {
        found.push_back({&asset, &label});
      }
      return found.size() < first;
    });
    return found;
  }
  [[nodiscard]] std::size_t count() const {
    std::size_t number = 0;
    scan([&](const Asset&, const Label&) {
      ++number;
      return true;
    });
    return number;
  }

 private:
  /// Calls `visit` with each match until it returns false.
  template <typename Visit>
  void scan(const Visit& visit) const {
    // Both have to hold: the project beside the filter of assets, and that of the filter itself.
    const json none = json::object();
    const json* const assets = present(where_, "asset");
    json by_project = json::object();
    if (const json* const project = present(where_, "project")) by_project["project"] = *project;
    const AssetFilter in_project(by_project, store_);
    const AssetFilter filter(assets != nullptr ? *assets : none, store_);
    const auto all = std::numeric_limits<std::size_t>::max();
    const std::optional<std::uint32_t> wanted = project_of(by_project);
    for (const Asset* const asset : candidates(filter, in_project, assets != nullptr, all)) {
      if (wanted && asset->project != *wanted) continue;
      const auto& labels = asset->details().labels;
      const auto is_older = [](const Label& left, const Label& right) {
        return left.created_at < right.created_at;
      };
      const auto show = [&](const Label& label) { return !matches(label) || visit(*asset, label); };
      if (std::is_sorted(labels.begin(), labels.end(), is_older)) {
        if (!std::all_of(labels.begin(), labels.end(), show)) return;
        continue;
      }
      std::vector<const Label*> by_age;
      by_age.reserve(labels.size());
      for (const Label& label : labels) by_age.push_back(&label);
      std::stable_sort(by_age.begin(), by_age.end(),
                       [&](const Label* left, const Label* right) { return is_older(*left, *right); });
      if (!std::all_of(by_age.begin(), by_age.end(), [&](const Label* label) { return show(*label); }))
        return;
    }
  }

  /// The assets to look at: those of the labels that are named, where labels are.
  [[nodiscard]] std::vector<const Asset*> candidates(const AssetFilter& filter, const AssetFilter& in_project,
                                                     bool has_filter, std::size_t all) const {
    if (ids_ && !has_filter) {
      std::vector<const Asset*> assets;
      for (const std::string& id : *ids_) {
        const Asset* const asset = store_.find_labeled_asset(id);
        if (asset != nullptr && std::find(assets.begin(), assets.end(), asset) == assets.end())
          assets.push_back(asset);
      }
      std::sort(assets.begin(), assets.end(),
                [](const Asset* left, const Asset* right) { return left->sequence < right->sequence; });
      return assets;
    }
    return has_filter ? filter.select(store_, 0, all) : in_project.select(store_, 0, all);
  }

  [[nodiscard]] std::optional<std::uint32_t> project_of(const json& by_project) const {
    const json* const project = present(by_project, "project");
    const json* const id = project != nullptr ? present(*project, "id") : nullptr;
    return id != nullptr ? store_.project_index(id->get_ref<const std::string&>()) : std::nullopt;
  }

  [[nodiscard]] bool matches(const Label& label) const {
    if (ids_ && !ids_->contains(label.id)) return false;
    if (!filter_.matches(label, store_)) return false;
    const json* const user = present(where_, "user");
    if (user == nullptr) return true;
    const json* const id = present(*user, "id");
    const json* const email = present(*user, "email");
    return (id == nullptr || *id == label.author.id) && (email == nullptr || *email == label.author.email);
  }

  const Store& store_;
  LabelFilter filter_;
  NameSet ids_;
  const json& where_;
};

}  // namespace

std::optional<json> LabelQueries::query(const Store& store, std::string_view field, const json& arguments,
                                        const graphql::Selection& selection) const {
  if (field == "countLabels") return LabelSearch(arguments.at("where"), store).count();
  if (field == "annotationFileUrl") {
    const auto id = arguments.at("fileId").get<std::string>();
    const auto path = annotation_file_path(arguments.at("projectId").get<std::string>(),
                                           arguments.at("assetId").get<std::string>(), id);
    return fmt::format("{}/bucket/{}", settings_.endpoint, storage_.url_path(path, id));
  }
  if (field != "labels") return std::nullopt;
  const std::string prefix = settings_.response_url_prefix();
  const AssetView assets(store, WithoutLabels(), {}, settings_.version);
  json labels = json::array();
  for (const auto& [asset, label] :
       LabelSearch(arguments.at("where"), store)
           .select(size_argument(arguments, "skip"), size_argument(arguments, "first"))) {
    labels.push_back(label_view(*label, *asset, prefix));
    if (selection.has("labelOf")) labels.back()["labelOf"] = assets(*asset);
  }
  return labels;
}

}  // namespace kili::sandbox
