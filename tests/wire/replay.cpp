#include "replay.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <regex>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "client/client_implementation.hpp"
#include "digest.hpp"
#include "driver/session.hpp"
#include "exported.hpp"
#include "kili/sandbox.hpp"
#include "pattern.hpp"
#include "support/sandbox_clock.hpp"
#include "support/virtual_clock.hpp"

namespace kili::wire {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// A folder that goes with the replay.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "kili-wire-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
    path_ = fs::canonical(pattern);
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const fs::path& path() const noexcept { return path_; }

 private:
  fs::path path_;
};

/// The files below a folder that the case did not begin with.
json new_files(const fs::path& folder, const json& given) {
  json files = json::object();
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = fs::relative(entry.path(), folder).generic_string();
    if (!entry.is_regular_file() || given.contains(name)) continue;
    files[name] = {{"size", entry.file_size()}, {"sha256", sha256(entry.path())}};
  }
  return files;
}

bool is_mutation(const std::string& document) { return document.starts_with("mutation"); }

json recorded_mutations(const json& exchanges) {
  json mutations = json::array();
  for (const auto& exchange : exchanges) {
    const auto& request = exchange.at("request");
    if (!request.contains("json") || !request.at("json").contains("query")) continue;
    const auto& body = request.at("json");
    if (is_mutation(body.at("query").get<std::string>())) mutations.push_back(body.at("variables"));
  }
  return mutations;
}

std::vector<json> recorded_queries(const json& exchanges) {
  std::vector<json> queries;
  for (const auto& exchange : exchanges) {
    const auto& request = exchange.at("request");
    if (auto query = query_of(request.value("json", json()))) queries.push_back(*std::move(query));
  }
  return queries;
}

json recorded_uploads(const json& exchanges) {
  json uploads = json::array();
  for (const auto& exchange : exchanges) {
    const auto& request = exchange.at("request");
    if (request.at("method") != "PUT") continue;
    uploads.push_back({{"path", request.at("path")},
                       {"content-type", request.at("headers").value("content-type", "")},
                       {"length", request.at("body").at("length")}});
  }
  return uploads;
}

json actual_mutations(const std::vector<SandboxRequest>& requests) {
  json mutations = json::array();
  for (const auto& request : requests) {
    if (request.method != "POST" || request.body.empty()) continue;
    const json body = json::parse(request.body, nullptr, false);
    if (body.is_object() && is_mutation(body.value("query", ""))) mutations.push_back(body.at("variables"));
  }
  return mutations;
}

std::vector<json> actual_queries(const std::vector<SandboxRequest>& requests) {
  std::vector<json> queries;
  for (const auto& request : requests) {
    if (request.method != "POST" || request.body.empty()) continue;
    if (auto query = query_of(json::parse(request.body, nullptr, false)))
      queries.push_back(*std::move(query));
  }
  return queries;
}

std::string header(const SandboxRequest& request, std::string_view name) {
  for (const auto& [key, value] : request.headers) {
    if (key == name) return value;
  }
  return {};
}

json actual_uploads(const std::vector<SandboxRequest>& requests) {
  json uploads = json::array();
  for (const auto& request : requests) {
    if (request.method != "PUT") continue;
    const std::string length = header(request, "content-length");
    uploads.push_back({{"path", request.target.substr(0, request.target.find('?'))},
                       {"content-type", header(request, "content-type")},
                       {"length", length.empty() ? 0 : std::stoll(length)}});
  }
  return uploads;
}

int recorded_gzipped_requests(const json& exchanges) {
  int count = 0;
  for (const auto& exchange : exchanges) {
    const auto& request = exchange.at("request");
    if (request.value("/headers/content-encoding"_json_pointer, "") == "gzip") ++count;
  }
  return count;
}

int actual_gzipped_requests(const std::vector<SandboxRequest>& requests) {
  return static_cast<int>(std::count_if(requests.begin(), requests.end(), [](const SandboxRequest& each) {
    return each.method == "POST" && header(each, "content-encoding") == "gzip";
  }));
}

