// The whole client above the transport, against a sandbox in process and a network that does what networks
// do, in virtual time: several clients at once, each operation of the list, random latencies, losses before
// and after the work, repeated deliveries, 429, 5xx, truncated answers, restarts, capped pages, reads that
// lag behind writes, cancellation and deadlines at any moment. After every call the state of the service must
// be what the call has reported.

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "event_clock.hpp"
#include "fake_transport.hpp"
#include "faulty_network.hpp"
#include "kili/sandbox.hpp"
#include "operations.hpp"
#include "own_dependencies.hpp"
#include "seeds.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;
using std::chrono::milliseconds;

namespace {

constexpr std::size_t calls_per_client = 10;

/// What all simulations together have seen.
struct SimulationCounts {
  std::map<std::string, std::size_t> by_operation{};
  std::size_t calls = 0;
  std::size_t completed = 0;  ///< Imports that failed and were made again.
  std::map<std::string, std::size_t> errors{};
  std::size_t longest_call_ms = 0;
  std::size_t most_requests = 0;  ///< Of one call.
  NetworkCounts network{};
  std::map<std::string, std::size_t> told{};
};

/// What the actors of one simulation share.
class SimulatedService {
 public:
  SimulatedService(std::uint64_t seed, std::size_t actors, SimulationCounts& counts)
      : dice_(seed), clock_(actors), counts_(counts) {
    version_ = static_cast<sandbox::ServiceVersion>(dice_.below(3));
    constexpr std::array<const char*, 3> names{"2.164", "26.1", "26.2"};
    constexpr std::array<int, 6> lags{0, 0, 0, 300, 2'000, 4'500};
    lag_ = milliseconds(dice_.of(lags));
    // A client learns from a read that does not show its change that reads lag; before that an action that
    // the state decides, as on former services, may be decided by an old one.
    if (version_ != sandbox::ServiceVersion::v26_2) lag_ = milliseconds(0);
    sandbox_.emplace(SandboxOptions{.clock = std::make_shared<EventClock::OfSandbox>(clock_),
                                    .read_lag = lag_,
                                    .seed = seed,
                                    .serve = false,
                                    .service_version = names.at(static_cast<std::size_t>(version_))});
    texts_ = sandbox_->add_project({.id = "texts", .input_type = "TEXT"});
    videos_ = sandbox_->add_project({.id = "videos", .input_type = "VIDEO"});
    if (dice_.one_in(6)) {
      refuses_large_ = true;
      sandbox_->add_fault({.count = 0,
                           .larger_than = 1'500 + dice_.below(3'000),
                           .operation = "assets",
                           .status = 502,
                           .when = FaultPoint::large_answer});
    }
  }

  /// Adds what is wrong; the test shows it at its end.
  void violate(const std::string& what) {
    const std::scoped_lock lock(mutex_);
    if (violations_.size() < 2) violations_.push_back(what);
  }
  [[nodiscard]] const std::vector<std::string>& violations() const { return violations_; }

  /// A call that changes assets begins, or has ended with all that comes late.
  void change_begins() {
    const std::scoped_lock lock(mutex_);
    ++changes_;
  }
  void change_ends() {
    const std::scoped_lock lock(mutex_);
    --changes_;
    last_change_ = clock_.now();
  }
  /// Whether all reads show the same since then.
  [[nodiscard]] bool rests_since(EventClock::TimePoint time) const {
    const std::scoped_lock lock(mutex_);
    return changes_ == 0 && last_change_ + lag_ < time;
  }
  void note_call(const Operation& operation, const CallReport& report, const NetworkCounts& network,
                 milliseconds took) {
    const std::scoped_lock lock(mutex_);
    ++counts_.calls;
    ++counts_.errors[report.error.empty() ? "none" : report.error_type];
    for (const Told told : report.told) ++counts_.told[std::string(to_string(told))];
    counts_.longest_call_ms = std::max(counts_.longest_call_ms, static_cast<std::size_t>(took.count()));
    counts_.most_requests = std::max(counts_.most_requests, network.requests);
    counts_.network.requests += network.requests;
    counts_.network.faults += network.faults;
    counts_.network.restarts += network.restarts;
    for (std::size_t i = 0; i < network_fault_count; ++i) {
      counts_.network.by_fault.at(i) += network.by_fault.at(i);
    }
    ++counts_.by_operation[name_of(operation)];
  }
  void note_completed() {
    const std::scoped_lock lock(mutex_);
    ++counts_.completed;
  }

