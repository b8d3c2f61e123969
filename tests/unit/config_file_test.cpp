// The configuration file: which one is read, what it may say, and what it says when something is wrong.

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>

#include "client/config_file.hpp"
#include "client/settings.hpp"
#include "environment.hpp"
#include "fake_transport.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;

namespace {

/// A configuration file of a user without other settings.
class ConfigWorld {
 public:
  explicit ConfigWorld(const std::string& text = {}) {
    std::filesystem::create_directories(folder / "kili");
    if (!text.empty()) write(folder / "kili" / "config", text);
  }
  static void write(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
    std::filesystem::permissions(file,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }

  TestFolder made;
  std::filesystem::path folder = made.path();
  Environment home{"XDG_CONFIG_HOME", folder.string()};
};

std::string problem_of(const std::string& text, ClientOptions options = {}) {
  const ConfigWorld world(text);
  try {
    static_cast<void>(resolve_settings(options));
  } catch (const ValidationError& error) {
    return error.what();
  }
  return {};
}

constexpr const char* two_profiles = R"(# of both
[default]
api_key = default-key
batch_size = 50

[profile staging]
  api_key=staging-key
  api_endpoint = https://staging.test
; certificates are not checked there
verify = false
compress_requests = no
skip_checks = yes
)";

}  // namespace

TEST_CASE("the configuration file has settings for all and for a profile") {
  const ConfigWorld world(two_profiles);
  const auto all = resolve_settings({});
  CHECK(all.api_key == "default-key");
  CHECK(all.batch_size == 50U);
  CHECK(all.api_endpoint == "https://cloud.kili-technology.com/api/label/v2/graphql");
  CHECK(all.compress_requests);
  CHECK_FALSE(all.skip_checks);
  CHECK(all.tls.verify);
  const auto staging = resolve_settings({.profile = "staging"});
  CHECK(staging.api_key == "staging-key");
  CHECK(staging.batch_size == 50U);
  CHECK(staging.api_endpoint == "https://staging.test/api/label/v2/graphql");
  CHECK_FALSE(staging.compress_requests);
  CHECK(staging.skip_checks);
  CHECK_FALSE(staging.tls.verify);
  CHECK(staging.warnings.empty());
  const Environment chosen("KILI_PROFILE", "staging");
  CHECK(resolve_settings({}).api_key == "staging-key");
  CHECK(resolve_settings({.profile = "default"}).api_key == "default-key");
}

TEST_CASE("arguments and the environment have precedence over the file") {
  const ConfigWorld world(two_profiles);
  const Environment key("KILI_API_KEY", "env-key");
  const Environment verify("KILI_VERIFY", "true");
  const Environment compress("KILI_DISABLE_REQUEST_COMPRESSION", "false");
  const auto settings = resolve_settings({.batch_size = 7, .profile = "staging"});
  CHECK(settings.api_key == "env-key");
  CHECK(settings.tls.verify);
  CHECK(settings.compress_requests);
  CHECK(settings.batch_size == 7U);
  CHECK(resolve_settings({.api_key = "own"}).api_key == "own");
  CHECK_FALSE(resolve_settings({.profile = "staging", .skip_checks = false}).skip_checks);
}

TEST_CASE("the file is that of the options, of KILI_CONFIG, or of the user's folder") {
  const ConfigWorld world("[default]\napi_key = from-folder\n");
  ConfigWorld::write(world.folder / "named", "\xEF\xBB\xBF[default]\r\napi_key = from-variable\r\n");
  ConfigWorld::write(world.folder / "given", "[default]\napi_key = from-options");
  CHECK(resolve_settings({}).api_key == "from-folder");
  {
    const Environment named("KILI_CONFIG", (world.folder / "named").string());
    CHECK(resolve_settings({}).api_key == "from-variable");
    CHECK(resolve_settings({.config_file = world.folder / "given"}).api_key == "from-options");
  }
  {
    const Environment none("KILI_CONFIG", "/dev/null");
    CHECK_THROWS_AS(resolve_settings({}), AuthenticationError);
  }
  // Without XDG_CONFIG_HOME, or with one that is no absolute path, it is in ~/.config.
  std::filesystem::create_directories(world.folder / ".config/kili");
  ConfigWorld::write(world.folder / ".config/kili/config", "[default]\napi_key = from-home\n");
  const Environment home("HOME", world.folder.string());
  const Environment relative("XDG_CONFIG_HOME", "somewhere");
  CHECK(resolve_settings({}).api_key == "from-home");
}

TEST_CASE("a bundle of certificates stands beside the file that names it") {
  const ConfigWorld world("[default]\napi_key = k\nverify = bundle.pem\n");
  CHECK_THROWS_WITH(resolve_settings({}), Contains("line 3: verify") && Contains("bundle.pem"));
  ConfigWorld::write(world.folder / "kili" / "bundle.pem", "x");
  CHECK(resolve_settings({}).tls.ca_bundle == (world.folder / "kili" / "bundle.pem").string());
}

