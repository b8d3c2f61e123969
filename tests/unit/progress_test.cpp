// What a person at a terminal sees of a call.

#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>

#include "exported_project.hpp"
#include "fake_service.hpp"
#include "fake_transport.hpp"
#include "test_folder.hpp"
#include "virtual_service.hpp"

using namespace kili;
using namespace kili::test;

namespace {

/// Standard error is a terminal as long as this exists.
class Terminal {
 public:
  Terminal()
      : screen_(::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK)), standard_error_(::dup(STDERR_FILENO)) {
    if (screen_ < 0 || ::grantpt(screen_) != 0 || ::unlockpt(screen_) != 0)
      throw std::runtime_error("no pseudoterminal");
    const int terminal = ::open(::ptsname(screen_), O_RDWR | O_NOCTTY);
    if (terminal < 0) throw std::runtime_error("the pseudoterminal cannot be opened");
    ::dup2(terminal, STDERR_FILENO);
    ::close(terminal);
  }
  ~Terminal() {
    ::dup2(standard_error_, STDERR_FILENO);
    ::close(standard_error_);
    ::close(screen_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  /// What was written since the last time.
  [[nodiscard]] std::string text() const {
    std::fflush(stderr);
    std::string result;
    char buffer[4096];
    for (ssize_t count = 0; (count = ::read(screen_, buffer, sizeof buffer)) > 0;)
      result.append(buffer, static_cast<std::size_t>(count));
    return result;
  }

 private:
  int screen_;
  int standard_error_;
};

}  // namespace

TEST_CASE("calls that take long have a progress bar on a terminal, unless it is disabled") {
  FakeService service;
  FakeWorld world(service.handler());
  const Client client = world.client();
  const Terminal terminal;
  const auto import = [&](std::optional<bool> disable_tqdm) {
    static_cast<void>(client.append_many_to_dataset(
        "p", {.content_array = {"https://x/1", "https://x/2"}, .disable_tqdm = disable_tqdm}));
    return terminal.text();
  };
  const auto list = [&](std::optional<bool> disable_tqdm) {
    static_cast<void>(client.assets("p", {}, {.disable_tqdm = disable_tqdm, .fields = {"id"}}).to_vector());
    return terminal.text();
  };
  CHECK_THAT(import(false), Catch::Contains("Importing assets: 100% ") && Catch::Contains(" 2/2 "));
  CHECK_THAT(import({}), Catch::Contains("Importing assets: 100% "));
  CHECK(import(true).empty());
  CHECK_THAT(list(false), Catch::Contains("Retrieving assets: 100% ") && Catch::Contains(" 6/6 "));
  CHECK_THAT(list({}), Catch::Contains("Retrieving assets: 100% "));
  CHECK(list(true).empty());
  for (const Asset& asset : client.assets("p", {}, {.fields = {"id"}})) static_cast<void>(asset);
  CHECK(terminal.text().empty());
}

TEST_CASE("a listing of labels has a progress bar on a terminal, unless it is disabled") {
  FakeWorld world([](const HttpRequest& request, const std::stop_token&) {
    if (request.body.find("countLabels") != std::string::npos) return data_answer(1);
    return data_answer(nlohmann::json::array({{{"id", "l"}}}));
  });
  const Terminal terminal;
  const auto list = [&](std::optional<bool> disable_tqdm) {
    static_cast<void>(
        world.client().labels("p", {}, {.disable_tqdm = disable_tqdm, .fields = {"id"}}).to_vector());
    return terminal.text();
  };
  CHECK_THAT(list({}), Catch::Contains("Retrieving labels"));
  CHECK(list(true).empty());
}

TEST_CASE("listings of projects have a progress bar on a terminal, unless it is disabled") {
  VirtualService service;
  for (const char* const title : {"one", "two"}) service.sandbox.add_project({.title = title});
  const Client client = service.client();
  const Terminal terminal;
  static_cast<void>(client.projects({}, {.disable_tqdm = false}).to_vector());
  CHECK_THAT(terminal.text(), Catch::Contains("Retrieving projects: 100% ") && Catch::Contains(" 2/2 "));
  static_cast<void>(client.projects({}, {.disable_tqdm = true}).to_vector());
  CHECK(terminal.text().empty());
}

TEST_CASE("exports have a progress bar on a terminal, unless it is disabled") {
  ExportedProjectInSandbox project;
  project.add("a", box_answer(0, 0, 1, 1));
  const TestFolder folder;
  const Terminal terminal;
  const auto exported = [&](std::optional<bool> disable_tqdm) {
    static_cast<void>(project.client().export_labels({.disable_tqdm = disable_tqdm,
                                                      .filename = folder.path("out.zip"),
                                                      .fmt = ExportFormat::kili,
                                                      .project_id = project.id()}));
    return terminal.text();
  };
  CHECK_THAT(exported(false), Catch::Contains("Exporting labels: 100% ") && Catch::Contains(" 1/1 "));
  CHECK_THAT(exported({}), Catch::Contains("Exporting labels"));
  CHECK(exported(true).empty());
}

TEST_CASE("tagging a project has a progress bar on a terminal, unless it is disabled") {
  VirtualService service;
  const std::string project = service.sandbox.add_project({.title = "one"});
  const Client client = service.client();
  static_cast<void>(client.create_tag({.name = "red"}));
  const Terminal terminal;
  static_cast<void>(client.tag_project({.disable_tqdm = false, .project_id = project, .tags = {"red"}}));
  CHECK_THAT(terminal.text(), Catch::Contains("Tagging project: 100% ") && Catch::Contains(" 1/1 "));
  static_cast<void>(client.untag_project({.all = true, .disable_tqdm = false, .project_id = project}));
  CHECK_THAT(terminal.text(), Catch::Contains("Untagging project: 100% "));
  static_cast<void>(client.tag_project({.disable_tqdm = true, .project_id = project, .tags = {"red"}}));
  CHECK(terminal.text().empty());
}

TEST_CASE("listings of people and issues have a progress bar on a terminal, unless it is disabled") {
  FakeWorld world([](const HttpRequest& request, const std::stop_token&) {
    if (request.body.find("query count") != std::string::npos) return data_answer(1);
    return data_answer(nlohmann::json::array({{{"id", "1"}}}));
  });
  const Client client = world.client();
  const Terminal terminal;
  const auto listed = [&](std::optional<bool> disable_tqdm) {
    static_cast<void>(client.issues("p", {}, {.disable_tqdm = disable_tqdm, .fields = {"id"}}).to_vector());
    static_cast<void>(client.users({}, {.disable_tqdm = disable_tqdm, .fields = {"id"}}).to_vector());
    static_cast<void>(
        client.project_users("p", {}, {.disable_tqdm = disable_tqdm, .fields = {"id"}}).to_vector());
    return terminal.text();
  };
  CHECK_THAT(listed(false), Catch::Contains("Retrieving issues: 100% ") &&
                                Catch::Contains("Retrieving users: 100% ") &&
                                Catch::Contains("Retrieving members: 100% "));
  CHECK(listed(true).empty());
}
