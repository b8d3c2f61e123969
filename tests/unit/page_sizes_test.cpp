#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <random>

#include "engine/page_sizes.hpp"
#include "engine/transfer_budget.hpp"
#include "fake_service.hpp"
#include "seeds.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;
using std::chrono::seconds;

namespace {

using Catch::Matchers::Contains;

/// A page that was asked for and what came of it.
struct AskedPage {
  std::size_t skip = 0;
  std::size_t first = 0;
  std::size_t bytes = 0;
  int status = 200;
};

/// A service whose pages can be shortened, slowed and refused by their size.
class PagedService {
 public:
  /// What becomes of a page that was answered; may change it.
  using Rule = std::function<HttpResponse(const AskedPage& page, HttpResponse response)>;

  PagedService(std::size_t count, std::size_t record_bytes)
      : world([this](const HttpRequest& request, const std::stop_token&) { return answer_to(request); }) {
    for (std::size_t i = 0; i < count; ++i) {
      const std::string number = std::to_string(i);
      service_.add(json{{"id", "id_" + number},
                        {"externalId", "asset_" + number},
                        {"content", std::string(record_bytes, 'x')}});
    }
  }

  [[nodiscard]] std::vector<AskedPage> pages() const {
    const std::scoped_lock lock(mutex_);
    return pages_;
  }
  void forget_pages() {
    const std::scoped_lock lock(mutex_);
    pages_.clear();
  }

  Rule rule{};
  FakeWorld world;

 private:
  HttpResponse answer_to(const HttpRequest& request) {
    HttpResponse response = service_.handle(request);
    if (request.body.find("query assets") == std::string::npos) return response;
    const json variables = json::parse(request.body)["variables"];
    AskedPage page{.skip = variables["skip"], .first = variables["first"], .bytes = response.body.size()};
    std::exception_ptr cut;
    try {
      if (rule) response = rule(page, std::move(response));
      page.status = response.status;
    } catch (const TransportError&) {
      page.status = 0;
      cut = std::current_exception();
    }
    const std::scoped_lock lock(mutex_);
    pages_.push_back(page);
    if (cut) std::rethrow_exception(cut);
    return response;
  }

  FakeService service_;
  mutable std::mutex mutex_;
  std::vector<AskedPage> pages_;
};

/// The answer with at most that many records.
HttpResponse shortened(HttpResponse response, std::size_t most) {
  json body = json::parse(response.body);
  json& records = body["data"]["data"];
  if (records.size() > most)
    records.erase(records.begin() + static_cast<std::ptrdiff_t>(most), records.end());
  response.body = body.dump();
  return response;
}

std::vector<std::string> external_ids_of(AssetRange range) {
  std::vector<std::string> ids;
  for (const Asset& asset : range) ids.emplace_back(asset.external_id());
  return ids;
}

std::vector<std::string> ids_between(std::size_t begin, std::size_t end) {
  std::vector<std::string> ids;
  for (std::size_t i = begin; i < end; ++i) ids.push_back("asset_" + std::to_string(i));
  return ids;
}

const std::vector<std::string> with_id{"id", "externalId", "content"};
const std::vector<std::string> without_id{"externalId", "content"};

}  // namespace

TEST_CASE("a service that makes shorter pages than asked loses nothing") {
  for (const std::size_t count : {49U, 50U, 51U, 100U, 130U, 333U}) {
    for (const auto& fields : {with_id, without_id}) {
      for (const std::optional<std::size_t> page_size :
           {std::optional<std::size_t>(), std::optional<std::size_t>(100)}) {
        for (const std::size_t prefetch : {0U, 8U}) {
          CAPTURE(count, fields.size(), page_size.has_value(), prefetch);
          PagedService service(count, 10);
          service.rule = [](const AskedPage&, HttpResponse response) {
            return shortened(std::move(response), 50);
          };
          const Client client = service.world.client();
          CHECK(external_ids_of(client.assets(
                    "p", {}, {.fields = fields, .page_size = page_size, .prefetch = prefetch})) ==
                ids_between(0, count));
          CHECK(service.pages().size() <= count / 50 + 3 + (page_size ? count / 100 : 2));
          CHECK(external_ids_of(client.assets("p", {},
                                              {.fields = fields,
                                               .first = 70,
                                               .page_size = page_size,
                                               .prefetch = prefetch,
                                               .skip = 20})) ==
                ids_between(std::min<std::size_t>(20, count), std::min<std::size_t>(90, count)));
        }
      }
    }
  }
}

