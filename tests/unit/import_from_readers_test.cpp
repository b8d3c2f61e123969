// Assets whose content a callable or a stream gives.

#include <catch2/catch.hpp>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "fake_service.hpp"
#include "file_size_limit.hpp"
#include "import_helpers.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

/// A folder for temporary files of its own.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    if (const char* const before = std::getenv("TMPDIR")) before_ = before;
    REQUIRE(::setenv("TMPDIR", folder_.path().c_str(), 1) == 0);
  }
  ~TemporaryFolder() {
    if (before_) {
      static_cast<void>(::setenv("TMPDIR", before_->c_str(), 1));
    } else {
      static_cast<void>(::unsetenv("TMPDIR"));
    }
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] std::vector<std::string> files() const { return folder_.files(); }
  [[nodiscard]] std::string path() const { return folder_.path(); }

 private:
  std::optional<std::string> before_;
  TestFolder folder_;
};

/// Gives a text in pieces, and counts how often it was begun.
ContentReader reader_of(std::string text, std::size_t piece = 1000) {
  return [text = std::move(text), piece, at = std::size_t{0}](std::span<std::byte> buffer) mutable {
    const std::size_t count = std::min({piece, buffer.size(), text.size() - at});
    std::memcpy(buffer.data(), text.data() + at, count);
    at += count;
    return count;
  };
}

/// Reads the uploaded temporary files when they are uploaded.
struct ReadingWorld {
  explicit ReadingWorld(const std::string& input_type)
      : service(input_type), world([this](const HttpRequest& request, const std::stop_token&) {
          if (request.file_body) {
            const std::scoped_lock lock(mutex);
            const bool is_temporary = request.file_body->path.extension() == ".content";
            const auto rights = fs::status(request.file_body->path).permissions();
            if (is_temporary) CHECK(rights == (fs::perms::owner_read | fs::perms::owner_write));
            uploads.push_back(read_file(request.file_body->path));
          }
          return service.handle(request);
        }) {}
  FakeService service;
  std::mutex mutex;
  std::vector<std::string> uploads;
  FakeWorld world;
};

AppendManyToDataset one(Content content) {
  return {.content_array = {std::move(content)}, .external_id_array = {"car"}};
}

}  // namespace

