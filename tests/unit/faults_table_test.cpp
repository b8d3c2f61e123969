// docs/faults.md: what a caller gets of every operation under every fault. Made by this test, each cell
// held against the state of the service. KILI_UPDATE_FAULTS=1 writes the page, KILI_FAULTS=all checks all of
// it; by default a part is checked.

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <sstream>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dice.hpp"
#include "fake_transport.hpp"
#include "graphql_error_answer.hpp"
#include "graphql_server/engine.hpp"
#include "kili/sandbox.hpp"
#include "operations.hpp"
#include "own_dependencies.hpp"
#include "sandbox_clock.hpp"
#include "seeds.hpp"
#include "test_folder.hpp"
#include "virtual_clock.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

struct FaultyCall;

/// Something that goes wrong with a request.
struct TableFault {
  std::string name;
  /// Answers in place of the service, or passes the request on with `serve` and spoils what comes back.
  std::function<HttpResponse(FaultyCall& call, const std::function<HttpResponse()>& serve)> strike;
  bool is_of_files = false;  ///< Strikes requests whose answer is written to a file.
};

/// One call under a fault, and what it can reach of the call.
struct FaultyCall {
  std::shared_ptr<VirtualClock> clock;
  std::stop_source stop;
};

constexpr auto deadline_of_calls = std::chrono::hours(1);

[[noreturn]] void fail_with(TransportFailure failure, const char* what) {
  throw TransportError(failure, what);
}

std::vector<TableFault> table_faults() {
  using Serve = std::function<HttpResponse()>;
  std::vector<TableFault> faults{
      {"connection refused",
       [](FaultyCall&, const Serve&) -> HttpResponse {
         fail_with(TransportFailure::could_not_connect, "refused");
       }},
      {"certificate refused",
       [](FaultyCall&, const Serve&) -> HttpResponse {
         fail_with(TransportFailure::tls_failed, "certificate");
       }},
      {"connection lost before the work",
       [](FaultyCall&, const Serve&) -> HttpResponse {
         fail_with(TransportFailure::connection_lost, "lost");
       }},
      {"connection lost after the work",
       [](FaultyCall&, const Serve& serve) -> HttpResponse {
         static_cast<void>(serve());
         fail_with(TransportFailure::connection_lost, "lost");
       }},
      {"time-out before the work",
       [](FaultyCall& call, const Serve&) -> HttpResponse {
         call.clock->advance(std::chrono::seconds(60));
         fail_with(TransportFailure::timed_out, "timed out");
       }},
      {"time-out after the work",
       [](FaultyCall& call, const Serve& serve) -> HttpResponse {
         static_cast<void>(serve());
         call.clock->advance(std::chrono::seconds(60));
         fail_with(TransportFailure::timed_out, "timed out");
       }},
  };
  for (const int status : {400, 401, 403, 404, 413, 429, 500, 502, 503, 504}) {
    faults.push_back({fmt::format("status {}", status),
                      [status](FaultyCall&, const Serve&) { return answer(status, "refused"); }});
  }
  faults.push_back({"status 502 after the work", [](FaultyCall&, const Serve& serve) {
                      static_cast<void>(serve());
                      return answer(502, "bad gateway");
                    }});
  faults.push_back({"answer cut in the middle", [](FaultyCall&, const Serve& serve) {
                      HttpResponse response = serve();
                      response.body.resize(response.body.size() / 2);
                      return response;
                    }});
  faults.push_back(
      {"a page of a proxy with status 200", [](FaultyCall&, const Serve&) {
         return answer(200, "<html><body>Sign in</body></html>", {{"content-type", "text/html"}});
       }});
  faults.push_back({"GraphQL error that passes", [](FaultyCall&, const Serve&) {
                      return graphql_error_answer("Failed to fetch data connection");
                    }});
  faults.push_back(
      {"GraphQL error", [](FaultyCall&, const Serve&) { return graphql_error_answer("refused"); }});
  faults.push_back({"disk full",
                    [](FaultyCall&, const Serve&) -> HttpResponse {
                      fail_with(TransportFailure::file_failed, "cannot write 'a': No space left on device");
                    },
                    true});
  faults.push_back({"cancelled before the work", [](FaultyCall& call, const Serve&) -> HttpResponse {
                      call.stop.request_stop();
                      throw Cancelled("cancelled");
                    }});
  faults.push_back({"cancelled after the work", [](FaultyCall& call, const Serve& serve) -> HttpResponse {
                      static_cast<void>(serve());
                      call.stop.request_stop();
                      throw Cancelled("cancelled");
                    }});
  faults.push_back({"deadline before the work", [](FaultyCall& call, const Serve&) -> HttpResponse {
                      call.clock->advance(deadline_of_calls);
                      fail_with(TransportFailure::timed_out, "deadline");
                    }});
  faults.push_back({"deadline after the work", [](FaultyCall& call, const Serve& serve) -> HttpResponse {
                      static_cast<void>(serve());
                      call.clock->advance(deadline_of_calls);
                      fail_with(TransportFailure::timed_out, "deadline");
                    }});
  return faults;
}

