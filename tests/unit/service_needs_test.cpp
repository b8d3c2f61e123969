// What the command `kili doctor` looks for in a service is what the library sends:
// src/cli/doctor/service_needs.txt. KILI_UPDATE_NEEDS=1 writes the file.

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "fake_transport.hpp"
#include "graphql_server/document_parser.hpp"
#include "graphql_server/schema.hpp"
#include "kili/sandbox.hpp"
#include "operations.hpp"
#include "own_dependencies.hpp"
#include "sandbox/service_version.hpp"
#include "sandbox_clock.hpp"
#include "sandbox_schema.hpp"
#include "test_folder.hpp"
#include "virtual_clock.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;
namespace gql = kili::sandbox::graphql;

namespace {

using NeededNames = std::set<std::string>;

/// What a request needs of the schema, and which members of arguments it has.
struct RequestNeeds {
  NeededNames needed{};
  NeededNames optional{};
};

class NeedsReader {
 public:
  explicit NeedsReader(const gql::Schema::Data& schema) : schema_(schema) {}

  RequestNeeds read(const std::string& body) {
    RequestNeeds needs;
    const json request = json::parse(body);
    const auto document = gql::parse_document(request.at("query").get<std::string>());
    for (const auto& operation : document.operations) {
      read_selection(*schema_.root_type(operation.type), operation.selection_set, needs.needed);
      for (const auto& variable : operation.variables) {
        const auto* const type = schema_.find_type(variable.type.name);
        REQUIRE(type != nullptr);
        if (!is_built_in(type->name)) needs.needed.insert(type->name);
        const json variables = request.value("variables", json::object());
        if (variables.contains(variable.name)) read_value(*type, variables.at(variable.name), needs.optional);
      }
    }
    REQUIRE(document.fragments.empty());
    return needs;
  }

 private:
  static bool is_built_in(const std::string& name) {
    static const NeededNames names{"Boolean", "Float", "ID", "Int", "String"};
    return names.contains(name);
  }

  void read_selection(const gql::NamedType& parent, const gql::ast::SelectionSet& set, NeededNames& names) {
    for (const auto& selection : set.items) {
      if (selection.kind == gql::ast::SelectionKind::inline_fragment) {
        const auto* const type = selection.name.empty() ? &parent : schema_.find_type(selection.name);
        REQUIRE(type != nullptr);
        read_selection(*type, *selection.selection_set, names);
        continue;
      }
      REQUIRE(selection.kind == gql::ast::SelectionKind::field);
      if (selection.name.starts_with("__")) continue;
      const auto* const field = schema_.find_field(parent, selection.name);
      REQUIRE(field != nullptr);
      const std::string name = parent.name + "." + selection.name;
      names.insert(name);
      for (const auto& argument : selection.arguments) names.insert(name + "(" + argument.name + ")");
      if (selection.selection_set) read_selection(*field->type.named, *selection.selection_set, names);
    }
  }

  void read_value(const gql::NamedType& type, const json& value, NeededNames& names) {
    if (value.is_array()) {
      for (const auto& element : value) read_value(type, element, names);
    } else if (type.kind == gql::TypeKind::enumeration && value.is_string()) {
      names.insert(type.name + "." + value.get<std::string>());
    } else if (type.kind == gql::TypeKind::input_object && value.is_object()) {
      for (const auto& [key, member] : value.items()) {
        const auto* const field = type.find_input_field(key);
        if (field == nullptr || member.is_null()) continue;
        names.insert(type.name + "." + key);
        read_value(*field->type.named, member, names);
      }
    }
  }