TEST_CASE("pages follow the largest that the service makes") {
  PagedService service(1000, 10);
  service.rule = [](const AskedPage&, HttpResponse response) { return shortened(std::move(response), 30); };
  CHECK(external_ids_of(service.world.client().assets("p", {}, {.fields = without_id, .prefetch = 0})) ==
        ids_between(0, 1000));
  const auto pages = service.pages();
  CHECK(pages.front().first == 100);
  CHECK(pages[1].first == 70);
  CHECK(pages[2].first == 30);
  CHECK(pages.size() <= 45);
}

TEST_CASE("a listing ends with an error when the service counts more assets than it gives") {
  for (const auto& fields : {with_id, without_id}) {
    PagedService service(300, 10);
    service.rule = [](const AskedPage& page, HttpResponse response) {
      return page.skip >= 120 ? shortened(std::move(response), 0)
                              : shortened(std::move(response), 120 - page.skip);
    };
    std::size_t listed = 0;
    try {
      for (const auto& asset : service.world.client().assets("p", {}, {.fields = fields, .prefetch = 0})) {
        static_cast<void>(asset);
        ++listed;
      }
      FAIL("no error");
    } catch (const HttpError& error) {
      CHECK_THAT(error.what(), Contains("counts 300 records, but gives none after the first 120"));
    }
    CHECK(listed == 120);
    CHECK(service.pages().size() == 4);  // the empty one twice
  }
}

