#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <ranges>
#include <string>
#include <thread>
#include <utility>

#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "support/whole_file.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;

namespace {

/// What a child process wrote, and how it ended.
struct ChildReport {
  std::string text;
  bool ended_by_itself = false;
};

/// Runs a function in a child process, which ends without destructors. A child that does not end in ten
/// seconds is killed.
ChildReport in_child_process(const std::function<std::string()>& work) {
  std::array<int, 2> pipe{};
  REQUIRE(::pipe(pipe.data()) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::close(pipe[0]);
    std::string text;
    try {
      text = work();
    } catch (const Error& error) {
      text = std::string(error.type()) + ": " + error.what();
    } catch (const std::exception& error) {
      text = error.what();
    }
    const auto written = ::write(pipe[1], text.data(), text.size());
    ::_exit(written == static_cast<ssize_t>(text.size()) ? 0 : 1);
  }
  ::close(pipe[1]);
  ChildReport report;
  const auto give_up = std::chrono::steady_clock::now() + 10s;
  int status = 0;
  for (pid_t ended = 0; ended == 0 && std::chrono::steady_clock::now() < give_up;) {
    ended = ::waitpid(child, &status, WNOHANG);
    report.ended_by_itself = ended == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (ended == 0) std::this_thread::sleep_for(5ms);
  }
  if (!report.ended_by_itself) {
    ::kill(child, SIGKILL);
    ::waitpid(child, &status, 0);
  }
  std::array<char, 4096> piece{};
  for (ssize_t got = 0; (got = ::read(pipe[0], piece.data(), piece.size())) > 0;)
    report.text.append(piece.data(), static_cast<std::size_t>(got));
  ::close(pipe[0]);
  return report;
}

struct ForkWorld {
  Sandbox sandbox;
  std::string project = sandbox.add_project({});
  ClientOptions options{.api_endpoint = sandbox.endpoint(), .api_key = sandbox.api_key()};

  ForkWorld() { sandbox.add_plain_assets(project, 500); }
};

void check_refused(const ChildReport& report) {
  CHECK(report.ended_by_itself);
  CHECK_THAT(report.text, Catch::Matchers::StartsWith("UsedAfterForkError: "));
  CHECK_THAT(report.text, Catch::Matchers::Contains("Create a kili::Client in the child process"));
}

}  // namespace

TEST_CASE("every call of a client that a child process has inherited is an error at once") {
  const ForkWorld world;
  const Client client(world.options);
  REQUIRE(client.count_assets(world.project) == 500);
  check_refused(in_child_process([&] { return std::to_string(client.count_assets(world.project)); }));
  check_refused(
      in_child_process([&] { return std::to_string(client.assets(world.project).to_vector().size()); }));
  check_refused(in_child_process([&] {
    client.append_many_to_dataset(world.project,
                                  AppendManyToDataset{.content_array = {"https://example.com/i.png"}});
    return std::string("done");
  }));
  check_refused(in_child_process([&] {
    client.delete_many_from_dataset({.external_ids = {"a"}, .project_id = world.project});
    return std::string("done");
  }));
  CHECK(client.count_assets(world.project) == 500);
}

// ThreadSanitizer ends a child process that starts threads.
#ifndef __SANITIZE_THREAD__
TEST_CASE("a child process destroys what it has inherited, and makes a client of its own") {
  const ForkWorld world;
  auto client = std::make_unique<Client>(world.options);
  auto range =
      std::make_unique<AssetRange>(client->assets(world.project, {}, {.page_size = 10, .prefetch = 8}));
  auto place = range->begin();
  ++place;
  std::atomic<bool> stop{false};
  // Locks of the client are taken and given back all the time, so that a fork meets some of them.
  std::thread busy([&] {
    while (!stop) static_cast<void>(client->count_assets(world.project));
  });
  for (int i = 0; i < 10; ++i) {
    const auto report = in_child_process([&] {
      std::string text;
      const Client own(world.options);
      text = std::to_string(own.count_assets(world.project));
      range.reset();
      client.reset();
      return text;
    });
    CHECK(report.ended_by_itself);
    CHECK(report.text == "500");
  }
  stop = true;
  busy.join();
  std::size_t count = 1;
  for (; place != range->end(); ++place) ++count;
  CHECK(count == 500);
}
#endif

TEST_CASE("asynchronous calls and futures that a child process has inherited are errors at once") {
  Sandbox sandbox;
  const std::string project = sandbox.add_project({});
  sandbox.add_plain_assets(project, 500);
  auto client = std::make_unique<async::Client>(
      Client({.api_endpoint = sandbox.endpoint(), .api_key = sandbox.api_key()}));
  auto ready = client->count_assets(project);
  ready.wait();
  sandbox.set_latency(1h);
  auto pending = client->count_assets(project);
  check_refused(in_child_process([&] { return std::to_string(client->count_assets(project).get()); }));
  check_refused(in_child_process([&] { return std::to_string(pending.get()); }));
  check_refused(in_child_process([&] {
    client->wait();
    return std::string("waited");
  }));
  const auto report = in_child_process([&] {
    pending.cancel();
    const std::string text = std::to_string(ready.get());
    client.reset();
    return text;
  });
  CHECK(report.ended_by_itself);
  CHECK(report.text == "500");
  CHECK(ready.get() == 500);
  client.reset();
  CHECK_THROWS_AS(pending.get(), Cancelled);
}

