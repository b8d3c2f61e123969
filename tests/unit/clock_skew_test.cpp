#include <stdlib.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <string>

#include "downloaded_content.hpp"
#include "fake_service.hpp"
#include "fake_storage.hpp"
#include "fake_transport.hpp"
#include "http/http_date.hpp"
#include "http/retry_policy.hpp"
#include "own_dependencies.hpp"
#include "support/dates.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

/// A virtual clock whose date is off, as that of a machine can be.
class SkewedClock final : public support::Clock {
 public:
  explicit SkewedClock(std::chrono::seconds off) : off_(off) {}
  [[nodiscard]] TimePoint now() const override { return clock_.now(); }
  [[nodiscard]] std::chrono::system_clock::time_point wall_time() const override {
    return clock_.wall_time() + off_;
  }
  [[nodiscard]] bool sleep_until(TimePoint until, const std::stop_token& stop_token) const override {
    return clock_.sleep_until(until, stop_token);
  }
  [[nodiscard]] std::chrono::milliseconds elapsed() const { return clock_.elapsed(); }

 private:
  VirtualClock clock_;
  std::chrono::seconds off_;
};

/// Client on a machine whose clock is off; the service's time is that of VirtualClock, 2024-01-01.
struct SkewedWorld {
  SkewedWorld(std::chrono::seconds off, FakeTransport::Handler handler)
      : clock(std::make_shared<SkewedClock>(off)),
        transport(std::make_shared<FakeTransport>(std::move(handler))) {}
  [[nodiscard]] Client client(bool skip_checks = true) const {
    return detail::ClientFactory::make({.api_endpoint = kili_endpoint,
                                        .api_key = "key",
                                        .message_sink = sink,
                                        .skip_checks = skip_checks,
                                        .transport = transport},
                                       own_dependencies(clock));
  }

  static constexpr const char* kili_endpoint = "https://kili.test/api/label/v2/graphql";
  std::shared_ptr<SkewedClock> clock;
  std::shared_ptr<RecordingSink> sink = std::make_shared<RecordingSink>();
  std::shared_ptr<FakeTransport> transport;
};

/// Sets the time zone of the process, and sets it back.
class TimeZone {
 public:
  explicit TimeZone(const char* zone) {
    if (const char* before = std::getenv("TZ")) before_ = before;
    ::setenv("TZ", zone, 1);
    ::tzset();
  }
  ~TimeZone() {
    before_.empty() ? ::unsetenv("TZ") : ::setenv("TZ", before_.c_str(), 1);
    ::tzset();
  }
  TimeZone(const TimeZone&) = delete;
  TimeZone& operator=(const TimeZone&) = delete;

 private:
  std::string before_;
};

constexpr auto clock_errors = {-24h, -1h, 0h, 1h, 24h};
/// As POSIX writes them: UTC+14, UTC and UTC-12.
constexpr auto time_zones = {"<+14>-14", "UTC0", "<-12>12"};

}  // namespace

TEST_CASE(
    "a pause until a date is kept by the service's clock, and an hour of this machine's is not believed") {
  for (const auto off : clock_errors) {
    for (const char* zone : time_zones) {
      const TimeZone in(zone);
      CAPTURE(off.count(), zone);
      int refusals = 1;
      SkewedWorld with_date(off, [&](const HttpRequest&, const std::stop_token&) {
        if (refusals-- > 0) {
          return answer(
              429, "",
              {{"date", "Mon, 01 Jan 2024 00:00:00 GMT"}, {"retry-after", "Mon, 01 Jan 2024 00:00:40 GMT"}});
        }
        return data_answer(3);
      });
      CHECK(with_date.client().count_assets("p") == 3);
      CHECK(with_date.clock->elapsed() == 40s);
      refusals = 1;
      SkewedWorld without_date(off, [&](const HttpRequest&, const std::stop_token&) {
        if (refusals-- > 0) return answer(429, "", {{"retry-after", "Mon, 01 Jan 2024 00:00:40 GMT"}});
        return data_answer(3);
      });
      CHECK(without_date.client().count_assets("p") == 3);
      CHECK(without_date.clock->elapsed() <= 60s);
    }
  }
}