/// Requests may overlap, so their order is free: each recorded one must have an actual one of its own.
std::optional<std::string> difference_in_any_order(const json& recorded, json actual, bool may_have_more,
                                                   Bindings& bindings) {
  for (std::size_t i = 0; i < recorded.size(); ++i) {
    std::optional<std::string> first_difference;
    bool found = false;
    for (std::size_t j = 0; j < actual.size() && !found; ++j) {
      const auto differs = difference(recorded[i], actual[j], bindings);
      found = !differs;
      if (found) actual.erase(j);
      if (!first_difference) first_difference = differs;
    }
    if (!found) return fmt::format("[{}]{}", i, first_difference.value_or(": was not sent"));
  }
  if (!actual.empty() && !may_have_more)
    return fmt::format("{} more than recorded, such as {}", actual.size(), actual.front().dump());
  return std::nullopt;
}

json warning_types(const json& warnings) {
  json types = json::array();
  for (const auto& warning : warnings) types.push_back(warning.at("type"));
  return types;
}

class Comparison {
 public:
  explicit Comparison(Bindings bindings) : bindings_(std::move(bindings)) {}

  void equal(std::string_view what, const json& recorded, const json& actual) {
    note(what, difference(recorded, actual, bindings_));
  }
  void equal_in_any_order(std::string_view what, const json& recorded, const json& actual,
                          bool may_have_more = false) {
    note(what, difference_in_any_order(recorded, actual, may_have_more, bindings_));
  }
  QueryComparison queries(const QueriedCall& call, const std::vector<json>& recorded,
                          const std::vector<json>& actual, const std::vector<QueryRule>& rules) {
    auto found = compare_queries(call, recorded, actual, rules, bindings_);
    differences_.insert(differences_.end(), found.differences.begin(), found.differences.end());
    return found;
  }
  void exports(const json& recorded, const fs::path& directory, const json& given,
               const std::vector<ExportRule>& rules) {
    const auto found = export_differences(recorded, directory, given, bindings_, rules);
    for (const auto& each : found) differences_.push_back("export " + each);
  }
  [[nodiscard]] std::vector<std::string> take() { return std::move(differences_); }

 private:
  void note(std::string_view what, const std::optional<std::string>& differs) {
    if (differs) differences_.push_back(fmt::format("{}{}", what, *differs));
  }

  Bindings bindings_;
  std::vector<std::string> differences_;
};

void compare_answer(const json& expected, const json& answer, const CompareOptions& options,
                    Comparison& comparison) {
  const json& error = expected.at("error");
  if (error.is_null()) {
    if (answer.contains("error")) {
      comparison.equal("error", nullptr, answer.at("error"));
      return;
    }
    comparison.equal("result", expected.at("result"), answer.at("result"));
  } else {
    const json actual = answer.value("error", json());
    comparison.equal("error type", error.at("type"), actual.is_null() ? json() : actual.at("type"));
    if (options.messages && actual.is_object()) {
      comparison.equal("error message", error.at("message"), actual.at("message"));
    }
  }
  comparison.equal("warnings", warning_types(expected.at("warnings")), warning_types(answer.at("warnings")));
  if (options.messages) comparison.equal("warnings", expected.at("warnings"), answer.at("warnings"));
}

/// A document without the members of these names, wherever they stand.
json without_members(json document, const json& names) {
  if (document.is_object()) {
    for (const auto& name : names) document.erase(name.get<std::string>());
  }
  if (document.is_structured()) {
    for (auto& element : document) element = without_members(std::move(element), names);
  }
  return document;
}

/// The members of an object that the recorded one has.
json with_members_of(const json& recorded, const json& actual) {
  if (!recorded.is_object() || !actual.is_object()) return actual;
  json chosen = json::object();
  for (const auto& [key, value] : recorded.items()) {
    if (actual.contains(key)) chosen[key] = actual.at(key);
  }
  return chosen;
}

/// Of the state of the modules, the lists and members that the recording has.
json recorded_part(const json& recorded, const json& state) {
  json part = json::object();
  for (const auto& [list, records] : recorded.items()) {
    const json& actual = state.at(list);
    json chosen = json::array();
    for (const auto& record : actual) {
      const std::size_t place = chosen.size();
      chosen.push_back(place < records.size() ? with_members_of(records[place], record) : record);
    }
    part[list] = std::move(chosen);
  }
  return part;
}

