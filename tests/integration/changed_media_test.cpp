// Media that change while they are downloaded.

#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "one_asset_service.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;

namespace {

std::string downloaded_bytes(const OneAssetService& service, const std::filesystem::path& folder) {
  const auto assets = service.client()
                          .assets("p", {},
                                  {.download_media = true,
                                   .fields = {"id", "content", "externalId", "jsonContent"},
                                   .local_media_dir = folder})
                          .to_vector();
  std::ifstream file(std::string(assets.at(0).content()), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("a part of another version of a file is not put behind the first part") {
  const bool by_date = GENERATE(false, true);
  CAPTURE(by_date);
  const std::string old_version(200'000, 'o');
  const std::string new_version(200'000, 'n');
  const auto named = [by_date](bool is_new) {
    return by_date ? "Last-Modified: Thu, 0" + std::string(is_new ? "2" : "1") + " Jan 2026 00:00:00 GMT\r\n"
                   : "ETag: \"" + std::string(is_new ? "new" : "old") + "\"\r\n";
  };
  std::atomic<int> parts = 0;
  const OneAssetService service([&](const std::string& request) {
    const std::string close = "Connection: close\r\n";
    if (request.starts_with("HEAD")) {
      const auto answer = http_answer(200, old_version, named(false) + close);
      return answer.substr(0, answer.size() - old_version.size());
    }
    const std::string range = "Range: bytes=";
    if (const auto at = request.find(range); at != std::string::npos) {
      // As a storage does that does not know If-Range, behind a cache that kept the first version for a
      // while.
      ++parts;
      const std::size_t begin = std::stoul(request.substr(at + range.size()));
      return http_answer(
          206, new_version.substr(begin),
          named(true) + "Content-Range: bytes " + std::to_string(begin) + "-199999/200000\r\n" + close);
    }
    if (parts > 0) return http_answer(200, new_version, named(true) + close);
    const std::string answer = http_answer(200, old_version, named(false) + close);
    return answer.substr(0, answer.size() - 100'000);
  });
  const TestFolder folder;
  const std::string bytes = downloaded_bytes(service, folder.root());
  CHECK(parts > 0);
  CHECK(bytes == new_version);
}
