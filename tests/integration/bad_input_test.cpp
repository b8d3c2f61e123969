// What bad input gets, through the public API and over real sockets: each its own clear exception, with what
// to do about it, before anything is created.

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "raw_server.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;

namespace {

namespace fs = std::filesystem;

/// A client that gives up at once. Its key is not checked unless asked for.
Client impatient_client(const std::string& endpoint, const std::string& key = "secret-key",
                        bool skip_checks = true) {
  return Client({.api_endpoint = endpoint,
                 .api_key = key,
                 .calls_per_minute = 0,
                 .max_retries = 0,
                 .skip_checks = skip_checks});
}

/// The error that a call must end with.
template <typename Expected, typename Call>
Expected error_of(const Call& call) {
  try {
    call();
  } catch (const Expected& error) {
    CHECK(std::string(error.what()).find("secret-key") == std::string::npos);
    return error;
  }
  throw std::logic_error("no error");
}

/// What counting assets ends with when the service answers with these bytes.
template <typename Expected>
Expected error_on_answer(const std::string& bytes) {
  const RawServer server([&bytes](RawConnection& connection) {
    while (!connection.read_request().empty()) connection.write(bytes);
  });
  const Client client = impatient_client(server.url());
  return error_of<Expected>([&] { static_cast<void>(client.count_assets("p")); });
}

/// A folder that goes with the test; anybody may look into it.
class ReadableFolder {
 public:
  ReadableFolder() : path_(fs::temp_directory_path() / ("kili_bad_input_" + std::to_string(::getpid()))) {
    fs::create_directories(path_);
    ::chmod(path_.c_str(), 0755);
  }
  ~ReadableFolder() { fs::remove_all(path_); }
  ReadableFolder(const ReadableFolder&) = delete;
  ReadableFolder& operator=(const ReadableFolder&) = delete;
  [[nodiscard]] std::string file(const std::string& name, const std::string& content) const {
    std::ofstream(path_ / name) << content;
    return (path_ / name).string();
  }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

/// Gives up the rights of root for a while, who could read everything.
class OrdinaryUser {
 public:
  OrdinaryUser() : was_root_(::geteuid() == 0) {
    constexpr uid_t nobody = 65534;
    is_ordinary_ = !was_root_ || ::seteuid(nobody) == 0;
  }
  ~OrdinaryUser() {
    if (was_root_) is_ordinary_ = ::seteuid(0) != 0;
  }
  OrdinaryUser(const OrdinaryUser&) = delete;
  OrdinaryUser& operator=(const OrdinaryUser&) = delete;
  [[nodiscard]] bool is_ordinary() const noexcept { return is_ordinary_; }

