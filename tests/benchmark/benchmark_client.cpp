/// The jobs of the benchmark through the public API. One job per process, so that its peak of memory is its
/// own.

#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kili/kili.hpp"
#include "measurement.hpp"

namespace {

using namespace kili;
using benchmark::Measurement;

constexpr const char* usage =
    "Usage: benchmark_client JOB, with KILI_API_ENDPOINT and KILI_API_KEY in the environment\n"
    "  list PROJECT                     all assets as a vector\n"
    "  iterate PROJECT                  all assets one after another\n"
    "  labels PROJECT                   all assets one after another with their labels\n"
    "  import PROJECT FOLDER PREFIX     the files of a folder as assets\n"
    "  page-and-upload PROJECT PROJECT FILE\n"
    "                                   a page of 100 assets of the first, a file into the second\n";

Client connect() {
  ClientOptions options;
  options.calls_per_minute = 0;
  options.skip_checks = true;
  return Client(options);
}

std::size_t list(const std::string& project) {
  return connect().assets(project, {}, {.disable_tqdm = true}).to_vector().size();
}

std::size_t iterate(const std::string& project) {
  std::size_t count = 0;
  for (const Asset& asset : connect().assets(project)) count += asset.external_id().empty() ? 0 : 1;
  return count;
}

std::size_t labels(const std::string& project) {
  std::size_t count = 0;
  for (const Asset& asset :
       connect().assets(project, {}, {.fields = {"externalId", "labels.jsonResponse"}})) {
    count += asset.labels().empty() ? 0 : 1;
  }
  return count;
}

std::size_t import(const std::string& project, const std::string& folder, const std::string& prefix) {
  const auto files = benchmark::files_of(folder);
  const auto added = connect().append_many_to_dataset(
      project, {.content_array = files,
                .disable_tqdm = true,
                .external_id_array = benchmark::external_ids_of(prefix, files)});
  return added.asset_ids.size();
}

std::size_t page_and_upload(const std::string& listed, const std::string& filled, const std::string& file) {
  const Client client = connect();
  const auto page = client.assets(listed, {}, {.disable_tqdm = true, .first = 100}).to_vector();
  const auto added = client.append_many_to_dataset(filled, {.content_array = {file}, .disable_tqdm = true});
  return page.size() + added.asset_ids.size();
}

std::size_t run(const std::vector<std::string>& arguments) {
  const std::string& job = arguments.at(0);
  if (job == "list") return list(arguments.at(1));
  if (job == "iterate") return iterate(arguments.at(1));
  if (job == "labels") return labels(arguments.at(1));
  if (job == "import") return import(arguments.at(1), arguments.at(2), arguments.at(3));
  if (job == "page-and-upload") return page_and_upload(arguments.at(1), arguments.at(2), arguments.at(3));
  throw std::out_of_range(job);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const Measurement measurement;
    const std::size_t assets = run(arguments);
    measurement.print("client", arguments.front(), assets);
    return 0;
  } catch (const std::out_of_range&) {
    std::fputs(usage, stderr);
    return 2;
  } catch (const std::exception& error) {
    fmt::print(stderr, "benchmark_client: {}\n", error.what());
    return 1;
  }
}
