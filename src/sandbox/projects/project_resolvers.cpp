#include "sandbox/projects/project_resolvers.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "sandbox/projects/project_filter.hpp"
#include "sandbox/projects/project_view.hpp"
#include "sandbox/store/json_access.hpp"
#include "sandbox/store/project_json.hpp"

namespace kili::sandbox {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

std::size_t size_of(const json& arguments, const char* name) {
  const auto value = arguments.at(name).get<std::int64_t>();
  if (value < 0) throw graphql::ResolverError(fmt::format("[invalidInput] {} must not be negative", name));
  return static_cast<std::size_t>(value);
}

/// The position of a project that may be changed.
std::uint32_t changeable(const Store& store, const std::string& id) {
  const auto position = store.project_index(id);
  if (!position || store.projects()[*position]->info.is_set("deleted"))
    throw graphql::ResolverError(fmt::format("[accessDenied] No access to project {}", id));
  return *position;
}

const std::string& id_in(const json& where) {
  const json* const id = present(where, "id");
  if (id == nullptr) throw graphql::ResolverError("[invalidInput] where must name a project by its id");
  return id->get_ref<const std::string&>();
}

[[noreturn]] void refuse_interface(std::string_view what) {
  throw graphql::ResolverError(fmt::format("[invalidInput] jsonInterface {}", what));
}

/// Jobs by name, each with its task; an interface without jobs is one too.
void check_interface(const ordered_json& interface) {
  if (!interface.is_object()) refuse_interface("is not the JSON text of an object");
  const auto jobs = interface.find("jobs");
  if (jobs == interface.end()) {
    if (!interface.empty()) refuse_interface("has no jobs");
    return;
  }
  if (!jobs->is_object()) refuse_interface("has jobs that are no object");
  for (const auto& [name, job] : jobs->items()) {
    if (!job.is_object() || !job.contains("mlTask") || !job.at("mlTask").is_string())
      refuse_interface(fmt::format("has a job '{}' without mlTask", name));
  }
}

/// The text of an interface that is one.
ordered_json read_interface(const std::string& text) {
  ordered_json interface = ordered_json::parse(text, nullptr, false);
  if (interface.is_discarded()) refuse_interface("is not JSON text");
  check_interface(interface);
  return interface;
}

void check_range(const json& data, const char* name, std::int64_t low, std::int64_t high) {
  const json* const value = present(data, name);
  if (value == nullptr) return;
  const auto number = value->get<std::int64_t>();
  if (number < low || number > high) {
    throw graphql::ResolverError(
        fmt::format("[invalidInput] {} {} is not between {} and {}", name, number, low, high));
  }
}

/// What is counted is not set.
bool is_counted(std::string_view name) { return name.starts_with("numberOf"); }

void apply_setting(const std::string& name, const json& value, ProjectInfo& info) {
  if (name == "title") {
    value.get_to(info.title);
  } else if (name == "description") {
    value.get_to(info.description);
  } else if (name == "inputType") {
    value.get_to(info.input_type);
  } else if (name == "jsonInterface") {
    static_cast<void>(read_interface(value.get_ref<const std::string&>()));
    value.get_to(info.json_interface);
  } else if (!is_counted(name)) {
    info.settings[name] = value;
  }
}

}  // namespace

bool ProjectResolvers::is_hidden(const std::string& project_id) const {
  const std::scoped_lock lock(hidden_mutex_);
  const auto found = hidden_.find(project_id);
  if (found == hidden_.end()) return false;
  if (--found->second == 0) hidden_.erase(found);
  return true;
}

std::vector<const Project*> ProjectResolvers::select(const Store& store, const json& where) const {
  const ProjectFilter filter(where);
  std::vector<const Project*> found;
  for (const auto& project : store.projects()) {
    if (filter.matches(*project, store) && !is_hidden(project->info.id)) found.push_back(project.get());
  }
  return found;
}