  Dice dice_;
  EventClock clock_;
  TestFolder folder_;
  milliseconds lag_{};
  bool refuses_large_ = false;  ///< Answers above a size fail, those of small pages too.
  std::optional<Sandbox> sandbox_;
  std::string texts_;
  sandbox::ServiceVersion version_{};
  std::string videos_;

 private:
  SimulationCounts& counts_;
  std::size_t changes_ = 0;  ///< Calls that may be changing assets.
  EventClock::TimePoint last_change_{};
  mutable std::mutex mutex_;
  std::vector<std::string> violations_;
};

/// One client with assets of its own, which makes one call after the other.
class Actor {
 public:
  Actor(SimulatedService& service, std::size_t number, std::uint64_t seed)
      : service_(service), number_(number), dice_(seed * 31 + number) {
    constexpr std::array<double, 5> probabilities{0, 0.02, 0.08, 0.2, 0.4};
    constexpr std::array<int, 3> latencies{1, 50, 400};
    probability_ = dice_.of(probabilities);
    network_ = std::make_shared<FaultyNetwork>(
        service.clock_, clock_, service.sandbox_->transport(),
        FaultyNetwork::Settings{.endpoint = service.sandbox_->endpoint(),
                                .fault_probability = probability_,
                                .longest_latency = milliseconds(dice_.of(latencies)),
                                .most_records = dice_.one_in(5) ? 1 + dice_.below(12) : 0,
                                .seed = dice_.below(1'000'000'000)});
    one_at_a_time_ = !dice_.one_in(6);
    client_.emplace(detail::ClientFactory::make(
        {.api_endpoint = service.sandbox_->endpoint(),
         .api_key = service.sandbox_->api_key(),
         .calls_per_minute = 0,
         .max_requests_in_flight = one_at_a_time_ ? std::size_t{1} : std::size_t{4},
         .message_sink = std::make_shared<RecordingSink>(),
         .skip_checks = true,
         .transport = network_},
        own_dependencies(clock_, seed * 31 + number)));
    std::filesystem::create_directory(folder_);
    narrow_ = dice_.one_in(3);
    for (const auto& project : {service.texts_, service.videos_}) add_assets(project);
  }

  void play() {
    for (std::size_t i = 0; i < calls_per_client; ++i) {
      call_ = i;
      play_call(dice_.of(narrow_ ? changes() : operations()));
      if (dice_.one_in(4)) sleep(milliseconds(dice_.below(8'000)));
    }
    client_.reset();
    service_.clock_.finish(number_);
  }

 private:
  static const std::vector<Operation>& changes() {
    static const auto some = [] {
      std::vector<Operation> found = operations();
      std::erase_if(found, [](const Operation& each) {
        return each.kind != OperationKind::absolute_change && each.kind != OperationKind::action;
      });
      return found;
    }();
    return some;
  }
  void add_assets(const std::string& project) {
    json assets = json::array();
    constexpr std::array<const char*, 5> statuses{"TODO", "ONGOING", "LABELED", "TO_REVIEW", "REVIEWED"};
    const std::size_t count = narrow_ ? 1 : dice_.one_in(16) ? 90 + dice_.below(60) : 2 + dice_.below(3);
    for (std::size_t i = 0; i < count; ++i) {
      assets.push_back({{"content", "text " + std::to_string(i)},
                        {"externalId", fmt::format("asset {} {}", number_, i)},
                        {"id", fmt::format("{}-{}-{}", project, number_, i)},
                        {"jsonMetadata", json{{"a", i}, {"url", "u"}}.dump()},
                        {"status", dice_.of(statuses)}});
    }
    for (auto& id : service_.sandbox_->add_assets(project, assets)) mine_[project].insert(std::move(id));
  }

  void sleep(milliseconds time) const { static_cast<void>(clock_->sleep_until(clock_->now() + time, {})); }

  /// The own assets of a project as they are.
  json own_state(const std::string& project) const {
    json own = json::array();
    const auto& ids = mine_.at(project);
    for (const auto& asset : service_.sandbox_->state(project)) {
      if (ids.contains(asset.at("id").get<std::string>())) own.push_back(asset);
    }
    return own;
  }

  struct Limits {
    CallOptions options{};
    std::optional<EventClock::TimePoint> ends{};  ///< When the call has to be over.
  };
  Limits draw_limits() {
    Limits limits;
    const auto now = clock_->now();
    if (dice_.one_in(8)) {
      limits.options.deadline = milliseconds(1 + dice_.below(dice_.one_in(2) ? 400 : 30'000));
      limits.ends = now + *limits.options.deadline;
    } else if (dice_.one_in(8)) {
      const auto source = std::make_shared<std::stop_source>();
      const auto time = now + milliseconds(dice_.below(dice_.one_in(2) ? 400 : 20'000));
      service_.clock_.at(time, [source] { source->request_stop(); });
      limits.options.stop_token = source->get_token();
      limits.ends = time;
    }
    return limits;
  }

  void play_call(const Operation& operation) {
    const bool of_texts =
        narrow_ || operation.input_type == "TEXT" || (operation.input_type.empty() && dice_.one_in(2));
    const std::string& project = of_texts ? service_.texts_ : service_.videos_;
    const OperationTargets targets{.assets = own_state(project),
                                   .folder = folder_,
                                   .mark = fmt::format("{}.{}", number_, call_),
                                   .project_id = project,
                                   .version = service_.version_};
    if (targets.assets.empty() && operation.kind != OperationKind::creation) return;
    const OperationCall call = operation.draw(dice_, targets);
    if (dice_.one_in(30)) {
      const auto now = clock_->now();
      const auto from = now + milliseconds(dice_.below(500));
      network_->restart(from, from + milliseconds(dice_.below(20'000)));
    }
    const Limits limits = draw_limits();
    const auto started = clock_->now();
    if (!call.names.empty()) service_.change_begins();
    static_cast<void>(network_->take_counts());
    const CallReport report = carry_out(call, *client_, limits.options);
    const auto ended = clock_->now();
    const NetworkCounts network = network_->take_counts();
    const auto took = std::chrono::duration_cast<milliseconds>(ended - started);
    service_.note_call(operation, report, network, took);
    const std::string about = fmt::format(
        "client {} of service {} with lag {} ms, call {}: {}\n  error '{}' ({}), {} requests, {} faults, {} "
        "ms{}",
        number_, sandbox::full_name(service_.version_), service_.lag_.count(), call_, call.text, report.error,
        report.error_type, network.requests, network.faults, took.count(),
        limits.ends ? fmt::format(" of {} ms",
                                  std::chrono::duration_cast<milliseconds>(*limits.ends - started).count())
                    : "");
    constexpr auto slack = milliseconds(100);
    // Requests of one client at the same moment may overtake the time of each other.
    if (one_at_a_time_ && limits.ends) {
      // A page that is read ahead has a thread of its own, whose time-out may be counted before the time
      // moves.
      const auto counted_before = call.names.empty() && network.requests > 1
                                      ? *limits.ends - started
                                      : EventClock::TimePoint::duration{};
      if (ended > *limits.ends + counted_before + slack) {
        service_.violate(about + "\n  took longer than it may");
      }
    }
    if (took > std::chrono::hours(1)) service_.violate(about + "\n  took longer than an hour");
    // A listing delivers the assets of all clients, each with its files; one that fails late has read them
    // too.
    if (network.requests >
        400 + 20 * std::max({call.names.size(), service_.sandbox_->state(project).size()})) {
      service_.violate(about + "\n  sent too many requests");
    }
    if (call.names.empty()) return check_query(operation, call, report, project, about, network, started);
    if (network.faults + network.restarts > 0 || limits.ends)
      sleep(milliseconds(1'000));  // what is late comes
    const bool stopped = report.error_type == "Cancelled" || report.error_type == "DeadlineExceeded";
    if (operation.kind == OperationKind::creation) {
      check_creation(call, report, project, about, stopped ? NetworkCounts{.faults = 1} : network);
    } else {
      check_change(call, report, targets.assets, project, about, network, stopped);
    }
    service_.change_ends();
  }

  void check_query(const Operation& operation, const OperationCall& call, const CallReport& report,
                   const std::string& project, const std::string& about, const NetworkCounts& network,
                   EventClock::TimePoint started) {
    const std::set<std::string> distinct(report.listed.begin(), report.listed.end());
    if (distinct.size() != report.listed.size()) service_.violate(about + "\n  lists an asset twice");
    if (!report.error.empty()) {
      // While assets change, another replica may have fewer of them than were counted, or none that is new.
      const bool shifted =
          report.error.find("list them again later") != std::string::npos && !service_.rests_since(started);
      if (!shifted && network.faults + network.restarts == 0 && !service_.refuses_large_ &&
          report.error_code != ErrorCode::cancelled && report.error_code != ErrorCode::deadline_exceeded &&
          report.error.find("Retry-After") == std::string::npos) {
        service_.violate(about + "\n  fails without a fault");
      }
      return;
    }
    // While assets come and go, pages shift.
    if (!service_.rests_since(started)) return;
    const auto selected = call.selects(service_.sandbox_->state(project));
    const bool right = report.counted ? *report.counted == selected.size() : report.listed == selected;
    if (!right) {
      service_.violate(fmt::format("{}\n  {} delivers {} assets of {}", about, name_of(operation),
                                   report.counted.value_or(report.listed.size()), selected.size()));
    }
  }

  void check_told(const std::string& about, Told told, const NetworkCounts& network) {
    if (told == Told::nothing) service_.violate(about + "\n  is not in the report");
    if (told == Told::unknown && network.doubtful_mutations == 0 && network.restarts == 0 &&
        network.faults == 0) {
      service_.violate(about + "\n  is unknown although nothing was lost");
    }
  }

  void check_change(const OperationCall& call, const CallReport& report, const json& before,
                    const std::string& project, const std::string& about, const NetworkCounts& network,
                    bool stopped) {
    const json now = own_state(project);
    const auto find = [](const json& state, const std::string& id) {
      const auto found =
          std::find_if(state.begin(), state.end(), [&](const json& asset) { return asset.at("id") == id; });
      return found == state.end() ? json() : *found;
    };
    for (std::size_t place = 0; place < call.names.size(); ++place) {
      const json was = find(before, call.names[place]);
      const json is = find(now, call.names[place]);
      const json asked = call.asked(was, place);
      const Told told = report.told.at(place);
      const std::string details =
          fmt::format("{}\n  {} is told to be {}\n  was   {}\n  is    {}\n  asked {}", about,
                      call.names[place], to_string(told), was.dump(), is.dump(), asked.dump());
      check_told(details, told, stopped ? NetworkCounts{.faults = 1} : network);
      const bool is_as_asked = has_members(is, asked);
      const bool is_as_before = has_members(is, was);
      const bool right = told == Told::done       ? is_as_asked
                         : told == Told::declined ? is_as_before && !call.applies(was, place)
                         : told == Told::not_done ? is_as_before
                                                  : is_as_asked || is_as_before;
      if (!right) service_.violate(details + "\n  is not true");
    }
    // Nothing else has changed.
    for (const auto& asset : before) {
      const auto id = asset.at("id").get<std::string>();
      if (std::find(call.names.begin(), call.names.end(), id) != call.names.end()) continue;
      if (!has_members(find(now, id), asset)) service_.violate(about + "\n  changed another asset: " + id);
    }
  }

  void check_creation(const OperationCall& call, const CallReport& report, const std::string& project,
                      const std::string& about, const NetworkCounts& network) {
    sleep(milliseconds(2'000));  // asynchronous imports end
    check_created(call, report, project, about, network);
    const bool complete =
        std::all_of(report.told.begin(), report.told.end(), [](Told told) { return told == Told::done; });
    // A service that never answers with the names of the assets cannot tell what is missing.
    if (complete || service_.refuses_large_ || dice_.one_in(2)) return;
    // Calling again completes it.
    network_->set_faulty(false);
    sleep(service_.lag_ + std::chrono::seconds(100));  // longer than any pause that was asked for
    const CallReport again = carry_out(call, *client_, {});
    sleep(milliseconds(2'000));
    check_created(call, again, project, about + "\n  called again: " + again.error, {.faults = 1});
    const json state = service_.sandbox_->state(project);
    for (const auto& name : call.names) {
      const auto count = std::count_if(state.begin(), state.end(),
                                       [&](const json& asset) { return asset.at("externalId") == name; });
      if (count != 1) {
        service_.violate(fmt::format("{}\n  called again: '{}'\n  there are {} assets '{}'", about,
                                     again.error, count, name));
      }
    }
    network_->set_faulty(true);
    service_.note_completed();
  }

  void check_created(const OperationCall& call, const CallReport& report, const std::string& project,
                     const std::string& about, const NetworkCounts& network) {
    std::map<std::string, std::vector<json>> by_name;
    const json state = service_.sandbox_->state(project);
    for (const auto& asset : state) by_name[asset.at("externalId").get<std::string>()].push_back(asset);
    for (std::size_t place = 0; place < call.names.size(); ++place) {
      const auto& found = by_name[call.names[place]];
      const Told told = report.told.at(place);
      const std::string details = fmt::format("{}\n  {} is told to be {}, there are {}", about,
                                              call.names[place], to_string(told), found.size());
      check_told(details, told, network);
      bool right = found.size() <= 1;
      for (const auto& asset : found) {
        mine_[project].insert(asset.at("id").get<std::string>());
        right = right && has_members(asset, call.asked({}, place));
      }
      if (told == Told::done || told == Told::skipped) right = right && found.size() == 1;
      if (told == Told::done && report.error.empty() && right) {
        right = found.front().at("id") == report.asset_ids.at(place);
      }
      if (told == Told::not_done) right = right && found.empty();
      if (!right) service_.violate(details + "\n  is not true");
    }
  }

  std::size_t call_ = 0;
  SimulatedService& service_;
  std::size_t number_;
  std::shared_ptr<const support::Clock> clock_ =
      std::make_shared<EventClock::OfActor>(service_.clock_, number_);
  std::optional<Client> client_;
  Dice dice_;
  std::filesystem::path folder_ = service_.folder_.root() / std::to_string(number_);
  std::map<std::string, std::set<std::string>> mine_;  ///< Ids of the own assets by project.
  std::shared_ptr<FaultyNetwork> network_;
  bool one_at_a_time_ = true;  ///< Requests of the client.
  bool narrow_ = false;        ///< Few assets that are changed again and again.
  double probability_ = 0;
};

/// Makes the files of sandboxes where TestFolder makes its own: in memory, where there is such a place.
class FilesInMemory {
 public:
  FilesInMemory() {
    if (const char* const before = std::getenv("TMPDIR")) before_ = before;
    ::setenv("TMPDIR", folder_.path().c_str(), 1);
  }
  ~FilesInMemory() {
    if (before_) {
      ::setenv("TMPDIR", before_->c_str(), 1);
    } else {
      ::unsetenv("TMPDIR");
    }
  }
  FilesInMemory(const FilesInMemory&) = delete;
  FilesInMemory& operator=(const FilesInMemory&) = delete;

 private:
  std::optional<std::string> before_;
  TestFolder folder_;
};

/// @return what is wrong.
std::vector<std::string> simulate(std::uint64_t seed, SimulationCounts& counts) {
  const std::size_t actors = 1 + seed % 3;
  SimulatedService service(seed, actors, counts);
  std::vector<std::unique_ptr<Actor>> players;
  for (std::size_t i = 0; i < actors; ++i) players.push_back(std::make_unique<Actor>(service, i, seed));
  {
    std::vector<std::jthread> threads;
    for (auto& player : players) {
      threads.emplace_back([&player, &service] {
        try {
          player->play();
        } catch (const std::exception& error) {
          service.violate(std::string("an error that is none of the client: ") + error.what());
        }
      });
    }
  }
  for (const auto& project : {service.texts_, service.videos_}) {
    std::set<std::string> names;
    for (const auto& asset : service.sandbox_->state(project)) {
      if (!names.insert(asset.at("externalId").get<std::string>()).second) {
        service.violate("two assets have the name " + asset.at("externalId").get<std::string>());
      }
    }
  }
  return service.violations();
}

void show(const SimulationCounts& counts) {
  std::cout << fmt::format("{} calls, {} requests, {} struck, {} met a restart; {} imports completed later\n",
                           counts.calls, counts.network.requests, counts.network.faults,
                           counts.network.restarts, counts.completed);
  std::cout << fmt::format("longest call {} ms of virtual time, most requests of a call {}\n",
                           counts.longest_call_ms, counts.most_requests);
  std::cout << "faults:";
  for (std::size_t i = 1; i < network_fault_count; ++i) {
    std::cout << fmt::format(" {} {},", to_string(static_cast<NetworkFault>(i)),
                             counts.network.by_fault.at(i));
  }
  std::cout << "\nerrors:";
  for (const auto& [type, count] : counts.errors) std::cout << fmt::format(" {} {},", type, count);
  std::cout << "\nassets told:";
  for (const auto& [told, count] : counts.told) std::cout << fmt::format(" {} {},", told, count);
  std::cout << "\ncalls:";
  for (const auto& [name, count] : counts.by_operation) std::cout << fmt::format(" {} {},", name, count);
  std::cout << std::endl;
}

}  // namespace

TEST_CASE("simulation: clients report what the service has, whatever happens on the way") {
  const FilesInMemory files;
  const Seeds seeds;
  REQUIRE(seeds.count() > 0);
  SimulationCounts counts;
  std::size_t failures = 0;
  for (std::uint64_t seed = seeds.first(); seed < seeds.end(); ++seed) {
    const auto violations = simulate(seed, counts);
    for (const auto& violation : violations) UNSCOPED_INFO(violation);
    UNSCOPED_INFO("KILI_SEEDS=1 KILI_SEED=" << seed);
    CHECK(violations.empty());
    if (!violations.empty() && ++failures >= 10) break;
  }
  show(counts);
  if (seeds.count() < 100) return;
  for (const auto& operation : operations()) CHECK(counts.by_operation.contains(name_of(operation)));
}