 private:
  bool was_root_;
  bool is_ordinary_ = false;
};

}  // namespace

TEST_CASE("no key and a wrong key are authentication errors") {
  const Sandbox sandbox;
  const auto missing =
      error_of<AuthenticationError>([&] { impatient_client(sandbox.endpoint(), "", false); });
  CHECK_THAT(missing.what(), Contains("KILI_API_KEY"));
  CHECK(sandbox.counters().api_requests == 0);
  const auto wrong =
      error_of<AuthenticationError>([&] { impatient_client(sandbox.endpoint(), "wrong-secret-key", false); });
  CHECK_THAT(wrong.what(), Contains("KILI_API_KEY"));
  CHECK(wrong.context().http_status == 401);
}

TEST_CASE("an endpoint that cannot be reached is a connection error that names it") {
  std::string endpoint;
  {
    const RawServer closed([](RawConnection&) {});
    endpoint = closed.url("");
  }
  const Client client = impatient_client(endpoint);
  const auto refused = error_of<ConnectionError>([&] { static_cast<void>(client.count_assets("p")); });
  CHECK_THAT(refused.what(), Contains(endpoint) && Contains("check the address"));
  CHECK(refused.context().http_status == 0);
  const Client lost = impatient_client("http://no-such-host.invalid");
  const auto unknown = error_of<ConnectionError>([&] { static_cast<void>(lost.count_assets("p")); });
  CHECK_THAT(unknown.what(), Contains("no-such-host.invalid"));
}

TEST_CASE("each status has its own error and remedy") {
  const auto with_status = [](int status) { return http_answer(status, R"({"message": "secret-key"})"); };
  for (const int status : {401, 403}) {
    const auto error = error_on_answer<AuthenticationError>(with_status(status));
    CHECK(error.context().http_status == status);
    CHECK_THAT(error.what(), Contains(status == 401 ? "KILI_API_KEY" : "no right"));
  }
  const auto not_found = error_on_answer<HttpError>(with_status(404));
  CHECK(not_found.context().http_status == 404);
  CHECK_THAT(not_found.what(), Contains("KILI_API_ENDPOINT"));
  const auto too_large = error_on_answer<HttpError>(with_status(413));
  CHECK(too_large.context().http_status == 413);
  CHECK_THAT(too_large.what(), Contains("less in one call"));
  const auto failed = error_on_answer<HttpError>(with_status(500));
  CHECK(failed.context().http_status == 500);
  CHECK_THAT(failed.what(), Contains("try again later"));
  CHECK_THAT(failed.context().body, !Contains("secret-key"));
}

TEST_CASE("an answer that is no JSON, or nested without end, is an error and no crash") {
  CHECK_THAT(error_on_answer<HttpError>(http_answer(200, "<html>Sign in</html>")).what(),
             Contains("not usable JSON") && Contains("KILI_API_ENDPOINT"));
  for (const char* bracket : {"[]", "{}"}) {
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += bracket[0] == '[' ? "[" : R"({"a":)";
    if (bracket[0] == '{') deep += "1";
    deep.append(100'000, bracket[1]);
    CHECK_THAT(error_on_answer<HttpError>(http_answer(200, deep)).what(), Contains("not usable JSON"));
    CHECK_THAT(error_on_answer<HttpError>(http_answer(200, R"({"data":{"data":)" + deep + "}}")).what(),
               Contains("not usable JSON"));
  }
}

TEST_CASE("an answer of 4 GiB is refused by its announcement") {
  const auto error =
      error_on_answer<ConnectionError>("HTTP/1.1 200 OK\r\nContent-Length: 4294967296\r\n\r\n{\"data\":");
  CHECK_THAT(error.what(), Contains("max_response_bytes"));
}

TEST_CASE("JSON that is nested without end is no metadata") {
  nlohmann::json deep = 1;
  for (int i = 0; i < 100'000; ++i) {
    nlohmann::json outer = nlohmann::json::array();
    outer.push_back(std::move(deep));
    deep = std::move(outer);
  }
  CHECK_THROWS_WITH(Json(deep), Contains("nested deeper"));
  CHECK_THROWS_WITH(Json(std::move(deep)), Contains("nested deeper"));
  CHECK_THROWS_AS(Json::parse(std::string(100'000, '[') + std::string(100'000, ']')), ValidationError);
  CHECK(Json::parse(std::string(512, '[') + std::string(512, ']')).get().is_array());
}

TEST_CASE("content that is no readable file is refused by name before anything is created") {
  Sandbox sandbox;
  const auto project = sandbox.add_project({.input_type = "IMAGE"});
  const Client client = impatient_client(sandbox.endpoint(), sandbox.api_key());
  const ReadableFolder folder;
  const auto good = folder.file("good.png", "x");
  const auto message_for = [&](const std::string& content) {
    return std::string(error_of<FileError>([&] {
                         client.append_many_to_dataset(project, {.content_array = {good, content},
                                                                 .external_id_array = {"g", "bad one"}});
                       }).what());
  };
  CHECK_THAT(message_for(folder.path()),
             Contains("'bad one'") && Contains(folder.path()) && Contains("directory"));
  CHECK_THAT(message_for(folder.file("empty.png", "")), Contains("empty.png") && Contains("is empty"));
  CHECK_THAT(message_for(folder.path() + "/none.png"), Contains("none.png") && Contains("does not exist"));
  CHECK_THAT(message_for(good + "/below.png"), Contains("below.png") && Contains("does not exist"));
  CHECK_THAT(message_for("/dev/null"), Contains("not a regular file"));

  const auto locked = folder.file("locked.png", "x");
  ::chmod(locked.c_str(), 0);
  {
    const OrdinaryUser user;
    if (user.is_ordinary()) {
      CHECK_THAT(message_for(locked), Contains("locked.png") && Contains("cannot be read"));
    } else {
      WARN("not checked: root reads files without permission, and its rights could not be given up");
    }
  }
  CHECK(sandbox.state(project).empty());
  CHECK(sandbox.counters().storage_requests == 0);
}

TEST_CASE("an unknown project is an error of its own, and nothing is uploaded for it") {
  Sandbox sandbox;
  const Client client = impatient_client(sandbox.endpoint(), sandbox.api_key());
  const auto listed =
      error_of<NotFoundError>([&] { static_cast<void>(client.assets("no-such-project").to_vector()); });
  CHECK_THAT(listed.what(), Contains("no-such-project"));
  CHECK_THROWS_WITH(client.count_assets("no-such-project"), Contains("no-such-project"));
  const ReadableFolder folder;
  const auto imported = error_of<NotFoundError>([&] {
    client.append_many_to_dataset("no-such-project", {.content_array = {folder.file("a.png", "x")}});
  });
  CHECK_THAT(imported.what(), Contains("no-such-project"));
  CHECK(sandbox.counters().storage_requests == 0);
}
