#include "sandbox/issues/issue_resolvers.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sandbox/arguments.hpp"
#include "sandbox/assets/asset_filter.hpp"
#include "sandbox/issues/issue_view.hpp"

namespace kili::sandbox {
namespace {

using nlohmann::json;

/// An IssueWhere.
class IssueSelection {
 public:
  IssueSelection(const json& where, const Store& store)
      : id_(text_under(where, {"id"})),
        project_(text_under(where, {"project", "id"})),
        status_(text_under(where, {"status"})),
        type_(text_under(where, {"type"})) {
    if (project_ != nullptr) accessible_project(store, *project_);
    if (const std::string* const asset = text_under(where, {"asset", "id"})) assets_.emplace({*asset});
    if (const json* const assets = present(where, "assetIn")) {
      const auto ids = assets->get<std::set<std::string, std::less<>>>();
      if (!assets_) {
        assets_ = ids;
      } else {
        std::erase_if(*assets_, [&](const std::string& id) { return !ids.contains(id); });
      }
    }
  }

  /// Calls `visit` for each match, asset by asset in order of creation.
  template <typename Visit>
  void scan(const Store& store, const Visit& visit) const {
    for (const auto& project : store.projects()) {
      if (project_ != nullptr && project->info.id != *project_) continue;
      for (const Asset* const asset : project->assets) {
        if (assets_ && !assets_->contains(asset->id)) continue;
        for (const Issue& issue : asset->details().issues) {
          if (matches(issue)) visit(issue, *asset);
        }
      }
    }
  }

 private:
  [[nodiscard]] bool matches(const Issue& issue) const {
    const auto is = [](const std::string* wanted, const std::string& value) {
      return wanted == nullptr || *wanted == value;
    };
    return is(id_, issue.id) && is(status_, issue.status) && is(type_, issue.type);
  }

  std::optional<std::set<std::string, std::less<>>> assets_;
  const std::string* id_;
  const std::string* project_;
  const std::string* status_;
  const std::string* type_;
};

json issues_of(const json& where, const Store& store) {
  json found = json::array();
  IssueSelection(where, store).scan(store, [&](const Issue& issue, const Asset& asset) {
    found.push_back(issue_view(issue, asset.id, store));
  });
  return found;
}

/// The asset that an issue to create is about.
const Asset& asset_of(const json& issue, const Store& store) {
  const std::string* const label = text_under(issue, {"labelID"});
  const std::string* const asset = text_under(issue, {"assetId"});
  const Asset* const labeled = label == nullptr ? nullptr : store.find_labeled_asset(*label);
  if (label != nullptr && labeled == nullptr)
    throw graphql::ResolverError(fmt::format("[notFound] label {}", *label));
  if (asset == nullptr) {
    if (labeled == nullptr) throw graphql::ResolverError("[invalidData] an issue needs labelID or assetId");
    return *labeled;
  }
  const Asset* const named = store.find_asset(*asset);
  if (named == nullptr) throw graphql::ResolverError(fmt::format("[notFound] asset {}", *asset));
  if (labeled != nullptr && labeled != named)
    throw graphql::ResolverError(fmt::format("[invalidData] label {} is not on asset {}", *label, *asset));
  return *named;
}

Issue issue_of(const json& data, const Store& store, std::string id) {
  const auto text = [&](const char* key) {
    const std::string* const value = text_under(data, {key});
    return value == nullptr ? std::nullopt : std::optional(*value);
  };
  Issue issue;
  issue.author_id = store.users().front().id;
  issue.created_at = issue.updated_at = now();
  issue.id = std::move(id);
  if (const json* const number = present(data, "issueNumber")) issue.issue_number = number->get<int>();
  issue.label_id = text("labelID").value_or("");
  issue.object_mid = text("objectMid");
  issue.text = text("text");
  issue.type = data.at("type").get<std::string>();
  return issue;
}

}  // namespace

std::optional<json> IssueResolvers::query(const Store& store, std::string_view field, const json& arguments,
                                          const graphql::Selection& /*selection*/) const {
  if (field == "issues") return page_of(issues_of(arguments.at("where"), store), arguments);
  if (field == "countIssues") return issues_of(arguments.at("where"), store).size();
  return std::nullopt;
}

std::optional<json> IssueResolvers::mutate(std::string_view field, const json& arguments,
                                           const graphql::Selection& /*selection*/) {
  if (field == "createIssues") return create(arguments);
  if (field == "updatePropertiesInIssue") return update(arguments);
  return std::nullopt;
}

json IssueResolvers::create(const json& arguments) {
  const AssetFilter filter{arguments.at("where"), store_};
  if (!filter.is_bounded())
    throw graphql::ResolverError("[invalidInput] where must name the project or the assets");
  std::set<const Asset*> allowed;
  for (const Asset* const asset : filter.select(store_, 0, std::numeric_limits<std::size_t>::max()))
    allowed.insert(asset);
  std::map<std::string, Asset> changed;
  std::vector<std::pair<Issue, std::string>> created;
  for (const json& data : arguments.at("issues")) {
    const Asset& asset = asset_of(data, store_);
    if (!allowed.contains(&asset))
      throw graphql::ResolverError(fmt::format("[accessDenied] No access to asset {}", asset.id));
    Issue issue = issue_of(data, store_, store_.make_id('i'));
    changed.try_emplace(asset.id, asset).first->second.edit_details().issues.push_back(issue);
    created.emplace_back(std::move(issue), asset.id);
  }
  Changes changes;
  for (auto& [id, asset] : changed) changes.updated.push_back(std::move(asset));
  store_.commit(std::move(changes));
  json result = json::array();
  for (const auto& [issue, asset_id] : created) result.push_back(issue_view(issue, asset_id, store_));
  return result;
}

json IssueResolvers::update(const json& arguments) {
  const json& where = arguments.at("where");
  if (present(where, "id") == nullptr) throw graphql::ResolverError("[invalidInput] where must have an id");
  std::optional<Asset> changed;
  IssueSelection(where, store_).scan(store_, [&](const Issue&, const Asset& asset) { changed = asset; });
  if (!changed) throw graphql::ResolverError(fmt::format("[notFound] issue {}", where.dump()));
  auto& issues = changed->edit_details().issues;
  const auto issue = std::find_if(issues.begin(), issues.end(),
                                  [&](const Issue& each) { return each.id == *text_under(where, {"id"}); });
  if (const std::string* const status = text_under(arguments, {"data", "status"})) issue->status = *status;
  issue->updated_at = now();
  json view = issue_view(*issue, changed->id, store_);
  Changes changes;
  changes.updated.push_back(*std::move(changed));
  store_.commit(std::move(changes));
  return view;
}

}  // namespace kili::sandbox