/// The recording with what a rule says instead.
json expectation(const json& recorded, const json& expect) {
  json expected = recorded;
  expected.update(expect);
  const json state_changes = expect.value("final_state_changes", json::object());
  for (const auto& [position, changes] : state_changes.items()) {
    expected.at("final_state").at(std::stoul(position)).update(changes);
  }
  const json module_changes = expect.value("final_modules_changes", json::object());
  for (const auto& [list, records] : module_changes.items()) {
    json& recorded_list = expected.at("final_modules").at(list);
    for (const auto& [position, changes] : records.items()) {
      const auto place = std::stoul(position);
      if (!changes.is_null()) {
        recorded_list.at(place).update(changes);
      } else if (place < recorded_list.size()) {
        recorded_list.erase(place);
      }
    }
  }
  if (expect.contains("export_changes"))
    expected["export"] = changed_export(expected.value("export", json()), expect.at("export_changes"));
  if (expect.contains("result_length")) {
    auto& result = expected.at("result").get_ref<json::array_t&>();
    result.resize(std::min(result.size(), expect.at("result_length").get<std::size_t>()));
  }
  if (expect.contains("result_without")) {
    expected["result"] = without_members(std::move(expected["result"]), expect.at("result_without"));
  }
  return expected;
}

/// Mutations without what a later version of the official client sends although it is not given.
json as_before(json mutations) {
  for (auto& mutation : mutations) {
    const json::json_pointer labels("/data/labelsData");
    if (!mutation.contains(labels)) continue;
    for (auto& label : mutation.at(labels)) {
      if (label.value("referencedLabelId", json()).is_null()) label.erase("referencedLabelId");
    }
  }
  return mutations;
}

/// The fixture with the files of the storage. The reference server counted its ids: the project has the
/// first, its assets the next ones.
json fixture_with_files(const WireCase& wire_case) {
  static const std::regex of_asset(R"(^projects/pl0*1/assets/al0*(\d+)/(.*)$)");
  json fixture = wire_case.fixture;
  json bucket = json::object();
  const json recorded = wire_case.recorded.value("bucket", json::object());
  for (const auto& [path, file] : recorded.items()) {
    std::smatch parts;
    const bool is_of_asset = std::regex_match(path, parts, of_asset);
    bucket[is_of_asset ? fmt::format("projects/<project>/assets/<asset:{}>/{}", std::stoul(parts[1]) - 2,
                                     parts[2].str())
                       : path] = file;
  }
  if (!bucket.empty()) fixture["bucket"] = std::move(bucket);
  return fixture;
}

/// A service of the version that the recording was made with, or the last one that it speaks to.
SandboxOptions options_of(const WireCase& wire_case, const CompareOptions& options,
                          const std::shared_ptr<test::VirtualClock>& clock) {
  SandboxOptions sandbox;
  const std::string sdk = wire_case.sdk();
  sandbox.service_version = sdk.substr(0, sdk.rfind('.'));
  sandbox.serve = options.over_http;
  if (!options.over_http) sandbox.clock = std::make_shared<test::VirtualSandboxClock>(clock);
  return sandbox;
}

/// Without what an older service refused because it did not know it.
std::vector<SandboxRequest> understood(std::vector<SandboxRequest> requests, const WireCase& wire_case) {
  constexpr int bad_request = 400;
  if (!wire_case.is_of_today()) {
    std::erase_if(requests, [](const SandboxRequest& each) { return each.status == bad_request; });
  }
  return requests;
}

/// The recording of a call that the official client gave up on, as if it had found out what happened: its
/// result and final state are those without the fault, and it goes on after the request in question.
json found_out(json recorded, json if_done) {
  // Other ids were made in the other run.
  std::string text = if_done.dump();
  for (const std::string_view made : {"<cuid:", "<uuid:"}) {
    for (auto at = text.find(made); at != std::string::npos; at = text.find(made, at + made.size())) {
      text.insert(at + made.size(), "done:");
    }
  }
  const json done = json::parse(text);
  recorded["error"] = nullptr;
  recorded.update(done);
  return recorded;
}

}  // namespace