std::optional<json> ProjectResolvers::query(const Store& store, std::string_view field, const json& arguments,
                                            const graphql::Selection& selection) const {
  if (field == "countProjects") return select(store, arguments.at("where")).size();
  if (field != "projects") return std::nullopt;
  const std::size_t skip = size_of(arguments, "skip");
  const std::size_t first = size_of(arguments, "first");
  const auto found = select(store, arguments.at("where"));
  const bool counts = selection.has("numberOfRemainingAssets") || selection.has("numberOfReviewedAssets") ||
                      selection.has("numberOfSkippedAssets");
  json page = json::array();
  for (std::size_t i = skip; i < found.size() && page.size() < first; ++i)
    page.push_back(project_view(*found[i], store, counts ? AssetCounts::all : AssetCounts::none));
  return page;
}

std::optional<json> ProjectResolvers::mutate(std::string_view field, const json& arguments,
                                             const graphql::Selection& /*selection*/) {
  if (field == "createProject") return create(arguments.at("data"));
  if (field == "updatePropertiesInProject") return update(arguments);
  if (field == "deleteProjectAsynchronously") return remove(arguments.at("where"));
  if (field == "updateProjectAnonymization") return anonymize(arguments.at("input"));
  return std::nullopt;
}

json ProjectResolvers::commit(std::uint32_t position, ProjectInfo info, std::vector<Member> members) {
  info.updated_at = now();
  Changes changes;
  changes.members = std::move(members);
  changes.projects.emplace_back(position, std::move(info));
  store_.commit(std::move(changes));
  return project_view(*store_.projects()[position], store_, AssetCounts::all);
}

json ProjectResolvers::create(const json& data) {
  const json* const demo = present(data, "fromDemoProject");
  ProjectInfo info;
  info.id = store_.make_id('p');
  data.at("title").get_to(info.title);
  info.description = data.value("description", json()).is_string() ? data.at("description") : json("");
  info.created_at = now();
  if (demo == nullptr) {
    const json* const input_type = present(data, "inputType");
    const json* const interface = present(data, "jsonInterface");
    if (input_type == nullptr || interface == nullptr)
      throw graphql::ResolverError("[invalidInput] inputType and jsonInterface, or fromDemoProject");
    input_type->get_to(info.input_type);
    info.json_interface = read_interface(document_text(*interface)).dump();
  }
  const bool pixels = data.value("pixelLabeling", json()) == json(true);
  if (pixels && info.input_type != "GEOSPATIAL")
    throw graphql::ResolverError("[invalidInput] pixelLabeling is for GEOSPATIAL projects");
  const json* const compliance = present(data, "complianceTags");
  info.settings = {{"archived", false},
                   {"complianceTags", compliance == nullptr ? json::array() : *compliance},
                   {"fromDemoProject", demo == nullptr ? json() : *demo},
                   {"geospatialSettings", pixels ? json{{"labelingCRSCode", "PIXEL"}} : json()}};
  const auto position = static_cast<std::uint32_t>(store_.projects().size());
  const std::string id = info.id;
  json created = commit(position, std::move(info), {owner_of(id, store_.users().front())});
  if (const std::size_t queries = hidden_queries_.load(); queries > 0) {
    const std::scoped_lock lock(hidden_mutex_);
    hidden_.insert_or_assign(id, queries);
  }
  return created;
}

json ProjectResolvers::update(const json& arguments) {
  const std::uint32_t position = changeable(store_, id_in(arguments.at("where")));
  const json& data = arguments.at("data");
  constexpr std::int64_t all_percent = 100;
  check_range(data, "consensusTotCoverage", 0, all_percent);
  check_range(data, "minConsensusSize", 1, 10);
  check_range(data, "reviewCoverage", 0, all_percent);
  ProjectInfo info = store_.projects()[position]->info;
  for (const auto& [name, value] : data.items()) {
    if (!value.is_null()) apply_setting(name, value, info);
  }
  return commit(position, std::move(info));
}

json ProjectResolvers::remove(const json& where) {
  const std::uint32_t position = changeable(store_, id_in(where));
  ProjectInfo info = store_.projects()[position]->info;
  info.settings["deleted"] = true;
  return commit(position, std::move(info)).at("id");
}

json ProjectResolvers::anonymize(const json& input) {
  const std::uint32_t position = changeable(store_, input.at("id").get_ref<const std::string&>());
  ProjectInfo info = store_.projects()[position]->info;
  info.settings["shouldAnonymize"] = input.at("shouldAnonymize");
  return commit(position, std::move(info));
}

}  // namespace kili::sandbox