/// Counts requests by root field, and lets a fault strike those to one of them.
class FaultyTransport final : public HttpTransport {
 public:
  FaultyTransport(std::shared_ptr<HttpTransport> service, std::string endpoint)
      : service_(std::move(service)), endpoint_(std::move(endpoint)) {}

  void strike(const TableFault* fault, FaultyCall* call, std::string field, bool only_once) {
    const std::scoped_lock lock(mutex_);
    fault_ = fault;
    call_ = call;
    field_ = std::move(field);
    only_once_ = only_once;
    struck_ = 0;
    sent_.clear();
    mutation_.clear();
  }

  [[nodiscard]] HttpResponse send(const HttpRequest& request, std::stop_token stop_token) override {
    const auto serve = [&] {
      if (request.url.starts_with("https://media.test/")) return media(request);
      return service_->send(request, {});
    };
    const std::string field = root_field_of(request);
    const TableFault* fault = nullptr;
    FaultyCall* call = nullptr;
    {
      const std::scoped_lock lock(mutex_);
      ++sent_[field];
      if (fault_ != nullptr && (fault_->is_of_files ? request.response_file.has_value() : field == field_) &&
          !(only_once_ && struck_ > 0)) {
        ++struck_;
        fault = fault_;
        call = call_;
      }
    }
    if (stop_token.stop_requested()) throw Cancelled("cancelled");
    return fault == nullptr ? serve() : fault->strike(*call, serve);
  }

  [[nodiscard]] std::map<std::string, std::size_t> sent() const {
    const std::scoped_lock lock(mutex_);
    return sent_;
  }
  [[nodiscard]] std::size_t struck() const {
    const std::scoped_lock lock(mutex_);
    return struck_;
  }
  /// The root field of the first mutation.
  [[nodiscard]] std::string mutation() const {
    const std::scoped_lock lock(mutex_);
    return mutation_;
  }

 private:
  std::string root_field_of(const HttpRequest& request) {
    if (!request.url.starts_with(endpoint_ + "/") || request.method != "POST") return "media";
    const auto query = json::parse(plain_body(request)).at("query").get<std::string>();
    const auto fields = sandbox::graphql::root_fields(query, std::nullopt);
    const std::scoped_lock lock(mutex_);
    if (query.starts_with("mutation") && mutation_.empty() &&
        fields.front() != "createUploadBucketSignedUrls")
      mutation_ = fields.front();
    return fields.front();
  }

  static HttpResponse media(const HttpRequest& request) {
    HttpResponse response = answer(200, "abc", {{"content-length", "3"}});
    if (request.method == "HEAD") response.body.clear();
    if (request.response_file) {
      write_file(*request.response_file, "abc");
      response.body.clear();
    }
    return response;
  }