Replay replay(const WireCase& wire_case, const json& expect, const CompareOptions& options) {
  const json& recorded = wire_case.recorded;
  const auto clock = std::make_shared<test::VirtualClock>();
  Sandbox sandbox(options_of(wire_case, options, clock));
  const std::string project = sandbox.load_fixture(fixture_with_files(wire_case));
  const TemporaryFolder folder;
  const json files = recorded.value("files", json::object());
  write_case_files(files, folder.path());

  driver::Session session([&](std::shared_ptr<MessageSink> warnings) {
    ClientOptions client{.api_endpoint = sandbox.endpoint(),
                         .api_key = sandbox.api_key(),
                         .calls_per_minute = 0,
                         .message_sink = std::move(warnings)};
    if (options.over_http) return Client(client);
    client.transport = sandbox.transport();
    // The clocks of replays side by side are not those of one process.
    return detail::ClientFactory::make(client, {.clock = clock,
                                                .origin_pauses = std::make_shared<http::OriginPauses>(),
                                                .rate_limiter = std::make_shared<http::RateLimiter>()});
  });
  Bindings bindings{
      {"<project>", project}, {"<endpoint>", sandbox.endpoint()}, {"<dir>", folder.path().string()}};
  const auto bind_assets = [&] {
    const json state = sandbox.state(project);
    for (std::size_t i = 0; i < state.size(); ++i) {
      bindings[fmt::format("<asset:{}>", i)] = state[i].at("id").get<std::string>();
    }
  };
  bind_assets();
  const auto call = [&](const auto& method, const auto& arguments) {
    const nlohmann::ordered_json request{
        {"method", method}, {"args", fill(arguments, bindings)}, {"sdk", wire_case.sdk()}};
    return session.answer(request.dump());
  };
  for (const auto& step : recorded.value("setup", json::array())) {
    const json answer = call(step.at(0), step.at(1));
    if (answer.contains("error")) throw std::runtime_error("setup failed: " + answer.dump());
  }
  bind_assets();
  sandbox.configure(fill(recorded.value("server", json::object()), bindings));
  sandbox.record_requests(100'000);

  Replay replay;
  replay.answer = call(wire_case.call.at("method"), wire_case.call.at("args"));
  const auto requests = understood(sandbox.requests(), wire_case);
  if (options.log) options.log->add(requests);
  for (int i = 0; i < 500 && sandbox.pending_imports() > 0; ++i) {
    constexpr std::chrono::milliseconds step(10);
    if (options.over_http) {
      std::this_thread::sleep_for(step);
    } else {
      clock->advance(step);
    }
  }

  const bool gave_up = recorded.contains("if_done");
  // What never works ends alike.
  const bool gives_up_too =
      gave_up && !recorded.at("if_done").contains("final_state") &&
      !recorded.at("if_done").contains("final_modules") &&
      replay.answer.value("/error/type"_json_pointer, json()) == recorded.at("error").at("type");
  const bool finds_out = gave_up && !gives_up_too;
  if (finds_out) replay.rule = "the-outcome-is-found-out";
  const json expected =
      expectation(finds_out ? found_out(recorded, recorded.at("if_done")) : recorded, expect);
  Comparison comparison(std::move(bindings));
  json answer = replay.answer;
  if (expect.contains("result_without") && answer.contains("result")) {
    answer["result"] = without_members(std::move(answer["result"]), expect.at("result_without"));
  }
  compare_answer(expected, answer, options, comparison);
  const json mutations = expected.value("mutations", recorded_mutations(recorded.at("exchanges")));
  const bool may_send_more = finds_out || expect.value("sends_again", false);
  const json sent = actual_mutations(requests);
  comparison.equal_in_any_order("mutations", mutations, wire_case.is_of_today() ? sent : as_before(sent),
                                may_send_more);
  if (wire_case.is_of_today() && !may_send_more) {
    comparison.equal("gzipped requests", recorded_gzipped_requests(recorded.at("exchanges")),
                     actual_gzipped_requests(requests));
  }
  if (!expected.value("final_state", json()).is_null()) {
    comparison.equal("final state", expected.at("final_state"), sandbox.state(project));
  }
  if (const json modules = expected.value("final_modules", json()); !modules.is_null()) {
    comparison.equal("final state of the modules", modules,
                     recorded_part(modules, sandbox.modules_state(project)));
  }
  comparison.equal_in_any_order("uploads",
                                expected.value("uploads", recorded_uploads(recorded.at("exchanges"))),
                                actual_uploads(requests));
  if (expected.contains("media"))
    comparison.equal("media", expected.at("media"), new_files(folder.path(), files));
  // A call that fails leaves nothing behind.
  if (expected.contains("export") || wire_case.method() == "export_labels")
    comparison.exports(expected.value("export", json()), folder.path(), files, options.export_rules);
  const auto queries =
      comparison.queries({wire_case.name(), wire_case.method()}, recorded_queries(recorded.at("exchanges")),
                         actual_queries(requests), options.query_rules);
  replay.queries = queries.compared;
  replay.queries_by_rule = queries.by_rule;
  replay.differences = comparison.take();
  return replay;
}

}  // namespace kili::wire