TEST_CASE("a range that is being read is not read on in a child process") {
  const ForkWorld world;
  const Client client(world.options);
  auto range = client.assets(world.project, {}, {.page_size = 10});
  auto place = range.begin();
  check_refused(in_child_process([&] {
    std::size_t count = 0;
    for (; place != range.end(); ++place) ++count;
    return std::to_string(count);
  }));
  check_refused(in_child_process([&] { return std::to_string(range.to_vector().size()); }));
  check_refused(in_child_process([&] { return std::to_string(range.to_table().row_count()); }));
  auto unread = client.assets(world.project);
  check_refused(in_child_process([&] { return std::to_string(unread.total()); }));
  check_refused(in_child_process([&] {
    auto moved = client.assets(world.project);
    return std::to_string(moved.total());
  }));
  CHECK(in_child_process([&] {
          auto taken = std::move(range);
          taken = std::move(unread);
          return std::string("moved");
        }).text == "moved");
  std::size_t count = 0;
  for (; place != range.end(); ++place) ++count;
  CHECK(count == 500);
}

TEST_CASE("an import whose range forks goes on in the parent and stops in the child") {
  ForkWorld world;
  const Client client(world.options);
  std::optional<ChildReport> report;
  const pid_t parent = ::getpid();
  std::array<int, 2> pipe{};
  REQUIRE(::pipe(pipe.data()) == 0);
  pid_t child = 0;
  bool has_forked = false;
  const TestFolder folder;
  const AppendSettings settings{.journal = folder.path("journal")};
  const auto assets = std::views::iota(0, 300) | std::views::transform([&](int i) {
                        if (i == 250 && !std::exchange(has_forked, true)) child = ::fork();
                        return NewAsset{.content = "https://example.com/" + std::to_string(i) + ".png",
                                        .external_id = "imported " + std::to_string(i)};
                      });
  std::string outcome = "imported";
  try {
    client.append_many_to_dataset(world.project, assets, settings);
  } catch (const Error& error) {
    outcome = error.what();
  }
  if (::getpid() != parent) {
    const auto written = ::write(pipe[1], outcome.data(), outcome.size());
    ::_exit(written > 0 ? 0 : 1);
  }
  ::close(pipe[1]);
  CHECK(outcome == "imported");
  CHECK(client.count_assets(world.project) == 800);
  bool ended = false;
  for (int i = 0; i < 2000 && !ended; ++i) {
    ended = ::waitpid(child, nullptr, WNOHANG) == child;
    if (!ended) std::this_thread::sleep_for(5ms);
  }
  CHECK(ended);
  if (!ended) ::kill(child, SIGKILL);
  std::array<char, 4096> text{};
  const auto got = ::read(pipe[0], text.data(), text.size());
  ::close(pipe[0]);
  CHECK_THAT(std::string(text.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0))),
             Catch::Matchers::Contains("after fork()"));
  CHECK(client.count_assets(world.project) == 800);
  // The journal is that of the parent alone.
  CHECK(client.append_many_to_dataset(world.project, assets, settings).asset_ids.size() == 300);
  CHECK(client.count_assets(world.project) == 800);
}

TEST_CASE("a child process cannot use the open import of its parent, and does not hang when it leaves it") {
  Sandbox sandbox;
  const auto project = sandbox.add_project({});
  const Client client({.api_endpoint = sandbox.endpoint(), .api_key = sandbox.api_key()});
  auto import = std::make_unique<AssetImport>(client.open_import(project));
  import->push({.content = "https://example.com/a.jpg", .external_id = "a"});
  const auto report = in_child_process([&] {
    std::string refused;
    const auto use = [&](const char* name, const auto& call) {
      try {
        call();
      } catch (const UsedAfterForkError&) {
        refused += name;
      }
    };
    use("push ", [&] { import->push({.content = "https://example.com/b.jpg", .external_id = "b"}); });
    use("flush ", [&] { import->flush(); });
    use("close ", [&] { static_cast<void>(import->close()); });
    use("counts", [&] { static_cast<void>(import->counts()); });
    import.reset();
    return refused;
  });
  CHECK(report.ended_by_itself);
  CHECK(report.text == "push flush close counts");
  CHECK(import->close().asset_ids.size() == 1);
  CHECK(sandbox.state(project).size() == 1);
}

TEST_CASE("a child process leaves the parent's files alone") {
  const TestFolder folder;
  auto file = std::make_unique<support::WholeFile>(folder.path("export.json"));
  file->write("begun");
  auto sandbox = std::make_unique<Sandbox>(SandboxOptions{.serve = false});
  const auto stored = sandbox->storage_directory();
  REQUIRE(std::filesystem::exists(stored));
  check_refused(in_child_process([&] {
    file->write(" by the child");
    return std::string("written");
  }));
  check_refused(in_child_process([&] {
    file->commit();
    return std::string("committed");
  }));
  const auto report = in_child_process([&] {
    file.reset();
    sandbox.reset();
    return std::string("gone");
  });
  CHECK(report.ended_by_itself);
  CHECK(report.text == "gone");
  CHECK(std::filesystem::exists(stored));
  file->write(" and ended");
  file->commit();
  CHECK(read_file(folder.path("export.json")) == "begun and ended");
}

TEST_CASE("a child process that lives on does not keep the lock of a file that its parent has closed") {
  const TestFolder folder;
  const auto open = [&] {
    std::error_code error;
    auto file = support::File::open(
        folder.path("journal"),
        {.access = support::FileAccess::read_write, .creation = support::FileCreation::if_missing}, error);
    REQUIRE_FALSE(error);
    return file;
  };
  std::optional<support::File> first = open();
  REQUIRE_FALSE(first->try_lock());
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::pause();
    ::_exit(0);
  }
  first.reset();
  auto second = open();
  CHECK_FALSE(second.try_lock());
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
}