  const std::shared_ptr<HttpTransport> service_;
  const std::string endpoint_;
  mutable std::mutex mutex_;
  const TableFault* fault_ = nullptr;
  FaultyCall* call_ = nullptr;
  std::string field_;
  bool only_once_ = false;
  std::size_t struck_ = 0;
  std::map<std::string, std::size_t> sent_;
  std::string mutation_;
};

/// Calls of one operation, each on a project of its own.
class OperationUnderFaults {
 public:
  explicit OperationUnderFaults(const Operation& operation) : operation_(operation) {
    transport_ = std::make_shared<FaultyTransport>(sandbox_.transport(), sandbox_.endpoint());
    // A call that changes each of its assets, when nothing goes wrong.
    for (std::uint64_t seed = 0; seed < 300 && field_.empty(); ++seed) {
      seed_ = seed;
      if (cell(nullptr, false) != "done" || !changes_all_ || !is_one_batch_) continue;
      field_ = last_mutation_;
      if (field_.empty()) field_ = operation.service_operations.front();
      if (!last_sent_.contains(field_)) field_.clear();
    }
    usual_ = last_sent_;
    REQUIRE_FALSE(field_.empty());
  }

  /// The root field whose requests are struck.
  [[nodiscard]] const std::string& field() const { return field_; }

  /// What the caller gets, in words.
  std::string cell(const TableFault* fault, bool only_once) {
    FaultyCall faulty{.clock = clock_, .stop = {}};
    const OperationCall call = prepare();
    transport_->strike(nullptr, nullptr, {}, false);
    const Client client = detail::ClientFactory::make({.api_endpoint = sandbox_.endpoint(),
                                                       .api_key = sandbox_.api_key(),
                                                       .calls_per_minute = 0,
                                                       .message_sink = std::make_shared<RecordingSink>(),
                                                       .transport = transport_},
                                                      own_dependencies(clock_));
    transport_->strike(fault, &faulty, field_, only_once);
    const CallReport report =
        carry_out(call, client, {.deadline = deadline_of_calls, .stop_token = faulty.stop.get_token()});
    last_sent_ = transport_->sent();
    last_mutation_ = transport_->mutation();
    if (fault != nullptr && transport_->struck() == 0) return "-";
    transport_->strike(nullptr, nullptr, {}, false);
    check(call, report);
    return in_words(report, fault);
  }

 private:
  OperationCall prepare() {
    const std::string project = sandbox_.add_project(
        {.input_type = operation_.input_type.empty() ? "TEXT" : std::string(operation_.input_type)});
    json assets = json::array();
    for (const char* const status : {"TODO", "LABELED", "TO_REVIEW", "REVIEWED"}) {
      assets.push_back({{"content", operation_.variant == "with media" ? "https://media.test/a.txt" : "text"},
                        {"externalId", "asset " + std::to_string(assets.size())},
                        {"jsonMetadata", R"({"a":1})"},
                        {"status", status}});
    }
    assets.push_back({{"content", assets[0].at("content")}, {"externalId", "asset 4"}, {"skipped", true}});
    static_cast<void>(sandbox_.add_assets(project, assets));
    std::filesystem::remove_all(folder_.root() / "cell");
    std::filesystem::create_directory(folder_.root() / "cell");
    before_ = sandbox_.state(project);
    project_ = project;
    Dice dice(seed_);
    const std::string mark = std::to_string(++calls_);
    OperationTargets targets{
        .assets = before_, .folder = folder_.root() / "cell", .mark = mark, .project_id = project};
    // It sends nothing before it has everything: what it sends does not depend on how fast it is given it.
    targets.open_import.flush_interval = deadline_of_calls;
    if (operation_.needs_modules) targets.modules = module_targets(sandbox_, project, mark);
    OperationCall call = operation_.draw(dice, targets);
    is_one_batch_ =
        operation_.method != "open_import" || call.names.size() < targets.open_import.batch_assets;
    return call;
  }

