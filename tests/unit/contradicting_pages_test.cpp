#include <catch2/catch.hpp>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "fake_service.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

using Catch::Matchers::Contains;

constexpr std::size_t endless = 1'000'000'000'000'000'000;

/// A service that counts what it likes and gives what it likes.
class ContradictingService {
 public:
  using Page = std::function<json(std::size_t skip, std::size_t first)>;

  explicit ContradictingService(Page page, std::string field = "assets")
      : field_(std::move(field)), page_(std::move(page)) {}

  [[nodiscard]] Client client() { return world.client(); }
  [[nodiscard]] std::size_t requests() const { return world.transport->count(); }

  std::function<std::size_t()> count = [] { return endless; };
  FakeWorld world{[this](const HttpRequest& request, const std::stop_token&) { return answer_to(request); }};

 private:
  HttpResponse answer_to(const HttpRequest& request) {
    const std::scoped_lock lock(mutex_);
    if (request.body.find("query countAssets") != std::string::npos) return data_answer(count());
    if (request.body.find("query " + field_ + "(") == std::string::npos) return FakeService().handle(request);
    if (++pages_ > most_pages) throw HttpError("the pages do not end");
    const auto variables = json::parse(plain_body(request))["variables"];
    json records = page_(variables["skip"], variables["first"]);
    if (request.body.find(R"(\n    id\n)") == std::string::npos) {
      for (auto& record : records) record.erase("id");
    }
    return data_answer(records);
  }

  static constexpr std::size_t most_pages = 3000;

  std::string field_;  ///< Root field of the list.
  std::mutex mutex_;
  Page page_;
  std::size_t pages_ = 0;
};

json assets_between(std::size_t begin, std::size_t end) {
  json records = json::array();
  for (auto i = begin; i < end; ++i) {
    records.push_back({{"id", "id_" + std::to_string(i)}, {"externalId", "same"}, {"status", "TODO"}});
  }
  return records;
}

/// How many assets a listing gives, and the error that ends it.
struct Listed {
  std::size_t assets = 0;
  std::string error;
};

Listed list_all(ContradictingService& service, std::vector<std::string> fields) {
  Listed listed;
  try {
    for (const auto& asset : service.client().assets("p", {}, {.fields = std::move(fields)})) {
      static_cast<void>(asset);
      ++listed.assets;
    }
  } catch (const HttpError& error) {
    listed.error = error.what();
  }
  return listed;
}

const std::vector<std::string> named{"id", "status"};
const std::vector<std::string> nameless{"status"};

}  // namespace

TEST_CASE("a count without end and empty pages end a listing with an error") {
  for (const auto& fields : {named, nameless}) {
    ContradictingService service([](std::size_t skip, std::size_t) { return assets_between(skip, skip); });
    const auto listed = list_all(service, fields);
    CHECK(listed.assets == 0);
    CHECK_THAT(listed.error, Contains("gives none after the first 0"));
    CHECK(service.requests() <=
          2 + 3 * 9);  // project, count, and what is read ahead, each twice with a count
  }
}

TEST_CASE("a count without end and the same page again and again end a listing with an error") {
  for (const auto& fields : {named, nameless}) {
    ContradictingService service([](std::size_t, std::size_t first) { return assets_between(0, first); });
    const auto listed = list_all(service, fields);
    CHECK(listed.assets <= 200);
    CHECK_THAT(listed.error, Contains("gave the same records once more"));
    CHECK(service.requests() < 30);
  }
}

TEST_CASE("a page with more records than were asked for is an error") {
  ContradictingService service(
      [](std::size_t skip, std::size_t first) { return assets_between(skip, skip + first + 1); });
  CHECK_THAT(list_all(service, nameless).error, Contains("gave 101 records where 100 were asked for"));
}

TEST_CASE("records that are equal without their ids are listed all the same") {
  ContradictingService service([](std::size_t skip, std::size_t first) {
    return assets_between(skip, std::min<std::size_t>(skip + first, 2000));
  });
  service.count = [] { return 2000; };
  const auto listed = list_all(service, nameless);
  CHECK(listed.assets == 2000);
  CHECK(listed.error.empty());
  // 20 pages, and two ids for the first, second, fourth, eighth and sixteenth that is equal to the one
  // before.
  CHECK(service.requests() == 2 + 20 + 10);
}

TEST_CASE("assets that are deleted during a listing shorten it") {
  for (const auto& fields : {named, nameless}) {
    static constexpr std::size_t left = 100;
    ContradictingService service([](std::size_t skip, std::size_t first) {
      return assets_between(skip, std::min(std::max(skip, left), skip + first));
    });
    // Two pages are read at once: the second is counted anew.
    service.count = [asked = 0]() mutable { return asked++ == 0 ? 3 * left : left; };
    const auto listed = list_all(service, fields);
    CHECK(listed.assets == 100);
    CHECK(listed.error.empty());
  }
}

TEST_CASE("assets that are added during a listing are listed") {
  static constexpr std::size_t in_the_end = 150;
  ContradictingService service([](std::size_t skip, std::size_t first) {
    return assets_between(skip, std::min(in_the_end, skip + first));
  });
  std::size_t counted = 100;
  service.count = [&counted] { return std::exchange(counted, in_the_end); };
  const auto listed = list_all(service, named);
  CHECK(listed.assets == in_the_end);
  CHECK(listed.error.empty());
  CHECK(service.world.sink->warnings().empty());
}

TEST_CASE("pages beyond the count end a listing with a warning") {
  ContradictingService service(
      [](std::size_t skip, std::size_t first) { return assets_between(skip, skip + first); });
  service.count = [] { return 100; };
  const auto listed = list_all(service, named);
  CHECK(listed.assets == 200);
  CHECK(listed.error.empty());
  REQUIRE(service.world.sink->warnings().size() == 1);
  CHECK_THAT(service.world.sink->warnings().front(),
             Contains("counts 100 records and gave more; the listing ends after 200"));
}

TEST_CASE("looking up external ids ends although pages do not") {
  for (const bool repeats : {true, false}) {
    ContradictingService service([repeats](std::size_t skip, std::size_t first) {
      return repeats ? assets_between(0, first) : assets_between(skip, skip + first);
    });
    CHECK_THROWS_WITH(service.client().add_to_review({.external_ids = {{"same"}}, .project_id = "p"}),
                      Contains("assets that were looked up"));
    CHECK(service.requests() < 1100);
  }
}

TEST_CASE("looking up projects of a title ends although pages do not") {
  for (const bool repeats : {true, false}) {
    ContradictingService service(
        [repeats](std::size_t skip, std::size_t first) {
          json projects = json::array();
          for (std::size_t i = 0; i < first; ++i) {
            projects.push_back(
                {{"id", "p_" + std::to_string(repeats ? i : skip + i)}, {"title", "Another title"}});
          }
          return projects;
        },
        "projects");
    CHECK_THROWS_WITH(service.client().find_project_by_title("Title", {{"id", "title"}}),
                      Contains(repeats ? "the same ones once more after the first 100 projects"
                                       : "others without end after the first"));
    CHECK(service.requests() < 1100);
  }
}
