// Imports with a journal, killed at random moments and started again. KILI_KILLS says how often
// (tests/soak.sh).

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <thread>

#include "import_helpers.hpp"
#include "kili/sandbox.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

/// kili_driver, working on one call.
class DriverProcess {
 public:
  DriverProcess(const Sandbox& sandbox, const json& call) {
    std::array<int, 2> input{};
    std::array<int, 2> output{};
    REQUIRE(::pipe(input.data()) == 0);
    REQUIRE(::pipe(output.data()) == 0);
    const std::string endpoint = "KILI_API_ENDPOINT=" + sandbox.endpoint();
    const std::string key = "KILI_API_KEY=" + sandbox.api_key();
    std::array<const char*, 3> environment{endpoint.c_str(), key.c_str(), nullptr};
    pid_ = ::fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
      ::dup2(input[0], STDIN_FILENO);
      ::dup2(output[1], STDOUT_FILENO);
      for (const int end : {input[0], input[1], output[0], output[1]}) ::close(end);
      ::execle(KILI_TEST_DRIVER, KILI_TEST_DRIVER, nullptr, const_cast<char**>(environment.data()));
      ::_exit(127);
    }
    ::close(input[0]);
    ::close(output[1]);
    output_ = output[0];
    const std::string line = call.dump() + "\n";
    for (std::size_t done = 0; done < line.size();) {
      const auto written = ::write(input[1], line.data() + done, line.size() - done);
      if (written <= 0) break;
      done += static_cast<std::size_t>(written);
    }
    ::close(input[1]);
  }
  ~DriverProcess() {
    ::close(output_);
    if (pid_ > 0) kill();
  }
  DriverProcess(const DriverProcess&) = delete;
  DriverProcess& operator=(const DriverProcess&) = delete;

  void kill() {
    ::kill(pid_, SIGKILL);
    ::waitpid(std::exchange(pid_, -1), nullptr, 0);
  }
  /// The answer, when the process comes to its end by itself.
  [[nodiscard]] json answer() const {
    std::string text;
    std::array<char, 65536> chunk{};
    for (ssize_t got = 0; (got = ::read(output_, chunk.data(), chunk.size())) > 0;) {
      text.append(chunk.data(), static_cast<std::size_t>(got));
    }
    return json::parse(text);
  }

 private:
  int output_ = -1;
  pid_t pid_ = -1;
};

std::size_t kills_wanted() {
  const char* const given = std::getenv("KILI_KILLS");
  return given != nullptr ? static_cast<std::size_t>(std::max(1, std::atoi(given))) : 10;
}

}  // namespace

TEST_CASE("imports killed at random moments and started again leave nothing out and nothing twice") {
  ::signal(SIGPIPE, SIG_IGN);
  Sandbox sandbox({.latency = 2ms});
  std::mt19937 random(std::random_device{}());
  std::size_t kills = 0;
  for (std::size_t round = 0; kills < kills_wanted(); ++round) {
    const std::string type = std::vector<std::string>{"TEXT", "IMAGE", "VIDEO"}[round % 3];
    const TestFolder folder;
    const auto project = sandbox.add_project({.input_type = type});
    // What is killed is looked at where it hurts: without external ids.
    const std::size_t count = type == "TEXT" ? 130 : 450;
    const json call{{"method", "append_many_to_dataset"},
                    {"args",
                     {{"project_id", project},
                      {"content_array", numbered(source_of(type), count)},
                      {"journal", folder.path("journal")}}}};
    for (std::size_t attempt = 0; attempt < 3; ++attempt) {
      DriverProcess driver(sandbox, call);
      std::this_thread::sleep_for(std::chrono::microseconds(random() % 250'000));
      driver.kill();
      ++kills;
    }
    const json answer = DriverProcess(sandbox, call).answer();
    CAPTURE(type, round, answer.dump().substr(0, 500));
    REQUIRE(answer.contains("result"));
    while (sandbox.pending_imports() > 0) std::this_thread::sleep_for(5ms);
    std::set<std::string> ids;
    std::set<std::string> external_ids;
    for (const auto& asset : sandbox.state(project)) {
      REQUIRE(ids.insert(asset["id"]).second);
      REQUIRE(external_ids.insert(asset["externalId"]).second);
    }
    REQUIRE(ids.size() == count);
    if (type != "VIDEO") {
      const auto given = answer["result"]["asset_ids"].get<std::vector<std::string>>();
      REQUIRE(std::set<std::string>(given.begin(), given.end()) == ids);
    }
  }
}
