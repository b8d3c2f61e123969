#include "sandbox/store/overview.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kili::sandbox {
namespace {

using nlohmann::json;

constexpr std::size_t longest_content = 300;
constexpr std::size_t longest_response = 256 * 1024;
constexpr std::size_t most_labels = 20;

json label_overview(const Label& label) {
  json response;
  if (label.json_response.size() <= longest_response)
    response = json::parse(label.json_response, nullptr, false);
  if (response.is_discarded()) response = nullptr;
  return {{"author", label.author.email},
          {"createdAt", format_date(label.created_at)},
          {"id", label.id},
          {"jsonResponse", std::move(response)},
          {"labelType", label.label_type},
          {"modelName", label.model_name ? json(*label.model_name) : json()}};
}

json labels_overview(const std::vector<Label>& labels) {
  std::vector<const Label*> newest;
  newest.reserve(labels.size());
  for (const Label& label : labels) newest.push_back(&label);
  std::stable_sort(newest.begin(), newest.end(), [](const Label* left, const Label* right) {
    return left->created_at > right->created_at;
  });
  if (newest.size() > most_labels) newest.resize(most_labels);
  json list = json::array();
  for (const Label* const label : newest) list.push_back(label_overview(*label));
  return list;
}

json media_overview(const MediaStorage& storage, std::string_view url, std::string_view endpoint) {
  const auto file = storage.find_url(url, endpoint);
  if (!file || !file->stored) return {};
  return {{"size", file->size}, {"type", file->content_type}};
}

}  // namespace

json projects_overview(const Store& store) {
  const auto lock = store.read_lock();
  json list = json::array();
  for (const auto& project : store.projects()) {
    const ProjectInfo& info = project->info;
    if (info.is_set("deleted")) continue;
    list.push_back({{"archived", info.is_set("archived")},
                    {"assets", project->assets.size()},
                    {"id", info.id},
                    {"inputType", info.input_type},
                    {"title", info.title}});
  }
  return {{"projects", std::move(list)}};
}

json assets_overview(const Store& store, const MediaStorage& storage, std::string_view endpoint,
                     const AssetPage& page) {
  if (page.first > longest_asset_page) {
    throw std::invalid_argument(
        fmt::format("'first' is {}; a page has at most {} assets", page.first, longest_asset_page));
  }
  const auto lock = store.read_lock();
  const Project* const project = store.find_project(page.project_id);
  if (project == nullptr)
    throw std::invalid_argument(fmt::format("there is no project '{}' in the sandbox", page.project_id));
  const std::size_t count = project->assets.size();
  const std::size_t begin = std::min(page.skip, count);
  json list = json::array();
  for (std::size_t i = begin; i < begin + std::min(page.first, count - begin); ++i) {
    const Asset& asset = *project->assets[i];
    const AssetDetails& details = asset.details();
    list.push_back({{"content", asset.content.substr(0, longest_content)},
                    {"externalId", asset.external_id},
                    {"id", asset.id},
                    {"labelCount", details.labels.size()},
                    {"labels", labels_overview(details.labels)},
                    {"media", media_overview(storage, asset.content, endpoint)},
                    {"skipped", asset.skipped},
                    {"status", asset_statuses.at(static_cast<std::size_t>(asset.status))}});
  }
  return {{"assets", std::move(list)}, {"count", count}};
}

}  // namespace kili::sandbox