  /// What the call tells is true.
  void check(const OperationCall& call, const CallReport& report) {
    clock_->advance(std::chrono::minutes(2));  // imports that were not waited for
    const json now = sandbox_.state(project_);
    const bool creates = operation_.kind == OperationKind::creation;
    const auto find_in = [&](const json& state, const std::string& name) {
      json found;
      for (const json& asset : state) {
        if (asset.at(creates ? "externalId" : "id") != name) continue;
        CHECK(found.is_null());  // not twice
        found = asset;
      }
      return found;
    };
    changes_all_ = true;
    for (std::size_t place = 0; place < report.told.size(); ++place) {
      const json before = find_in(before_, call.names[place]);
      const json after = find_in(now, call.names[place]);
      const bool as_before = after == before;
      const bool as_asked = call.applies(before, place) && has_members(after, call.asked(before, place));
      changes_all_ = changes_all_ && !has_members(before, call.asked(before, place));
      INFO(call.text << ": " << report.error << "\n"
                     << to_string(report.told[place]) << " of " << call.names[place]);
      if (report.told[place] == Told::done) CHECK(as_asked);
      if (report.told[place] == Told::not_done) CHECK(as_before);
      if (report.told[place] == Told::declined) CHECK(as_before);
      if (report.told[place] == Told::unknown) CHECK((as_before || as_asked));
      CHECK(report.told[place] != Told::nothing);
    }
    if (operation_.kind == OperationKind::query && report.error.empty()) {
      const auto selected = call.selects(now);
      CHECK((report.counted ? *report.counted == selected.size() : report.listed == selected));
    }
  }

  std::string in_words(const CallReport& report, const TableFault* fault) const {
    std::set<std::string> told;
    for (const Told each : report.told) told.emplace(to_string(each));
    const std::string outcome = fmt::format("{}", fmt::join(told, " or "));
    std::string words = report.error.empty() ? "done" : "`" + report.error_type + "`";
    if (report.error.empty() ? outcome != "done" && !outcome.empty() : !outcome.empty())
      words += ", " + outcome;
    if (fault == nullptr) return words;
    const auto count_of = [](const auto& counts, const std::string& name) {
      const auto found = counts.find(name);
      return found == counts.end() ? 0 : found->second;
    };
    if (count_of(last_sent_, field_) > count_of(usual_, field_)) words += "; sent again";
    if (field_ != "assets" && count_of(last_sent_, "assets") > count_of(usual_, "assets"))
      words += "; looked up";
    return words;
  }

  Operation operation_;
  TestFolder folder_;
  std::shared_ptr<VirtualClock> clock_ = virtual_clock_for(operation_, deadline_of_calls);
  Sandbox sandbox_{{.clock = std::make_shared<VirtualSandboxClock>(clock_), .serve = false}};
  std::shared_ptr<FaultyTransport> transport_;
  std::uint64_t seed_ = 0;
  std::size_t calls_ = 0;
  std::string field_;
  std::string project_;
  json before_;
  std::map<std::string, std::size_t> last_sent_;
  std::string last_mutation_;
  bool changes_all_ = true;
  bool is_one_batch_ = true;                  ///< An open import that sends all at its end.
  std::map<std::string, std::size_t> usual_;  ///< Requests of a call that nothing befalls.
};

/// The line of a fault; empty when it strikes nothing.
std::string line_of(OperationUnderFaults& under, const TableFault& fault) {
  const std::string once = under.cell(&fault, true);
  const std::string always = under.cell(&fault, false);
  return once == "-" ? std::string() : fmt::format("| {} | {} | {} |", fault.name, once, always);
}