  const gql::Schema::Data& schema_;
};

/// Whether a service of a version refuses what is named.
bool has_any_of(const NeededNames& names, const std::vector<std::string_view>& unknown) {
  for (const auto& name : names) {
    const std::string type = name.substr(0, name.find('.'));
    const std::string field = name.substr(0, name.find('('));
    for (const auto each : unknown) {
      if (each == type || each == field) return true;
    }
  }
  return false;
}

/// By method: what its calls send to a service of a version, without what such a service refuses.
std::map<std::string, RequestNeeds> needs_of_version(const char* version) {
  const auto clock = std::make_shared<VirtualClock>();
  Sandbox service(
      {.clock = std::make_shared<VirtualSandboxClock>(clock), .serve = false, .service_version = version});
  const TestFolder folder;
  const Client client = detail::ClientFactory::make({.api_endpoint = service.endpoint(),
                                                     .api_key = service.api_key(),
                                                     .calls_per_minute = 0,
                                                     .message_sink = std::make_shared<RecordingSink>(),
                                                     .transport = service.transport()},
                                                    own_dependencies(clock));
  const auto service_version = *sandbox::service_version_of(version);
  const auto unknown = sandbox::unknown_to(service_version);
  NeedsReader reader(sandbox_schema().data());
  std::map<std::string, RequestNeeds> needs;
  constexpr std::size_t rounds = 4;
  for (std::size_t round = 0; round < rounds; ++round) {
    for (const auto& operation : operations_of_all_modules()) {
      const std::string mark = std::to_string(round) + "-" + std::to_string(needs.size());
      OperationTargets targets{.folder = folder.root(), .mark = mark, .version = service_version};
      targets.project_id = service.add_project(
          {.input_type = operation.input_type.empty() ? (operation.needs_modules ? "IMAGE" : "TEXT")
                                                      : std::string(operation.input_type)});
      json assets = json::array();
      for (const char* const status : {"TODO", "ONGOING", "LABELED", "TO_REVIEW", "REVIEWED"}) {
        assets.push_back({{"content", "text"},
                          {"externalId", "asset " + std::to_string(assets.size())},
                          {"jsonMetadata", json{{"a", 1}}.dump()},
                          {"status", status}});
      }
      static_cast<void>(service.add_assets(targets.project_id, assets));
      targets.assets = service.state(targets.project_id);
      if (operation.needs_modules)
        targets.modules = module_targets(service, targets.project_id, mark + name_of(operation));
      Dice dice(round);
      const OperationCall call = operation.draw(dice, targets);
      service.record_requests(0);
      service.record_requests(1000);
      static_cast<void>(carry_out(call, client, {}));
      for (const auto& request : service.requests()) {
        if (request.method != "POST" || request.status != 200) continue;
        const RequestNeeds sent = reader.read(request.body);
        // Some calls about what does not exist yet make it first.
        const bool changes = sent.needed.lower_bound("Mutation.") != sent.needed.lower_bound("Mutation/");
        if (changes &&
            (operation.kind == OperationKind::query || operation.method == "find_project_by_title"))
          continue;
        if (has_any_of(sent.needed, unknown) || has_any_of(sent.optional, unknown)) continue;
        auto& all = needs[std::string(operation.method)];
        all.needed.insert(sent.needed.begin(), sent.needed.end());
        all.optional.insert(sent.optional.begin(), sent.optional.end());
      }
      clock->advance(std::chrono::minutes(1));
    }
  }
  return needs;
}

void write_needs(std::ostream& stream, const std::string& method, const std::string& version,
                 const NeededNames& names) {
  stream << method << ' ' << version;
  for (const auto& name : names) stream << ' ' << name;
  stream << '\n';
}

std::string needs_text() {
  const std::vector<std::string> versions{"26.2", "26.1", "2.164"};
  std::map<std::string, std::map<std::string, RequestNeeds>> by_version;
  for (const auto& version : versions) by_version[version] = needs_of_version(version.c_str());
  std::ostringstream text;
  text << "# What each call of the library needs of a service, from the documents that it sends:\n"
          "# method, version of the service (or \"optional\": members of arguments), names of its schema.\n"
          "# KILI_UPDATE_NEEDS=1 build/tests/tests/kili_unit_tests \"the doctor looks for*\" writes this "
          "file.\n";
  for (const auto& [method, newest] : by_version.at("26.2")) {
    NeededNames optional;
    std::set<NeededNames> written;
    for (const auto& version : versions) {
      const auto found = by_version.at(version).find(method);
      if (found == by_version.at(version).end()) continue;  // the service of that version cannot do it
      optional.insert(found->second.optional.begin(), found->second.optional.end());
      if (written.insert(found->second.needed).second)
        write_needs(text, method, version, found->second.needed);
    }
    if (!optional.empty()) write_needs(text, method, "optional", optional);
  }
  return text.str();
}

}  // namespace

TEST_CASE("the doctor looks for all that the calls of the library need of a service") {
  const std::string file = KILI_TESTS_DIR "/../src/cli/doctor/service_needs.txt";
  const std::string text = needs_text();
  if (std::getenv("KILI_UPDATE_NEEDS") != nullptr) write_file(file, text);
  INFO("KILI_UPDATE_NEEDS=1 writes the file anew");
  CHECK(read_file(file) == text);
  CHECK(text.size() > 10'000);
  // Every operation of the library is a call of it.
  NeededNames methods;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) methods.insert(line.substr(0, line.find(' ')));
  for (const auto& operation : operations_of_all_modules()) {
    INFO(operation.method);
    CHECK(methods.contains(std::string(operation.method)));
  }
}
