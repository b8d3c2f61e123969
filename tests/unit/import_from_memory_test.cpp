// Assets whose content is in memory.

#include <array>
#include <catch2/catch.hpp>
#include <ranges>
#include <string>

#include "fake_service.hpp"
#include "import_helpers.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

static_assert(!std::is_constructible_v<Content, std::vector<unsigned char>>);
static_assert(!std::is_constructible_v<Content, std::vector<std::byte>>);
static_assert(!std::is_constructible_v<Content, std::vector<char>>);
static_assert(!std::is_constructible_v<Content, std::span<const std::byte>>);

Content from_memory(std::string bytes, std::string format) {
  return Content::from_bytes(std::move(bytes), std::move(format));
}

std::string chat() {
  return json::array(
             {{{"role", "user"}, {"content", "q"}, {"id", "1"}, {"chat_id", "c"}, {"model", nullptr}},
              {{"role", "assistant"}, {"content", "a"}, {"id", "2"}, {"chat_id", "c"}, {"model", "m"}}})
      .dump();
}

/// Passes requests on, and keeps none.
class Passing final : public HttpTransport {
 public:
  explicit Passing(FakeService& service) : service_(service) {}
  HttpResponse send(const HttpRequest& request, std::stop_token) override { return service_.handle(request); }

 private:
  FakeService& service_;
};

}  // namespace

TEST_CASE("bytes of all kinds of containers become contents, moved ones are not copied") {
  std::vector<unsigned char> encoded{1, 2, 3};
  const unsigned char* const place = encoded.data();
  FakeService service;
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
    if (request.memory_body && request.url.find("/assets/") != std::string::npos &&
        request.memory_body->bytes.size() == 3 && request.memory_body->bytes[0] == std::byte{1}) {
      CHECK(static_cast<const void*>(request.memory_body->bytes.data()) == place);
    }
    return service.handle(request);
  });
  const std::array<std::byte, 2> array{std::byte{'a'}, std::byte{'b'}};
  const auto shared = std::make_shared<const std::string>("shared");
  const std::vector<std::byte> given{std::byte{'g'}};
  const std::vector<unsigned char> copied{'c'};
  const Content taken = Content::from_bytes(std::move(encoded), "a.jpg");
  world.client().append_many_to_dataset(
      "p", {.content_array = {taken, Content::from_bytes(array, "image/png"),
                              Content::from_bytes(std::as_bytes(std::span(*shared)), shared, "c.gif"),
                              Content::from_bytes(given, "image/BMP; q=1"),
                              Content::from_bytes(copied, "image/jpg"),
                              Content::from_bytes(std::span(copied), "d.JPEG")}});
  const auto uploads = service.uploads();
  REQUIRE(uploads.size() == 6);
  std::vector<std::pair<std::string, std::string>> seen;
  for (const auto& upload : uploads) seen.emplace_back(upload.body, upload.content_type);
  std::sort(seen.begin(), seen.end());
  CHECK(seen == std::vector<std::pair<std::string, std::string>>{{"\1\2\3", "image/jpeg"},
                                                                 {"ab", "image/png"},
                                                                 {"c", "image/jpeg"},
                                                                 {"c", "image/jpeg"},
                                                                 {"g", "image/bmp"},
                                                                 {"shared", "image/gif"}});
  CHECK(taken.is_bytes());
  CHECK_FALSE(taken.empty());
  CHECK_FALSE(Content("text").is_bytes());
  CHECK_THAT(message_of<ValidationError>([&] {
               static_cast<void>(Content::from_bytes(std::as_bytes(std::span(*shared)), nullptr, "c.gif"));
             }),
             Contains("owner"));
}