TEST_CASE("what a reader or a stream gives is imported as a file of the same bytes is") {
  const TemporaryFolder temporary;
  const auto [input_type, name, bytes] = GENERATE(table<std::string, std::string, std::string>(
      {{"IMAGE", "a.png", png()},
       {"IMAGE", "a.png", png(10'000, 3)},
       {"IMAGE", "a.jpg", std::string(std::size_t{30} << 20U, 'x')},
       {"GEOSPATIAL", "a.tif", "II*"},
       {"LLM_RLHF", "a.json", R"({"a": 1})"},
       {"PDF", "a.pdf", std::string(600'000, 'p')},
       {"TEXT", "a.txt", "caf\xc3\xa9"},
       {"VIDEO", "a.mp4", "ftyp"}}));
  CAPTURE(input_type, name, bytes.size());
  const TestFolder folder;
  std::vector<json> mutations;
  for (const Content& content :
       {Content(folder.file(name, bytes)), Content::from_reader(reader_of(bytes, 300'000), name),
        Content::from_reader(reader_of(bytes, 300'000), name, bytes.size()),
        Content::from_stream(std::make_shared<std::istringstream>(bytes), name)}) {
    ReadingWorld world(input_type);
    world.world.client().append_many_to_dataset("p", one(content));
    CHECK(world.uploads == std::vector<std::string>{bytes});
    mutations.push_back(world.service.mutations().front());
    CHECK(mutations.back() == mutations.front());
    CHECK(temporary.files().empty());
  }
}

TEST_CASE("a chat of a reader is converted as one of a file is, and long ones wait on the disk") {
  const TemporaryFolder temporary;
  const std::string chat = json::array({{{"role", "user"},
                                         {"content", std::string(100'000, 'q')},
                                         {"id", "1"},
                                         {"chat_id", "c"},
                                         {"model", nullptr}}})
                               .dump();
  const TestFolder folder;
  ReadingWorld world("LLM_RLHF");
  const Client client = world.world.client();
  client.append_many_to_dataset("p", {.content_array = {folder.file("a.json", chat)}});
  client.append_many_to_dataset("p", {.content_array = {Content::from_reader(reader_of(chat), "b.json")}});
  REQUIRE(world.uploads.size() == 2);
  CHECK_THAT(world.uploads[0].substr(0, 100), Contains("\"prompts\""));
  CHECK(world.uploads[0] == world.uploads[1]);
  for (const auto& upload : world.service.uploads()) CHECK(upload.content_type == "application/json");
  CHECK(temporary.files().empty());
}

TEST_CASE("a reader that is wrong makes its asset fail, alone and with the reason") {
  const TemporaryFolder temporary;
  struct Case {
    Content content;
    std::string words;
  };
  const auto failed = std::make_shared<std::ifstream>("/no/such/file");
  const auto given = GENERATE_COPY(
      Case{Content::from_reader([](std::span<std::byte>) -> std::size_t { throw std::runtime_error("lens"); },
                                "a.pdf"),
           "failed: lens"},
      Case{Content::from_reader([](std::span<std::byte>) -> std::size_t { throw 1; }, "a.pdf"),
           "no std::exception"},
      Case{Content::from_reader([](std::span<std::byte> b) { return b.size() + 1; }, "a.pdf"),
           "bytes into a buffer"},
      Case{Content::from_reader(reader_of("12345"), "a.pdf", 4), "more than the 4 bytes"},
      Case{Content::from_reader(reader_of("12345"), "a.pdf", 6), "gave 5 of the 6 bytes"},
      Case{Content::from_reader(reader_of(""), "a.pdf"), "gave no bytes"},
      Case{Content::from_stream(failed, "a.pdf"), "the stream has failed"});
  CAPTURE(given.words);
  FakeService service("PDF");
  FakeWorld world(service.handler());
  try {
    world.client().append_many_to_dataset(
        "p", {.content_array = {Content::from_bytes(std::string("a"), "a.pdf"), given.content,
                                Content::from_reader(reader_of("c"), "c.pdf")}});
    FAIL("no error");
  } catch (const ImportError& error) {
    CHECK_THAT(error.assets()[1].reason,
               Contains("asset 1: the reader of its content") && Contains(given.words));
    CHECK(error.assets()[1].outcome == ImportOutcome::failed);
    CHECK(error.created_asset_ids().size() == 2);
  }
  CHECK(service.assets().size() == 2);
  CHECK(temporary.files().empty());
}

TEST_CASE("a reader is read once, when it is its turn, that of an asset that exists already is not") {
  const TemporaryFolder temporary;
  FakeService service("PDF");
  FakeWorld world(service.handler());
  const Client client = world.client();
  std::size_t calls = 0;
  const Content content = Content::from_reader(
      [&](std::span<std::byte> buffer) {
        buffer[0] = std::byte{'x'};
        return std::size_t{++calls == 1};
      },
      "a.pdf");
  client.append_many_to_dataset("p", one(content));
  CHECK(calls == 2);
  CHECK(client.append_many_to_dataset("p", one(content)).skipped.size() == 1);
  CHECK(calls == 2);
  auto again = one(content);
  again.external_id_array = {"other"};
  CHECK_THAT(message_of<ImportError>(client, again),
             Contains("was read before") && Contains("give a new one"));
  CHECK_THAT(message_of<ValidationError>([] { static_cast<void>(Content::from_reader({}, "a.pdf")); }),
             Contains("reader is empty"));
  CHECK_THAT(message_of<ValidationError>([] { static_cast<void>(Content::from_stream(nullptr, "a.pdf")); }),
             Contains("stream is null"));
}

TEST_CASE("uploads of what a reader gave are repeated, the reader is not") {
  const TemporaryFolder temporary;
  FakeService service("PDF");
  std::vector<std::string> sent;
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) -> HttpResponse {
    if (request.method != "PUT") return service.handle(request);
    sent.push_back(read_file(request.file_body->path));
    if (sent.size() < 3) throw TransportError(TransportFailure::connection_lost, "cut");
    if (sent.size() == 3) return answer(403, "expired");
    return service.handle(request);
  });
  world.client().append_many_to_dataset("p", one(Content::from_reader(reader_of("bytes"), "a.pdf")));
  CHECK(sent == std::vector<std::string>(4, "bytes"));
  CHECK(temporary.files().empty());
}

TEST_CASE("temporary files are removed when an upload fails and when the import is cancelled") {
  const TemporaryFolder temporary;
  FakeService service("PDF");
  std::stop_source source;
  const bool cancel = GENERATE(false, true);
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) -> HttpResponse {
    if (request.method != "PUT") return service.handle(request);
    CHECK(temporary.files().size() == 1);
    if (cancel) source.request_stop();
    return answer(400, "refused");
  });
  CHECK_THROWS_AS(
      world.client().append_many_to_dataset("p", one(Content::from_reader(reader_of("bytes"), "a.pdf")),
                                            {.stop_token = source.get_token()}),
      Error);
  CHECK(temporary.files().empty());
  CHECK(service.assets().empty());
}

TEST_CASE("a cancelled import calls its reader no more") {
  const TemporaryFolder temporary;
  FakeService service("PDF");
  FakeWorld world(service.handler());
  std::stop_source source;
  std::size_t calls = 0;
  const Content endless = Content::from_reader(
      [&](std::span<std::byte> buffer) {
        if (++calls == 3) source.request_stop();
        return buffer.size();
      },
      "a.pdf");
  CHECK_THROWS_AS(
      world.client().append_many_to_dataset("p", one(endless), {.stop_token = source.get_token()}),
      Cancelled);
  CHECK(calls == 3);
  CHECK(temporary.files().empty());
}

TEST_CASE("an asset for whose content the disk has no room fails alone") {
  const TemporaryFolder temporary;
  FakeService service("PDF");
  FakeWorld world(service.handler());
  const Client client = world.client();
  const FileSizeLimit limit(10'000);
  try {
    client.append_many_to_dataset(
        "p", {.content_array = {Content::from_reader(reader_of(std::string(20'000, 'x')), "a.pdf"),
                                Content::from_reader(reader_of("small"), "b.pdf")}});
    FAIL("no error");
  } catch (const ImportError& error) {
    CHECK_THAT(error.assets()[0].reason,
               Contains("asset 0") && Contains(temporary.path()) && Contains("TMPDIR"));
    CHECK(error.created_asset_ids().size() == 1);
  }
  CHECK(temporary.files().empty());
}

TEST_CASE("the disk that contents of readers take is bounded") {
  const TemporaryFolder temporary;
  constexpr std::size_t count = 60;
  constexpr std::size_t bytes = std::size_t{10} << 20U;
  FakeService service("PDF");
  std::size_t most = 0;
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
    most = std::max(most, temporary.files().size());
    return service.handle(request);
  });
  ClientOptions options;
  options.max_requests_in_flight = 1;
  std::vector<Content> contents;
  for (std::size_t i = 0; i < count; ++i) {
    contents.push_back(Content::from_reader(
        [left = bytes](std::span<std::byte> buffer) mutable {
          const std::size_t some = std::min(left, buffer.size());
          left -= some;
          return some;
        },
        "a.pdf", bytes));
  }
  CHECK(world.client(options).append_many_to_dataset("p", {.content_array = contents}).asset_ids.size() ==
        count);
  CHECK(most <= 40);  // of at most 64 MiB + 10 MiB in each of five batches
  CHECK(temporary.files().empty());
}

TEST_CASE("with a journal, readers need external ids, and are told by format, size and external id") {
  const TemporaryFolder temporary;
  const TestFolder folder;
  FakeService service("PDF");
  FakeWorld world(service.handler());
  const Client client = world.client();
  AppendManyToDataset arguments = one(Content::from_reader(reader_of("bytes"), "a.pdf", 5));
  arguments.journal = folder.path("journal");
  arguments.external_id_array = {};
  CHECK_THAT(message_of<ValidationError>(client, arguments), Contains("needs an external id"));
  CHECK(world.transport->count() == 0);
  CHECK(service.assets().empty());
  arguments = one(Content::from_reader(reader_of("bytes"), "a.pdf", 5));
  arguments.journal = folder.path("other journal");
  const auto first = client.append_many_to_dataset("p", arguments);
  arguments.content_array = {Content::from_reader(reader_of("bytes"), "a.pdf", 5)};
  CHECK(client.append_many_to_dataset("p", arguments).asset_ids == first.asset_ids);
  CHECK(service.assets().size() == 1);
  arguments.content_array = {Content::from_reader(reader_of("bytes!"), "a.pdf", 6)};
  CHECK_THAT(message_of<ValidationError>(client, arguments), Contains("asset 0"));
  std::vector<NewAsset> range{
      {.content = Content::from_reader(reader_of("bytes"), "a.pdf")},
      {.content = Content::from_reader(reader_of("bytes"), "a.pdf"), .external_id = "second"}};
  try {
    client.append_many_to_dataset("p", range, {.journal = folder.path("third journal")});
    FAIL("no error");
  } catch (const ImportError& error) {
    CHECK_THAT(error.assets()[0].reason, Contains("needs an external id"));
    CHECK(error.assets()[1].outcome == ImportOutcome::created);
  }
}
