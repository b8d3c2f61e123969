// The list of operations that drives the suites has every method of the client and every mutation of the
// schema, and each of its entries does what it says.

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "fake_transport.hpp"
#include "header_members.hpp"
#include "kili/sandbox.hpp"
#include "module_operations.hpp"
#include "operations.hpp"
#include "own_dependencies.hpp"
#include "sandbox_clock.hpp"
#include "test_folder.hpp"
#include "virtual_clock.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

std::string whole_text_of(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  REQUIRE(!text.str().empty());
  return text.str();
}

/// What lies between two texts.
std::string between(const std::string& text, std::string_view begin, std::string_view end) {
  const auto from = text.find(begin);
  REQUIRE(from != std::string::npos);
  const auto to = text.find(end, from);
  REQUIRE(to != std::string::npos);
  return text.substr(from + begin.size(), to - from - begin.size());
}

/// The identifiers that stand before a bracket and after a blank: declared functions, and what they call.
std::set<std::string> names_before_brackets(const std::string& text) {
  std::set<std::string> names;
  for (auto at = text.find('('); at != std::string::npos; at = text.find('(', at + 1)) {
    auto begin = at;
    while (begin > 0 &&
           (std::islower(static_cast<unsigned char>(text[begin - 1])) != 0 || text[begin - 1] == '_')) {
      --begin;
    }
    if (begin < at && begin > 0 && std::isspace(static_cast<unsigned char>(text[begin - 1])) != 0) {
      names.insert(text.substr(begin, at - begin));
    }
  }
  return names;
}

std::set<std::string> root_fields_of(const std::string& schema, const std::string& type) {
  std::set<std::string> fields;
  std::istringstream lines(between(schema, "type " + type + " {", "\n}"));
  for (std::string line; std::getline(lines, line);) {
    const auto begin = line.find_first_not_of(' ');
    if (begin == std::string::npos || line[begin] == '"') continue;
    fields.insert(line.substr(begin, line.find_first_of("(:", begin) - begin));
  }
  return fields;
}

}  // namespace

TEST_CASE("the list of operations has every method of the client that speaks to the service") {
  const std::string header =
      without_comments(whole_text_of(std::string(KILI_TESTS_DIR) + "/../include/kili/client.hpp"));
  auto methods = names_before_brackets(between(header, "class KILI_EXPORT Client {", "private:"));
  // What is no method of the service: an accessor, and the words of a template and of its body.
  for (const char* const other : {"api_endpoint", "append_label_range", "append_range",
                                  "create_prediction_range", "requires", "source", "static_assert"})
    methods.erase(other);
  std::set<std::string> listed;
  std::set<std::string> names;
  for (const auto& operation : operations()) {
    listed.emplace(operation.method);
    CHECK(names.insert(name_of(operation)).second);
  }
  for (const auto& operation : module_operations()) {
    listed.emplace(operation.method);
    CHECK(names.insert(name_of(operation)).second);
  }
  CHECK(listed == methods);
  CHECK(methods.size() >= 14);
}

TEST_CASE("the list of operations names root fields of the schema, every mutation among them") {
  const std::string schema = whole_text_of(KILI_SCHEMA_FILE);
  auto known = root_fields_of(schema, "Query");
  const auto mutations = root_fields_of(schema, "Mutation");
  known.insert(mutations.begin(), mutations.end());
  std::set<std::string> sent;
  for (const auto& operation : operations()) {
    for (const auto field : operation.service_operations) {
      CHECK(known.contains(std::string(field)));
      sent.emplace(field);
    }
  }
  for (const auto& operation : module_operations()) {
    for (const auto field : operation.service_operations) {
      INFO(field);
      CHECK(known.contains(std::string(field)));
      sent.emplace(field);
    }
  }
  for (const auto& mutation : mutations) {
    INFO(mutation);
    CHECK(sent.contains(mutation));
  }
}

TEST_CASE("every operation does what its description says, and sends what it names") {
  const auto* const version = GENERATE("2.164", "26.1", "26.2");
  const auto clock = std::make_shared<VirtualClock>();
  Sandbox sandbox(
      {.clock = std::make_shared<VirtualSandboxClock>(clock), .serve = false, .service_version = version});
  const TestFolder folder;
  const Client client = detail::ClientFactory::make({.api_endpoint = sandbox.endpoint(),
                                                     .api_key = sandbox.api_key(),
                                                     .calls_per_minute = 0,
                                                     .message_sink = std::make_shared<RecordingSink>(),
                                                     .transport = sandbox.transport()},
                                                    own_dependencies(clock));
  std::map<std::string, std::set<std::string>> sent;
  for (std::size_t round = 0; round < 12; ++round) {
    for (const auto& operation : operations()) {
      OperationTargets targets{.folder = folder.root(),
                               .mark = std::to_string(round),
                               .version = *sandbox::service_version_of(version)};
      targets.project_id = sandbox.add_project(
          {.input_type = operation.input_type.empty() ? "TEXT" : std::string(operation.input_type)});
      json assets = json::array();
      for (const char* const status : {"TODO", "ONGOING", "LABELED", "TO_REVIEW", "REVIEWED"}) {
        assets.push_back({{"content", "text"},
                          {"externalId", "asset " + std::to_string(assets.size())},
                          {"jsonMetadata", json{{"a", 1}, {"url", "u"}}.dump()},
                          {"status", status}});
      }
      static_cast<void>(sandbox.add_assets(targets.project_id, assets));
      targets.assets = sandbox.state(targets.project_id);
      Dice dice(round);
      const OperationCall call = operation.draw(dice, targets);
      sandbox.record_requests(0);
      sandbox.record_requests(1000);
      const CallReport report = carry_out(call, client, {});
      INFO(name_of(operation) << " on " << version << ", round " << round << ": " << call.text << ": "
                              << report.error);
      CHECK(report.error.empty());
      for (const auto& request : sandbox.requests()) {
        if (request.operation.starts_with("storage.")) continue;
        INFO(request.operation);
        CHECK(std::find(operation.service_operations.begin(), operation.service_operations.end(),
                        request.operation) != operation.service_operations.end());
      }
      clock->advance(std::chrono::minutes(1));  // imports that were not waited for
      const json now = sandbox.state(targets.project_id);
      REQUIRE(report.told.size() == call.names.size());
      for (std::size_t place = 0; place < call.names.size(); ++place) {
        const bool creates = operation.kind == OperationKind::creation;
        const auto find_in = [&](const json& state) {
          const auto found = std::find_if(state.begin(), state.end(), [&](const json& asset) {
            return asset.at(creates ? "externalId" : "id") == call.names[place];
          });
          return found == state.end() ? json() : *found;
        };
        const json before = find_in(targets.assets);
        const bool applies = call.applies(before, place);
        INFO(before.dump() << "\n" << find_in(now).dump());
        CHECK(report.told[place] == (applies ? Told::done : Told::declined));
        const json expected = applies ? call.asked(before, place) : before;
        INFO(expected.dump());
        CHECK(has_members(find_in(now), expected));
      }
      if (operation.kind == OperationKind::query) {
        const auto selected = call.selects(now);
        CHECK((report.counted ? *report.counted == selected.size() : report.listed == selected));
      }
    }
  }
}
