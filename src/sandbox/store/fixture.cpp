#include "sandbox/store/fixture.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sandbox/store/asset_json.hpp"
#include "sandbox/store/fixture_values.hpp"
#include "sandbox/store/json_access.hpp"
#include "sandbox/store/project_json.hpp"

namespace kili::sandbox {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 13> input_types{
    "AUDIO",       "GEOSPATIAL", "IMAGE", "LLM_INSTR_FOLLOWING", "LLM_RLHF", "LLM_STATIC",
    "NA",          "PDF",        "TEXT",  "TIME_SERIES",         "URL",      "VIDEO",
    "VIDEO_LEGACY"};
constexpr std::size_t plain_batch = 50'000;

std::uint32_t require_project(const Store& store, std::string_view id) {
  const auto index = store.project_index(id);
  if (!index) throw std::invalid_argument(fmt::format("there is no project '{}' in the sandbox", id));
  return *index;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

/// Fills placeholders in every text of a document.
void fill(json& document, const std::vector<std::pair<std::string, std::string>>& values) {
  if (document.is_string()) {
    auto& text = document.get_ref<std::string&>();
    for (const auto& [placeholder, value] : values) {
      if (text.find('<') == std::string::npos) return;
      replace_all(text, placeholder, value);
    }
  } else if (document.is_structured()) {
    for (auto& element : document) fill(element, values);
  }
}

/// @throws std::invalid_argument when steps and groups do not fit together.
void check_workflow(const ProjectInfo& project) {
  if (project.workflow_version != "V1" && project.workflow_version != "V2" &&
      project.workflow_version != "V3") {
    throw std::invalid_argument(
        fmt::format("workflow version '{}' is none of V1, V2 and V3", project.workflow_version));
  }
  if (!project.step_groups.empty() && project.workflow_version != "V3") {
    throw std::invalid_argument("groups of steps exist in workflow V3 only");
  }
  constexpr std::size_t most_steps = 255;
  if (project.steps.size() > most_steps || (project.steps.empty() && project.workflow_version != "V1")) {
    throw std::invalid_argument(fmt::format("a project has 1 to {} steps", most_steps));
  }
  const auto is_step = [&](const std::string& id) {
    return std::any_of(project.steps.begin(), project.steps.end(),
                       [&](const ProjectStep& step) { return step.id == id; });
  };
  std::unordered_set<std::string_view> ids;
  for (const ProjectStep& step : project.steps) {
    if (step.id.empty() || !ids.insert(step.id).second) {
      throw std::invalid_argument(fmt::format("the id '{}' of a step is empty or not unique", step.id));
    }
    if (step.type != "DEFAULT" && step.type != "REVIEW") {
      throw std::invalid_argument(
          fmt::format("step '{}': type '{}' is neither DEFAULT nor REVIEW", step.id, step.type));
    }
    if (!step.step_group_id.empty() && group_name_of(project, step).empty()) {
      throw std::invalid_argument(
          fmt::format("step '{}': there is no group '{}'", step.id, step.step_group_id));
    }
    if (!step.send_back_step_id.empty() && !is_step(step.send_back_step_id)) {
      throw std::invalid_argument(
          fmt::format("step '{}': there is no step '{}' to send back to", step.id, step.send_back_step_id));
    }
  }
}

ProjectInfo project_info(const SandboxProject& project) {
  ProjectInfo info;
  info.id = project.id;
  info.title = project.title;
  info.created_at = info.updated_at = now();
  info.input_type = project.input_type;
  info.json_interface = project.json_interface;
  info.workflow_version = project.workflow_version;
  for (const SandboxStepGroup& group : project.step_groups)
    info.step_groups.push_back({group.id, group.name});
  if (!project.steps.empty()) info.steps.clear();
  for (const SandboxStep& step : project.steps) {
    info.steps.push_back({.assignees = step.assignees,
                          .id = step.id,
                          .name = step.name,
                          .send_back_step_id = step.send_back_step_id,
                          .step_group_id = step.step_group_id,
                          .type = step.type});
  }
  return info;
}

std::string create(Store& store, ProjectInfo info, bool data_connection) {
  if (!index_of(input_types, info.input_type)) {
    throw std::invalid_argument(fmt::format("'{}' is not an input type of a project", info.input_type));
  }
  check_workflow(info);
  if (!json::accept(info.json_interface)) throw std::invalid_argument("json_interface is not JSON");
  const auto lock = store.write_lock();
  if (info.id.empty()) info.id = store.make_id('p');
  if (store.find_project(info.id) != nullptr) {
    throw std::invalid_argument(fmt::format("there is a project '{}' already", info.id));
  }
  if (data_connection) info.data_connections.push_back(store.make_id('d'));
  std::string id = info.id;
  Changes changes;
  changes.members.push_back(owner_of(id, store.users().front()));
  changes.projects.emplace_back(static_cast<std::uint32_t>(store.projects().size()), std::move(info));
  store.commit(std::move(changes));
  return id;
}

/// Sets what a fixture says of a project that is there.
void set_project(Store& store, const json& fixture) {
  check_keys(fixture, FixtureObject::project);
  const auto lock = store.write_lock();
  const std::uint32_t position = require_project(store, fixture.at("id").get<std::string>());
  ProjectInfo info = store.projects()[position]->info;
  info.title = fixture.value("title", info.title);
  info.description = fixture.value("description", info.description);
  if (fixture.contains("jsonInterface")) info.json_interface = document_text(fixture.at("jsonInterface"));
  read_project_settings(fixture, info);
  Changes changes;
  changes.projects.emplace_back(position, std::move(info));
  store.commit(std::move(changes));
}

SandboxProject project_from_fixture(const json& fixture) {
  check_keys(fixture, FixtureObject::project);
  SandboxProject project;
  project.id = fixture.value("id", "");
  project.title = fixture.value("title", "fixture");
  project.input_type = fixture.value("inputType", project.input_type);
  project.workflow_version = fixture.value("workflowVersion", project.workflow_version);
  if (fixture.contains("jsonInterface")) project.json_interface = document_text(fixture.at("jsonInterface"));
  const auto connections = fixture.find("dataConnections");
  project.data_connection = connections != fixture.end() && !connections->empty();
  return project;
}

/// The key `bucket` with placeholders filled, in paths too.
json bucket_of(const json& fixture, const std::vector<std::pair<std::string, std::string>>& placeholders) {
  json bucket = json::object();
  const json given = fixture.value("bucket", json::object());
  for (const auto& [path, file] : given.items()) {
    json filled = json::array({path, file});
    fill(filled, placeholders);
    bucket[filled[0].get<std::string>()] = std::move(filled[1]);
  }
  return bucket;
}

/// Projects, members and tags beside the project that the fixture is about.
void load_modules(Store& store, const json& fixture, const std::string& project_id) {
  const json none = json::array();
  const auto list = [&](const char* key) -> const json& {
    const auto found = fixture.find(key);
    return found == fixture.end() ? none : *found;
  };
  for (const auto& each : list("projects")) {
    if (each.value("id", "") == project_id) {
      set_project(store, each);
      continue;
    }
    const SandboxProject project = project_from_fixture(each);
    ProjectInfo info = project_info(project);
    info.description = each.value("description", "");
    read_workflow(each, info);
    read_project_settings(each, info);
    static_cast<void>(create(store, std::move(info), project.data_connection));
  }
  Changes changes;
  for (const auto& each : list("roles")) changes.members.push_back(member_from_fixture(each));
  for (const auto& each : list("tags")) changes.tags.push_back(tag_from_fixture(each));
  const auto lock = store.write_lock();
  store.commit(std::move(changes));
}

void load_people(Store& store, const json& fixture) {
  const auto users = fixture.find("users");
  if (users != fixture.end()) {
    for (const auto& user : *users) {
      check_keys(user, FixtureObject::user);
      if (user.contains("id")) {
        Changes changes;
        changes.users.push_back(user_from_fixture(user));
        const auto lock = store.write_lock();
        store.commit(std::move(changes));
        continue;
      }
      create_user(store, user.at("email").get<std::string>(), user.value("firstname", ""),
                  user.value("lastname", ""));
    }
  }
  const auto organization = fixture.find("organization");
  if (organization == fixture.end()) return;
  check_keys(*organization, FixtureObject::organization);
  Changes changes;
  changes.organization_name = organization->at("name").get<std::string>();
  const auto lock = store.write_lock();
  store.commit(std::move(changes));
}

}  // namespace

std::string create_project(Store& store, const SandboxProject& project) {
  return create(store, project_info(project), project.data_connection);
}

std::string create_user(Store& store, std::string_view email, std::string_view firstname,
                        std::string_view lastname) {
  if (email.empty()) throw std::invalid_argument("a user needs an email");
  const auto lock = store.write_lock();
  const User* const known = store.find_user(email);
  User user;
  user.id = known != nullptr ? known->id : fmt::format("user-{}", store.users().size() + 1);
  user.email = known != nullptr ? known->email : std::string(email);
  user.firstname = firstname;
  user.lastname = lastname;
  if (known != nullptr) {
    user.activated = known->activated;
    user.organization_role = known->organization_role;
  }
  std::string id = user.id;
  Changes changes;
  changes.users.push_back(std::move(user));
  store.commit(std::move(changes));
  return id;
}

std::vector<std::string> create_assets(Store& store, std::string_view project_id, const json& assets) {
  if (!assets.is_array()) throw std::invalid_argument("assets must be a JSON array");
  const auto lock = store.write_lock();
  const std::uint32_t project = require_project(store, project_id);
  const std::vector<ProjectStep>& own_steps = store.projects()[project]->info.steps;
  const std::vector<ProjectStep>& steps = own_steps.empty() ? first_steps() : own_steps;
  Changes changes;
  std::vector<std::string> ids;
  std::unordered_set<std::string> seen;
  for (const auto& fixture : assets) {
    Asset asset = asset_from_fixture(fixture, steps);
    if (asset.id.empty()) asset.id = store.make_id('c');
    if (asset.external_id.empty()) asset.external_id = asset.id;
    if (store.is_taken(asset.id) || !seen.insert(asset.id).second) {
      throw std::invalid_argument(fmt::format("there is an asset '{}' already", asset.id));
    }
    if (asset.extra) {
      for (Label& label : asset.extra->labels) {
        if (label.id.empty()) label.id = store.make_id('l');
      }
      for (Issue& issue : asset.extra->issues) {
        if (issue.id.empty()) issue.id = store.make_id('i');
      }
    }
    asset.project = project;
    ids.push_back(asset.id);
    changes.created.push_back(std::move(asset));
  }
  for (Asset& asset : changes.created) asset.sequence = store.next_sequence();
  store.commit(std::move(changes));
  return ids;
}

void create_plain_assets(Store& store, std::string_view project_id, std::size_t count) {
  for (std::size_t done = 0; done < count;) {
    const auto lock = store.write_lock();
    const std::uint32_t project = require_project(store, project_id);
    const std::size_t first = store.projects()[project]->assets.size();
    const std::size_t batch = std::min(plain_batch, count - done);
    Changes changes;
    changes.created.reserve(batch);
    for (std::size_t i = 0; i < batch; ++i) {
      Asset asset;
      asset.id = store.make_id('c');
      asset.external_id = fmt::format("asset_{}", first + i);
      asset.content = fmt::format("https://example.com/{}.jpg", first + i);
      asset.created_at = asset.updated_at = now();
      asset.project = project;
      asset.sequence = store.next_sequence();
      changes.created.push_back(std::move(asset));
    }
    store.commit(std::move(changes));
    done += batch;
  }
}

std::string create_label(Store& store, std::string_view asset_id, const json& label) {
  Label created = label_from_fixture(label);
  const auto lock = store.write_lock();
  const Asset* const asset = store.find_asset(asset_id);
  if (asset == nullptr)
    throw std::invalid_argument(fmt::format("there is no asset '{}' in the sandbox", asset_id));
  if (created.id.empty()) created.id = store.make_id('l');
  if (created.author.id.empty()) created.author = store.users().front();
  if (created.labeler.empty()) created.labeler = created.author.email;
  std::string id = created.id;
  Changes changes;
  changes.updated.push_back(*asset);
  changes.updated.front().edit_details().labels.push_back(std::move(created));
  store.commit(std::move(changes));
  return id;
}

LoadedFixture load_fixture(Store& store, const json& fixture, const std::string& endpoint) {
  check_keys(fixture, FixtureObject::fixture);
  load_people(store, fixture);
  const auto given = fixture.find("project");
  if (given == fixture.end()) {
    load_modules(store, fixture, {});
    return {bucket_of(fixture, {{"<endpoint>", endpoint}}), {}};
  }
  const SandboxProject project = project_from_fixture(*given);
  ProjectInfo info = project_info(project);
  info.description = given->value("description", "");
  read_workflow(*given, info);
  read_project_settings(*given, info);
  std::string id = create(store, std::move(info), project.data_connection);
  json assets = fixture.value("assets", json::array());
  std::vector<std::pair<std::string, std::string>> placeholders{{"<endpoint>", endpoint}, {"<project>", id}};
  std::vector<std::pair<std::string, std::string>> of_assets;
  for (auto& asset : assets) {
    const bool is_named = asset.is_object() && asset.contains("id") && asset["id"].is_string() &&
                          asset["id"].get_ref<const std::string&>().starts_with('<');
    if (!is_named) {
      fill(asset, placeholders);
      continue;
    }
    const auto placeholder = asset["id"].get<std::string>();
    asset["id"] = store.make_id('c');
    // An asset refers at most to itself.
    placeholders.emplace_back(placeholder, asset["id"].get<std::string>());
    fill(asset, placeholders);
    of_assets.push_back(std::move(placeholders.back()));
    placeholders.pop_back();
  }
  create_assets(store, id, assets);
  json modules = json::object();
  for (const char* const key : {"projects", "roles", "tags"})
    modules[key] = fixture.value(key, json::array());
  fill(modules, placeholders);
  load_modules(store, modules, id);
  placeholders.insert(placeholders.end(), of_assets.begin(), of_assets.end());
  return {bucket_of(fixture, placeholders), std::move(id)};
}

}  // namespace kili::sandbox