TEST_CASE("a page that fails because of its size is asked again in smaller pieces, which grow again") {
  struct Failure {
    const char* name;
    PagedService::Rule rule;
  };
  const auto too_large = [](const AskedPage& page) { return page.bytes > 150'000; };
  const std::vector<Failure> failures{
      {"504", [=](const AskedPage& page,
                  HttpResponse response) { return too_large(page) ? answer(504) : response; }},
      {"413", [=](const AskedPage& page,
                  HttpResponse response) { return too_large(page) ? answer(413) : response; }},
      {"cut",
       [=](const AskedPage& page, HttpResponse response) {
         if (too_large(page)) throw TransportError(TransportFailure::connection_lost, "cut");
         return response;
       }},
      {"timed out",
       [=](const AskedPage& page, HttpResponse response) {
         if (too_large(page)) throw TransportError(TransportFailure::timed_out, "no answer");
         return response;
       }},
      {"too large for the client", [=](const AskedPage& page, HttpResponse response) {
         if (too_large(page)) throw TransportError(TransportFailure::response_too_large, "too large");
         return response;
       }}};
  for (const Failure& failure : failures) {
    for (const auto& fields : {with_id, without_id}) {
      for (const std::size_t prefetch : {0U, 8U}) {
        // Every failure in one listing, one of them in all.
        const bool is_simplest = fields == with_id && prefetch == 8;
        if (!is_simplest && &failure != &failures.front()) continue;
        CAPTURE(failure.name, fields.size(), prefetch);
        PagedService service(300, 5'000);
        service.rule = failure.rule;
        const Client client = service.world.client({.max_retries = 1});
        CHECK(external_ids_of(client.assets("p", {}, {.fields = fields, .prefetch = prefetch})) ==
              ids_between(0, 300));
        const auto pages = service.pages();
        const auto failed = std::count_if(pages.begin(), pages.end(),
                                          [](const AskedPage& page) { return page.status != 200; });
        CHECK(failed <= 24);
        // Smaller ones are rests only, of a piece whose neighbour was asked for before it failed.
        const auto rests = std::count_if(pages.begin(), pages.end(), [](const AskedPage& page) {
          return page.first < 10 && (page.skip + page.first) % 100 != 0;
        });
        CHECK(rests <= failed);
        const auto largest = [&] {
          std::size_t most = 0;
          for (const auto& page : pages) {
            if (page.status == 200) most = std::max(most, page.bytes);
          }
          return most;
        }();
        CHECK(largest > 75'000);
        // The client has learnt what the service answers: the next listing begins below it.
        service.forget_pages();
        CHECK(external_ids_of(client.assets("p", {}, {.fields = fields, .prefetch = prefetch})) ==
              ids_between(0, 300));
      }
    }
  }
}

TEST_CASE("a page of ten assets is not made smaller, and a given size is kept") {
  PagedService service(300, 12'000);
  service.rule = [](const AskedPage& page, HttpResponse response) {
    return page.first > 5 ? answer(504) : response;
  };
  const Client client = service.world.client({.max_retries = 0});
  CHECK_THROWS_AS(external_ids_of(client.assets("p", {}, {.fields = without_id, .prefetch = 0})), HttpError);
  CHECK(service.pages().back().first == 10);
  service.forget_pages();
  CHECK_THROWS_AS(
      external_ids_of(client.assets("p", {}, {.fields = without_id, .page_size = 100, .prefetch = 0})),
      HttpError);
  CHECK(service.pages().size() == 1);
  service.forget_pages();
  CHECK(external_ids_of(client.assets("p", {}, {.fields = without_id, .page_size = 5, .prefetch = 0})) ==
        ids_between(0, 300));
}

TEST_CASE("a service that fails for other reasons is not asked more often") {
  PagedService service(300, 10);
  service.rule = [](const AskedPage& page, HttpResponse response) {
    return page.skip >= 100 ? answer(504) : response;
  };
  CHECK_THROWS_AS(
      external_ids_of(
          service.world.client({.max_retries = 0}).assets("p", {}, {.fields = without_id, .prefetch = 0})),
      HttpError);
  // The second page: it would have had a few kilobytes.
  CHECK(service.pages().size() == 2);
}

TEST_CASE("pages shrink to what a slow link carries in a quarter of a minute") {
  PagedService service(300, 20'000);
  service.rule = [&](const AskedPage& page, HttpResponse response) {
    service.world.clock->advance(std::chrono::milliseconds(page.bytes / 40));  // 40 kB a second
    return response;
  };
  CHECK(external_ids_of(service.world.client().assets("p", {}, {.fields = without_id, .prefetch = 0})) ==
        ids_between(0, 300));
  const auto pages = service.pages();
  CHECK(pages.front().first == 100);
  // 600 kB are 30 assets.
  CHECK(pages[1].first >= 25);
  CHECK(pages[1].first <= 30);
}

TEST_CASE("what is read ahead is bounded in bytes") {
  PagedService service(500, 100'000);
  auto range = service.world.client().assets("p", {}, {.fields = without_id});
  auto it = range.begin();
  for (std::size_t read = 0; read < 50; ++read) ++it;
  std::size_t asked = 0;
  for (const auto& page : service.pages()) asked = std::max(asked, page.skip + page.first);
  // 32 MB ahead, the page that is read, and one more.
  CHECK(asked - 50 <= 420);
  while (it != range.end()) ++it;
  // A page has a quarter of them, when the first two have been measured.
  const auto pages = service.pages();
  CHECK(std::all_of(pages.begin(), pages.end(),
                    [](const AskedPage& page) { return page.skip < 200 || page.first <= 80; }));
}

TEST_CASE("listings of a service that shortens, refuses and fails at random are complete and in order") {
  const Seeds seeds;
  for (auto seed = seeds.first(); seed < seeds.end(); ++seed) {
    CAPTURE(seed);
    std::mt19937_64 random(seed);
    const auto below = [&random](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
    const std::size_t count = below(400);
    const std::size_t record_bytes = 10 + below(2) * 2'000;
    const std::size_t cap = 1 + below(120);
    const std::size_t largest = 110'000 + below(300'000);
    std::mt19937_64 of_pages(seed + 1);
    std::mutex mutex;
    PagedService service(count, record_bytes);
    service.rule = [&](const AskedPage& page, HttpResponse response) {
      const std::scoped_lock lock(mutex);
      service.world.clock->advance(std::chrono::milliseconds(of_pages() % 20'000));
      if (page.bytes > largest) return answer(of_pages() % 2 == 0 ? 504 : 413);
      return of_pages() % 3 == 0 ? shortened(std::move(response), cap) : response;
    };
    const std::size_t skip = below(3) * below(200);
    const std::optional<std::size_t> first =
        below(2) == 0 ? std::optional<std::size_t>() : std::optional<std::size_t>(below(300));
    const std::size_t end = std::min(count, first ? skip + *first : count);
    const auto listed = external_ids_of(service.world.client({.max_retries = 0})
                                            .assets("p", {},
                                                    {.fields = below(2) == 0 ? with_id : without_id,
                                                     .first = first,
                                                     .prefetch = below(9),
                                                     .skip = skip}));
    CHECK(listed == ids_between(std::min(skip, end), end));
    CHECK(service.pages().size() <= 500);
  }
}

TEST_CASE("a budget follows speed and failures within its limits") {
  using engine::TransferBudget;
  const support::Clock::TimePoint start{};
  engine::TransferSizes sizes;
  TransferBudget& mutations = sizes.mutations;
  CHECK(mutations.bytes() == 2'000'000);
  mutations.take_success(99'999, seconds(100), start);
  CHECK(mutations.bytes() == 2'000'000);  // not measured
  mutations.take_success(2'000'000, seconds(0), start);
  CHECK(mutations.bytes() == 2'500'000);  // a quarter more at most
  mutations.take_success(1'000'000, seconds(150), start);
  CHECK(mutations.bytes() == 1'250'000);  // half at least
  mutations.take_success(1'000'000, seconds(15), start);
  CHECK(mutations.bytes() == 1'000'000);
  for (int i = 0; i < 20; ++i) mutations.take_success(1'000'000, seconds(0), start);
  CHECK(mutations.bytes() == 10'000'000);
  for (int i = 0; i < 20; ++i) mutations.take_success(1'000'000, seconds(1'000), start);
  CHECK(mutations.bytes() == 256'000);
  for (int i = 0; i < 20; ++i) mutations.take_success(1'000'000, seconds(0), start);
  // Failures of the same size side by side count once.
  for (int i = 0; i < 5; ++i) mutations.take_failure(8'000'000, start);
  CHECK(mutations.bytes() == 4'000'000);
  for (int i = 0; i < 20; ++i) mutations.take_success(1'000'000, seconds(0), start + seconds(59));
  CHECK(mutations.bytes() == 7'200'000);
  for (int i = 0; i < 20; ++i) mutations.take_success(1'000'000, seconds(0), start + seconds(61));
  CHECK(mutations.bytes() == 10'000'000);
  TransferBudget& answers = sizes.answers;
  CHECK(answers.bytes() == 50'000'000);
  answers.take_success(1'000'000, seconds(10), start);
  CHECK(answers.bytes() == 1'500'000);
  answers.take_success(400'000, seconds(0), start);
  CHECK(answers.bytes() == 1'500'000);  // neither measured nor near the budget
  answers.take_success(900'000, seconds(0), start);
  CHECK(answers.bytes() == 1'875'000);
}