TEST_CASE("what is wrong in the file is told with its line and the remedy") {
  CHECK_THAT(problem_of("[default]\napi_kye = k\n"),
             Contains("config") && Contains("line 2") && Contains("did you mean 'api_key'?"));
  CHECK_THAT(problem_of("[default]\napi_key = k\n\n[profil x]\n"),
             Contains("line 4") && Contains("[profil x]") && Contains("[profile NAME]"));
  CHECK_THAT(problem_of("[default\n"), Contains("line 1") && Contains("]"));
  CHECK_THAT(problem_of("api_key = k\n"), Contains("line 1") && Contains("before the first section"));
  CHECK_THAT(problem_of("[default]\n[default]\n"), Contains("line 2") && Contains("second time"));
  CHECK_THAT(problem_of("[profile a]\n[profile  a]\n"), Contains("line 2") && Contains("second time"));
  CHECK_THAT(problem_of("[default]\nverify = false\nverify = true\n"),
             Contains("line 3") && Contains("line 2"));
  CHECK_THAT(problem_of("[default]\nskip_checks = maybe\n"), Contains("line 2") && Contains("true or false"));
  CHECK_THAT(problem_of("[default]\ncompress_requests =\n"), Contains("line 2") && Contains("no value"));
  CHECK_THAT(problem_of("[default]\nbatch_size = many\n"), Contains("line 2") && Contains("whole number"));
  CHECK_THAT(problem_of("[default]\napi_key = k\nbatch_size = 101\n"),
             Contains("line 3: batch_size 101") && Contains("between 1 and 100"));
  CHECK_THAT(problem_of(two_profiles, {.profile = "stagin"}),
             Contains("ClientOptions::profile") && Contains("'stagin'") && Contains("staging"));
  CHECK_THAT(problem_of("[default]\n", {.profile = "x"}), Contains("add [profile NAME]"));
  // Also in a profile that is not chosen.
  CHECK_THAT(problem_of("[default]\napi_key = k\n[profile x]\ncolour = red\n"), Contains("line 4"));
}

TEST_CASE("a key is in no message about the file") {
  constexpr const char* key = "12345678-90ab-cdef";
  for (const std::string text :
       {"[default]\n12345678-90ab-cdef\n", "[default]\n12345678-90ab-cdef = api_key\n",
        "[default]\nskip_checks = 12345678-90ab-cdef\n", "[default]\nbatch_size = 12345678-90ab-cdef\n",
        "api_key = 12345678-90ab-cdef\n", "[default]\napi_key = 12345678-90ab-cdef\napi_key = x\n",
        "[default]\napi_keys = 12345678-90ab-cdef\n"}) {
    const std::string problem = problem_of(text);
    INFO(text);
    CHECK_FALSE(problem.empty());
    CHECK(problem.find(key) == std::string::npos);
  }
}

TEST_CASE("a file that cannot be read is an error, and so is a profile without a file") {
  const ConfigWorld world;
  const auto problem = [](const ClientOptions& options) {
    try {
      static_cast<void>(resolve_settings(options));
    } catch (const ValidationError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK_THAT(problem({.api_key = "k", .config_file = world.folder / "none"}),
             Contains("ClientOptions::config_file") && Contains("does not exist"));
  CHECK_THAT(problem({.api_key = "k", .config_file = world.folder}), Contains("is a folder"));
  ConfigWorld::write(world.folder / "large", std::string((std::size_t{1} << 20U) + 1, '#'));
  CHECK_THAT(problem({.api_key = "k", .config_file = world.folder / "large"}), Contains("1 MiB"));
  const Environment missing("KILI_CONFIG", (world.folder / "none").string());
  CHECK_THAT(problem({.api_key = "k"}), Contains("KILI_CONFIG") && Contains("does not exist"));
  const Environment none("KILI_CONFIG", "");
  CHECK_THAT(problem({.api_key = "k", .profile = "x"}), Contains("'x'") && Contains("kili/config"));
  const Environment profile("KILI_PROFILE", "y");
  CHECK_THAT(problem({.api_key = "k"}), Contains("KILI_PROFILE"));
  CHECK(problem({.api_key = "k", .profile = "default"}).empty());
}

TEST_CASE("a file with a key that others can read is warned of") {
  using std::filesystem::perms;
  const ConfigWorld world("[profile x]\napi_key = some-secret-key\n");
  const auto file = world.folder / "kili" / "config";
  CHECK(resolve_settings({.api_key = "k"}).warnings.empty());
  std::filesystem::permissions(file, perms::others_read, std::filesystem::perm_options::add);
  FakeWorld fake([](const HttpRequest&, const std::stop_token&) { return answer(500); });
  static_cast<void>(fake.client());
  REQUIRE(fake.sink->warnings().size() == 1);
  CHECK_THAT(fake.sink->warnings()[0], Contains("chmod 600") && !Contains("some-secret-key"));
  // There is no secret in this one.
  std::ofstream(file) << "[default]\nskip_checks = true\n";
  CHECK(resolve_settings({.api_key = "k"}).warnings.empty());
}