TEST_CASE("bytes are imported as a file of the same bytes is") {
  const auto [input_type, name, media_type, bytes] =
      GENERATE(table<std::string, std::string, std::string, std::string>(
          {{"AUDIO", "a.mp3", "audio/mpeg", "ID3"},
           {"AUDIO", "a.wav", "audio/x-wav", "RIFF"},
           {"GEOSPATIAL", "a.tif", "image/tiff", "II*"},
           {"IMAGE", "a.png", "image/png", png()},
           {"IMAGE", "a.png", "image/png", png(10'000, 3)},
           {"IMAGE", "a.tiff", "image/tiff", "II*"},
           {"IMAGE", "a.jpg", "image/jpeg", std::string(std::size_t{30} << 20U, 'x')},
           {"LLM_RLHF", "a.json", "application/json", R"( {"a": 1})"},
           {"LLM_RLHF", "a.json", "application/json", chat()},
           {"PDF", "a.pdf", "application/pdf", "%PDF-"},
           {"TEXT", "a.txt", "text/plain", "caf\xc3\xa9"},
           {"VIDEO", "a.mp4", "video/mp4", "ftyp"}}));
  CAPTURE(input_type, name, bytes.size());
  const TestFolder folder;
  std::vector<json> mutations;
  std::vector<std::string> content_types;
  for (const Content& content :
       {Content(folder.file(name, bytes)), from_memory(bytes, name), from_memory(bytes, media_type)}) {
    FakeService service(input_type);
    FakeWorld world(service.handler());
    world.client().append_many_to_dataset(
        "p",
        {.content_array = {content}, .external_id_array = {"e"}, .json_metadata_array = {json{{"k", 1}}}});
    REQUIRE(service.uploads().size() == 1);
    auto upload = service.uploads().front();
    if (upload.body.starts_with("file:")) upload.body = read_file(upload.body.substr(5));
    const bool is_chat = bytes.starts_with('[');
    if (is_chat) {
      CHECK_THAT(upload.body, Contains("\"prompts\""));
    } else {
      CHECK(upload.body == bytes);
    }
    content_types.push_back(upload.content_type);
    mutations.push_back(service.mutations().front());
  }
  CHECK(content_types[1] == content_types[0]);
  CHECK(content_types[2] == content_types[0]);
  CHECK(mutations[1] == mutations[0]);
  CHECK(mutations[2] == mutations[0]);
}

TEST_CASE("bytes that do not fit are refused before anything is created, and named") {
  struct Case {
    std::string input_type;
    Content content;
    std::string words;
  };
  const auto given = GENERATE(
      Case{"IMAGE", from_memory("x", ""),
           "format of its bytes is empty; give a media type such as image/jpeg"},
      Case{"IMAGE", from_memory("x", "frame"), "not known: 'frame'; give a media type such as image/jpeg"},
      Case{"IMAGE", from_memory("x", "image/unknown"), "not known: 'image/unknown'"},
      Case{"IMAGE", from_memory("", "a.jpg"), "has no bytes"},
      Case{"IMAGE", from_memory("x", "a.pdf"), "'.pdf' is not allowed for IMAGE"},
      Case{"IMAGE", from_memory("x", "application/pdf"), "'application/pdf' is not allowed for IMAGE"},
      Case{"IMAGE", from_memory("x", "image/svg+xml"), "'image/svg+xml' is not allowed for IMAGE"},
      Case{"PDF", from_memory("x", "image/jpeg"), "'image/jpeg' is not allowed for PDF"},
      Case{"VIDEO_LEGACY", from_memory("x", "a.mp4"), "by URL only; content 'a.mp4' from memory"},
      Case{"TEXT", from_memory("\xff", "a.txt"), "content 'a.txt' from memory is not UTF-8"},
      Case{"LLM_RLHF", from_memory("1", "a.json"),
           "content 'a.json' from memory does not hold a JSON object"},
      Case{"LLM_RLHF", from_memory("[", "a.json"), "content 'a.json' from memory is not JSON"});
  CAPTURE(given.input_type, given.words);
  FakeService service(given.input_type);
  FakeWorld world(service.handler());
  const Client client = world.client();
  const AppendManyToDataset arguments{.content_array = {given.content}, .external_id_array = {"car"}};
  CHECK_THAT(message_of<ValidationError>(client, arguments),
             Contains(given.words) && Contains("asset 0 (external id 'car')"));
  CHECK(service.mutations().empty());
  CHECK(service.uploads().empty());
}

TEST_CASE("bytes and files go together in one import, and a text beside them is the path of a file") {
  const TestFolder folder;
  FakeService service("TEXT");
  FakeWorld world(service.handler());
  const Client client = world.client();
  CHECK(client
            .append_many_to_dataset(
                "p", {.content_array = {folder.file("a.txt", "file"), from_memory("memory", "text/plain")}})
            .asset_ids.size() == 2);
  CHECK_THAT(message_of<FileError>(client, {.content_array = {from_memory("memory", "a.txt"), "a text"}}),
             Contains("asset 1") && Contains("does not exist"));
  CHECK_THAT(message_of<ImportValidationError>(
                 client, {.content_array = {from_memory("memory", "a.txt"), "https://example.com/a.txt"}}),
             Contains("hosted data and local files"));
}

TEST_CASE("uploads from memory are repeated with all their bytes") {
  FakeService service;
  int cuts = 2;
  std::vector<std::string> sent;
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) -> HttpResponse {
    if (request.method != "PUT") return service.handle(request);
    sent.push_back(body_of(request));
    if (cuts-- > 0) throw TransportError(TransportFailure::connection_lost, "cut");
    if (cuts == -1) return answer(403, "expired");
    return service.handle(request);
  });
  world.client().append_many_to_dataset("p", {.content_array = {from_memory(png(), "image/png")}});
  CHECK(sent == std::vector<std::string>{png(), png(), png(), png()});
  CHECK(service.assets().size() == 1);
}