std::string faults_page() {
  const auto faults = table_faults();
  // Operations with the same table share it.
  std::vector<std::pair<std::string, std::vector<std::string>>> tables;
  std::size_t cells = 0;
  const auto all = operations_of_all_modules();
  for (const auto& operation : all) {
    INFO(name_of(operation));
    OperationUnderFaults under(operation);
    std::string table = "| fault | once | every time |\n| --- | --- | --- |\n";
    for (const auto& fault : faults) {
      INFO(fault.name);
      const std::string line = line_of(under, fault);
      if (line.empty()) continue;
      table += line + "\n";
      cells += 2;
    }
    const std::string title = fmt::format("`{}` (strikes `{}`)", name_of(operation), under.field());
    const auto same =
        std::find_if(tables.begin(), tables.end(), [&](const auto& each) { return each.first == table; });
    if (same == tables.end()) {
      tables.push_back({table, {title}});
    } else {
      same->second.push_back(title);
    }
  }
  std::string page = fmt::format(
      "# Operations under faults\n\n"
      "What a caller gets of every operation when requests fail: {} operations, {} faults, {} cells. Each "
      "cell was\n"
      "carried out with the default options on a sandbox in virtual time, the fault struck the requests to "
      "the root\n"
      "field that does the work, and what the call told of each asset was compared with the state of the "
      "service\n"
      "afterwards.\n\n"
      "- **done**: the call returned, all is as asked. With an error: what `MutationError::assets()` or\n"
      "  `ImportError::assets()` tells of the assets (of a call of one asset: "
      "`ErrorContext::outcome_unknown`).\n"
      "- **not done**: surely as before. **unknown**: may have been done, and the service could not be "
      "asked.\n"
      "- **sent again**: more than once; a change only when it surely was not made, or the state shows that "
      "it is\n"
      "  missing. **looked up**: the state of the assets was read to find that out.\n"
      "- once: the first request fails, the others succeed. every time: the service never recovers.\n\n"
      "Made by `tests/unit/faults_table_test.cpp` from the list of operations "
      "(`tests/support/operations.cpp`, `module_operations.cpp`);\n"
      "`KILI_UPDATE_FAULTS=1 build/tests/tests/kili_unit_tests \"every operation under every fault*\"` "
      "writes this page.\n",
      all.size(), faults.size(), cells);
  for (const auto& [table, titles] : tables)
    page += fmt::format("\n## {}\n\n{}", fmt::join(titles, ", "), table);
  return page;
}

std::string committed_faults_page(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The line of a fault in the table of an operation; empty when there is none.
std::string committed_line(const std::string& page, const std::string& operation, const std::string& fault) {
  const auto title = page.find("`" + operation + "` (strikes ");
  if (title == std::string::npos) return {};
  const auto end = page.find("\n## ", title);
  const auto line = page.find("\n| " + fault + " | ", title);
  if (line == std::string::npos || line > end) return {};
  return page.substr(line + 1, page.find('\n', line + 1) - line - 1);
}

}  // namespace

TEST_CASE("every operation under every fault gives what docs/faults.md says") {
  const auto path = std::filesystem::path(KILI_TESTS_DIR).parent_path() / "docs/faults.md";
  const std::string committed = committed_faults_page(path);
  INFO("KILI_UPDATE_FAULTS=1 writes docs/faults.md anew");
  if (std::getenv("KILI_UPDATE_FAULTS") != nullptr) {
    std::ofstream(path, std::ios::binary) << faults_page();
  } else if (std::getenv("KILI_FAULTS") != nullptr) {
    CHECK(faults_page() == committed);
  } else {
    // A part of the lines, chosen by the commit.
    constexpr std::size_t one_in = 8;
    Dice dice(Seeds().first());
    for (const auto& operation : operations_of_all_modules()) {
      INFO(name_of(operation));
      OperationUnderFaults under(operation);
      for (const auto& fault : table_faults()) {
        if (!dice.one_in(one_in)) continue;
        INFO(fault.name);
        CHECK(line_of(under, fault) == committed_line(committed, name_of(operation), fault.name));
      }
    }
  }
}