TEST_CASE("files on disk are compared with the storage whatever the clock and the time zone say") {
  FakeService service;
  FakeStorage storage;
  storage.put(
      "https://storage.test/a?sign=1",
      {.content = "content",
       .headers = {{"content-type", "image/png"}, {"last-modified", "Mon, 01 Jan 2024 00:30:00 GMT"}}});
  service.add({{"id", "1"}, {"externalId", "a.png"}, {"content", "https://storage.test/a?sign=1"}});
  const TestFolder folder;
  std::size_t downloads = 0;
  for (const auto off : clock_errors) {
    for (const char* zone : time_zones) {
      const TimeZone in(zone);
      CAPTURE(off.count(), zone);
      SkewedWorld world(off, [&](const HttpRequest& request, const std::stop_token&) {
        if (request.url == SkewedWorld::kili_endpoint) return service.handle(request);
        downloads += request.method == "GET" ? 1 : 0;
        return storage.handle(request);
      });
      CHECK(downloaded_content(world.client(), folder) == "content");
      CHECK(downloads == 1);
    }
  }
}

TEST_CASE("a key and a signed URL are used until the service refuses them, whatever the clock says") {
  for (const auto off : clock_errors) {
    CAPTURE(off.count());
    const auto client_warnings = [&](const char* expiry) {
      SkewedWorld world(off, [&](const HttpRequest& request, const std::stop_token&) {
        const bool asks_keys = request.body.find("apiKeys") != std::string::npos;
        if (asks_keys) return data_answer(json::array({{{"expiryDate", expiry}}}));
        if (request.body.find("countAssets") != std::string::npos) return data_answer(3);
        return data_answer({{"id", "u"}, {"email", "a@b"}});
      });
      CHECK(world.client(false).count_assets("p") == 3);
      return world.sink->warnings();
    };
    // An hour before midnight and an hour after it: the key is valid, and the warning names its date.
    const auto soon = client_warnings("2024-01-01T00:30:00.000Z");
    REQUIRE(soon.size() == 1);
    CHECK_THAT(soon.front(), Catch::Matchers::Contains("expires on 2024-01-01"));
    CHECK(client_warnings("2024-06-01T00:00:00.000Z").empty());
  }
  for (const auto off : clock_errors) {
    CAPTURE(off.count());
    FakeService service;
    service.add({{"id", "1"},
                 {"externalId", "a.png"},
                 {"content", "https://storage.test/a?X-Amz-Date=20231231T000000Z&X-Amz-Expires=60"}});
    FakeStorage storage;
    storage.put("https://storage.test/a?X-Amz-Date=20231231T000000Z&X-Amz-Expires=60",
                {.content = "content"});
    const TestFolder folder;
    SkewedWorld world(off, [&](const HttpRequest& request, const std::stop_token&) {
      return request.url == SkewedWorld::kili_endpoint ? service.handle(request) : storage.handle(request);
    });
    CHECK(downloaded_content(world.client(), folder) == "content");
  }
}

TEST_CASE("dates mean the same in every time zone") {
  for (const char* zone : time_zones) {
    const TimeZone in(zone);
    CAPTURE(zone);
    const std::chrono::sys_seconds time =
        std::chrono::sys_days(std::chrono::year(2024) / 3 / 31) + 1h + 30min;
    CHECK(http::parse_http_date("Sun, 31 Mar 2024 01:30:00 GMT") == time);
    CHECK(http::parse_http_date("Sunday, 31-Mar-24 01:30:00 GMT") == time);
    CHECK(http::parse_http_date("Sun Mar 31 01:30:00 2024") == time);
    CHECK(support::iso_8601(support::IsoDate::Time(time)).starts_with("2024-03-31T01:30:00"));
    CHECK(support::iso_day_at_begin("2024-03-31T23:30:00.000Z") ==
          std::chrono::sys_days(std::chrono::year(2024) / 3 / 31));
  }
}
