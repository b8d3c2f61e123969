// The peak of memory of a program that lists assets of a service whose answers become large: prints it for
// each shape, asserts nothing. Each listing is a process of its own.

#include <spawn.h>
#include <sys/wait.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kili/kili.hpp"
#include "raw_server.hpp"
#include "support/gzip.hpp"

extern char** environ;

namespace {

using namespace kili;
using nlohmann::json;

constexpr std::size_t mebibyte = std::size_t{1} << 20U;
/// Of the text of an answer; gzip makes a few hundred kilobytes of it.
constexpr std::size_t text_bytes = 250 * mebibyte;
constexpr std::size_t counted = 10'000;

/// The peak of the resident set since this program was begun.
std::size_t peak_kibibytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stoull(line.substr(line.find_first_of("0123456789")));
  }
  return 0;
}

/// What the process does that is measured.
int list_assets(const char* endpoint) {
  const Client client({.api_endpoint = endpoint,
                       .api_key = "key-of-the-benchmark",
                       .calls_per_minute = 0,
                       .skip_checks = true});
  try {
    std::size_t listed = 0;
    for (const auto& asset : client.assets("p", {}, {.fields = {"id", "externalId", "jsonMetadata"}})) {
      static_cast<void>(asset);
      ++listed;
    }
    std::cerr << listed << " assets\n";
  } catch (const Error& error) {
    std::cerr << error.what() << '\n';
  }
  std::cout << fmt::format("{:.1f}", static_cast<double>(peak_kibibytes()) / 1024) << std::flush;
  return 0;
}

struct Bomb {
  std::string_view name;
  std::string_view element;
  std::size_t bytes = text_bytes;
  bool in_metadata = false;  ///< As the JSON text of a string.
};

/// Just below the limit of the text and far above it.
constexpr auto bombs = std::to_array<Bomb>({
    {"small assets", "", 0},
    {"numbers", "0,"},
    {"numbers, 60 MiB", "0,", 60 * mebibyte},
    {"lists, 60 MiB", "[],", 60 * mebibyte},
    {"objects, 60 MiB", "{},", 60 * mebibyte},
    {"objects of objects, 60 MiB", "{\"\":{\"\":0}},", 60 * mebibyte},
    {"empty texts, 60 MiB", "\"\",", 60 * mebibyte},
    {"one text, 60 MiB", "", 60 * mebibyte},
    {"lists inside jsonMetadata, 40 MiB", "[],", 40 * mebibyte, true},
    {"objects inside jsonMetadata, 40 MiB", "{},", 40 * mebibyte, true},
    {"numbers, 3 MiB on every page", "0,", 3 * mebibyte},
    {"objects, 500 kB on every page", "{},", 500'000},
});

std::string page_of(const Bomb& bomb) {
  if (bomb.bytes == 0) return R"({"data":{"data":[{"id":"1","externalId":"a","jsonMetadata":"{}"}]}})";
  std::string large(bomb.element.empty() ? "\"" : "[");
  large.reserve(bomb.bytes + 1000);
  while (large.size() < bomb.bytes) large += bomb.element.empty() ? "xxxxxxxxxxxxxxxx" : bomb.element;
  large += bomb.element.empty() ? "\"" : "0]";
  if (bomb.in_metadata) large = json(large).dump();
  return fmt::format(R"({{"data":{{"data":[{{"id":"1","externalId":"a","{}":{}}}]}}}})",
                     bomb.in_metadata ? "jsonMetadata" : "status", large);
}

/// Plays the service: few assets are counted where there is no bomb, else many.
void serve(test::RawConnection& connection, const Bomb& bomb, const std::string& packed_page) {
  const std::string request = connection.read_request();
  if (request.empty()) return;
  const std::string close = "Connection: close\r\nContent-Type: application/json\r\n";
  if (request.find("query countAssets") != std::string::npos) {
    const std::size_t count = bomb.bytes == 0 ? 1 : counted;
    connection.write(test::http_answer(200, fmt::format(R"({{"data":{{"data":{}}}}})", count), close));
  } else if (request.find("query assets") != std::string::npos) {
    connection.write(test::http_answer(200, packed_page, close + "Content-Encoding: gzip\r\n"));
  } else {
    connection.write(test::http_answer(
        200,
        R"({"data":{"data":[{"id":"p","title":"t","inputType":"IMAGE","dataConnections":[],"steps":[],)"
        R"("workflowVersion":"V2"}]}})",
        close));
  }
}

void measure(const char* program, const Bomb& bomb) {
  const std::string packed = support::gzip(page_of(bomb));
  const test::RawServer server([&](test::RawConnection& connection) { serve(connection, bomb, packed); });
  std::cout << fmt::format("| {} | {} | ", bomb.name, packed.size()) << std::flush;
  std::string list = "--list";
  std::string url = server.url("/api/label/v2/graphql");
  std::string name = program;
  std::array<char*, 4> arguments{name.data(), list.data(), url.data(), nullptr};
  pid_t child = 0;
  const auto started = std::chrono::steady_clock::now();
  if (posix_spawn(&child, program, nullptr, nullptr, arguments.data(), environ) != 0) return;
  int status = 0;
  static_cast<void>(waitpid(child, &status, 0));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
  std::cout << fmt::format(" | {:.1f} |\n", took.count()) << std::flush;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "--list") return list_assets(argv[2]);
  std::cout << "| answer | bytes sent | peak MiB | s |\n| --- | ---: | ---: | ---: |\n";
  for (const auto& bomb : bombs) measure("/proc/self/exe", bomb);
}