TEST_CASE("the memory of an asset of a range is given back before its mutation, and what waits is bounded") {
  constexpr std::size_t frames = 200;
  constexpr std::size_t frame_bytes = std::size_t{1} << 20U;
  FakeService service;
  std::atomic<std::size_t> alive = 0;
  std::size_t most_alive = 0;
  std::size_t alive_at_end = frames;
  const auto frame = [&](std::size_t) {
    ++alive;
    most_alive = std::max<std::size_t>(most_alive, alive);
    const std::shared_ptr<const std::string> bytes(new std::string(png() + std::string(frame_bytes, 'x')),
                                                   [&](const auto* held) {
                                                     delete held;
                                                     --alive;
                                                   });
    return NewAsset{.content = Content::from_bytes(std::as_bytes(std::span(*bytes)), bytes, "a.png")};
  };
  service.set_fault([&](const std::string& operation, bool) -> std::optional<HttpResponse> {
    if (operation == "appendManyAssets" && service.asset_count() + 32 > frames) alive_at_end = alive;
    return std::nullopt;
  });
  ClientOptions options;
  options.api_endpoint = "https://kili.test/api/label/v2/graphql";
  options.api_key = "secret-key";
  options.calls_per_minute = 0;
  options.skip_checks = true;
  options.transport = std::make_shared<Passing>(service);
  const Client client(options);
  const auto result = client.append_many_to_dataset(
      "p", std::views::iota(std::size_t{0}, frames) | std::views::transform(frame));
  CHECK(result.asset_ids.size() == frames);
  CHECK(alive == 0);
  CHECK(alive_at_end <= 1);
  CHECK(most_alive <= 190);
}

TEST_CASE("a journal knows bytes by their hash and format") {
  const TestFolder folder;
  FakeService service;
  FakeWorld world(service.handler());
  const Client client = world.client();
  AppendManyToDataset arguments{.content_array = {from_memory("one", "a.jpg"), from_memory("two", "b.jpg")},
                                .journal = folder.path("journal")};
  const auto first = client.append_many_to_dataset("p", arguments);
  const auto uploads = service.uploads().size();
  arguments.content_array = {from_memory("one", "a.jpg"), from_memory("two", "b.jpg")};
  CHECK(client.append_many_to_dataset("p", arguments).asset_ids == first.asset_ids);
  CHECK(service.uploads().size() == uploads);
  CHECK(service.assets().size() == 2);
  arguments.content_array = {from_memory("one", "a.jpg"), from_memory("TWO", "b.jpg")};
  CHECK_THAT(message_of<ValidationError>(client, arguments), Contains("asset 1"));
  arguments.content_array = {from_memory("one", "a.png"), from_memory("two", "b.jpg")};
  CHECK_THAT(message_of<ValidationError>(client, arguments), Contains("asset 0"));
}
