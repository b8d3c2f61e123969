// Media and label documents whose storage names codings that are none, unknown ones, or wrong ones.

#include <atomic>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "http/curl_transport.hpp"
#include "one_asset_service.hpp"
#include "raw_server.hpp"
#include "support/gzip.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

/// A storage that answers each request with the same bytes, and names a coding for them.
struct CodedStorage {
  CodedStorage(std::string coding, std::string bytes)
      : content_encoding(std::move(coding)),
        body(std::move(bytes)),
        service([this](const std::string& request) {
          const bool is_head = request.starts_with("HEAD");
          requests += is_head ? 0 : 1;
          const std::string answer =
              http_answer(200, body, "Content-Encoding: " + content_encoding + "\r\nConnection: close\r\n");
          return is_head ? answer.substr(0, answer.size() - body.size()) : answer;
        }) {}

  std::string content_encoding;
  std::string body;
  std::atomic<int> requests{0};
  OneAssetService service;
};

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("media come whole, whatever coding their storage names") {
  const auto [coding, is_gzip] = GENERATE(table<const char*, bool>({{"UTF-8", false},
                                                                    {"binary", false},
                                                                    {"aws-chunked", false},
                                                                    {"gzip,aws-chunked", true},
                                                                    {"gzip", true}}));
  CAPTURE(coding);
  const std::string picture = "\xff\xd8\xff" + std::string(100'000, 'p');
  CodedStorage storage(coding, is_gzip ? support::gzip(picture) : picture);
  const TestFolder folder;
  const auto assets = storage.service.client()
                          .assets("p", {},
                                  {.download_media = true,
                                   .fields = {"id", "content", "externalId", "jsonContent"},
                                   .local_media_dir = folder.root()})
                          .to_vector();
  REQUIRE(assets.size() == 1);
  CHECK(bytes_of(std::string(assets[0].content())) == picture);
  CHECK(storage.requests == 1);
}

TEST_CASE("label documents come whole, whatever coding their storage names") {
  const auto [coding, is_gzip] = GENERATE(
      table<const char*, bool>({{"UTF-8", false}, {"aws-chunked", false}, {"aws-chunked, gzip", true}}));
  CAPTURE(coding);
  const std::string document = R"({"JOB": {"text": "read"}})";
  CodedStorage storage(coding, is_gzip ? support::gzip(document) : document);
  const auto assets =
      storage.service.client().assets("p", {}, {.fields = {"id", "labels.jsonResponse"}}).to_vector();
  REQUIRE(assets.size() == 1);
  CHECK(assets[0].labels()[0]["jsonResponse"] == json::parse(document));
}

TEST_CASE("a coding that cannot be undone is an error at once that names it") {
  const auto [coding, body] =
      GENERATE(table<const char*, const char*>({{"br", "x"}, {"zstd", "x"}, {"gzip", "this is no gzip"}}));
  CAPTURE(coding);
  CodedStorage storage(coding, body);
  const TestFolder folder;
  const bool of_label = GENERATE(false, true);
  AssetsArguments how{.fields = {"id", "content", "externalId", "jsonContent"}};
  if (of_label) {
    how.fields = {"id", "labels.jsonResponse"};
  } else {
    how.download_media = true;
    how.local_media_dir = folder.root();
  }
  try {
    static_cast<void>(storage.service.client().assets("p", {}, how).to_vector());
    FAIL("no error");
  } catch (const Error& error) {
    CHECK_THAT(error.what(), Catch::Matchers::Contains("'" + std::string(coding) + "'"));
  }
  CHECK(storage.requests == 1);
}

TEST_CASE(
    "compressed answers are bounded by their size after decompression, and broken off ones are noticed") {
  const std::string packed = support::gzip(std::string(50'000'000, ' '));
  bool cut = false;
  const RawServer server([&](RawConnection& connection) {
    static_cast<void>(connection.read_request());
    connection.write(
        http_answer(200, cut ? packed.substr(0, packed.size() / 2) : packed, "Content-Encoding: gzip\r\n"));
    connection.wait_for_close();
  });
  http::CurlTransport transport({});
  const auto failure = [&] {
    HttpRequest request;
    request.url = server.url();
    request.max_response_bytes = cut ? 100'000'000 : 1'000'000;
    try {
      static_cast<void>(transport.send(request, {}));
    } catch (const TransportError& error) {
      return error.failure();
    }
    throw std::logic_error("no failure");
  };
  CHECK(failure() == TransportFailure::response_too_large);
  cut = true;
  CHECK(failure() == TransportFailure::connection_lost);
}
