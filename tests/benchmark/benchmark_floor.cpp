/// The jobs of benchmark_client with bare libcurl and without any code of the library: the same requests, as
/// many in flight, and no more work than they need. What it takes is the floor for every client.

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "curl_window.hpp"
#include "measurement.hpp"

namespace {

using kili::benchmark::CurlWindow;
using kili::benchmark::Measurement;
using nlohmann::json;

constexpr const char* usage =
    "Usage: benchmark_floor JOB, with KILI_API_ENDPOINT and KILI_API_KEY in the environment\n"
    "  list PROJECT                     all assets, page by page\n"
    "  import PROJECT FOLDER PREFIX     the files of a folder as assets\n";

constexpr std::size_t page_size = 50;           // with the responses of labels
constexpr std::size_t pages_in_flight = 9;      // the page that is consumed and AssetsArguments::prefetch
constexpr std::size_t requests_in_flight = 32;  // ClientOptions::max_requests_in_flight
constexpr std::size_t batch_size = 100;
constexpr std::size_t urls_per_request = 30;
constexpr std::size_t batches_ahead = 4;

constexpr std::string_view project_document =
    "query projects($where: ProjectWhere!, $first: PageSize!, $skip: Int!) {\n"
    "  data: projects(where: $where, first: $first, skip: $skip) {\n"
    "    dataConnections {\n      id\n    }\n    inputType\n    steps {\n      id\n      name\n    }\n"
    "    workflowVersion\n  }\n}";
constexpr std::string_view count_document =
    "query countAssets($where: AssetWhere!) {\n  data: countAssets(where: $where)\n}";
constexpr std::string_view assets_document =
    "query assets($where: AssetWhere!, $first: PageSize!, $skip: Int!) {\n"
    "  data: assets(where: $where, first: $first, skip: $skip) {\n"
    "    content\n    createdAt\n    externalId\n    id\n    isHoneypot\n    jsonMetadata\n"
    "    labels {\n      author {\n        id\n        email\n      }\n      createdAt\n      id\n      "
    "jsonResponse\n      jsonResponseUrl\n"
    "    }\n    skipped\n    status\n    jsonContent\n    resolution {\n      width\n      height\n    }\n  "
    "}\n}";
constexpr std::string_view viewer_document = "query me {\n  data: viewer {\n    email\n  }\n}";
constexpr std::string_view organizations_document =
    "query organizations($where: OrganizationWhere!, $first: PageSize!, $skip: Int!) {\n"
    "  data: organizations(where: $where, first: $first, skip: $skip) {\n"
    "    license {\n      uploadLocalData\n    }\n  }\n}";
constexpr std::string_view existing_document =
    "query FilterExistingAssets($projectID: ID!, $externalIDs: [String!]!) {\n"
    "  external_ids: filterExistingAssets(projectID: $projectID, externalIDs: $externalIDs)\n}";
constexpr std::string_view urls_document =
    "query ($filePaths: [String!]) {\n  urls: createUploadBucketSignedUrls(filePaths: $filePaths)\n}";
constexpr std::string_view append_document =
    "mutation appendManyAssets($data: AppendManyAssetsData!, $where: ProjectWhere!) {\n"
    "  data: appendManyAssets(data: $data, where: $where) {\n    id\n  }\n}";

std::string body_of(std::string_view document, json variables) {
  return json{{"query", document}, {"variables", std::move(variables)}}.dump();
}

std::string project_body(const std::string& project) {
  return body_of(project_document, {{"first", 1}, {"skip", 0}, {"where", {{"id", project}}}});
}

CurlWindow window_of(std::size_t in_flight) {
  return {kili::benchmark::environment("KILI_API_ENDPOINT") + "/api/label/v2/graphql",
          kili::benchmark::environment("KILI_API_KEY"), in_flight};
}

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

/// Asks what the project is and how many assets there are, then for all pages, the empty one behind a full
/// last one included. Answers are read, not parsed.
std::size_t list(const std::string& project) {
  CurlWindow window = window_of(pages_in_flight);
  const json where{{"issue", json::object()}, {"label", json::object()}, {"project", {{"id", project}}}};
  std::size_t found = 0;
  std::size_t answers = 0;
  std::size_t matching = 0;
  const auto request_pages = [&] {
    for (std::size_t skip = 0; skip <= matching; skip += page_size) {
      window.post(body_of(assets_document, {{"first", page_size}, {"skip", skip}, {"where", where}}),
                  [&found](const std::string& answer) { found += count_of(answer, "\"externalId\":"); });
    }
  };
  window.post(project_body(project), [&](const std::string&) {
    if (++answers == 2) request_pages();
  });
  window.post(body_of(count_document, {{"where", where}}), [&](const std::string& answer) {
    matching = json::parse(answer)["data"]["data"].get<std::size_t>();
    if (++answers == 2) request_pages();
  });
  window.run();
  return found;
}

/// An import: checks as the client makes them, then batch by batch the signed URLs, the uploads and the
/// mutation.
class Import {
 public:
  Import(const std::string& project, const std::string& folder, const std::string& prefix)
      : project_(project),
        files_(kili::benchmark::files_of(folder)),
        external_ids_(kili::benchmark::external_ids_of(prefix, files_)),
        contents_(files_.size()),
        window_(window_of(requests_in_flight)) {
    for (const auto& external_id : external_ids_) asset_ids_.push_back("asset-" + external_id);
  }

  std::size_t run() {
    const auto checked = [this](const std::string&) {
      if (++checks_ == 3) open_batches();
    };
    window_.post(project_body(project_), checked);
    window_.post(body_of(viewer_document, json::object()), [this, checked](const std::string& answer) {
      const json email = json::parse(answer)["data"]["data"]["email"];
      window_.post(body_of(organizations_document,
                           {{"first", 1}, {"skip", 0}, {"where", {{"user", {{"email", email}}}}}}),
                   checked);
    });
    window_.post(body_of(existing_document, {{"externalIDs", external_ids_}, {"projectID", project_}}),
                 checked);
    window_.run();
    return created_;
  }

 private:
  struct Batch {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t uploads_left = 0;
  };

  void open_batches() {
    for (; next_ < files_.size() && open_ < batches_ahead; ++open_) {
      const auto batch = std::make_shared<Batch>();
      batch->begin = next_;
      batch->end = next_ = std::min(files_.size(), next_ + batch_size);
      batch->uploads_left = batch->end - batch->begin;
      for (std::size_t begin = batch->begin; begin < batch->end; begin += urls_per_request) {
        request_urls(batch, begin, std::min(batch->end, begin + urls_per_request));
      }
    }
  }

  void request_urls(const std::shared_ptr<Batch>& batch, std::size_t begin, std::size_t end) {
    json paths = json::array();
    for (std::size_t i = begin; i < end; ++i)
      paths.push_back(fmt::format("projects/{}/assets/{}/content", project_, asset_ids_[i]));
    window_.post(body_of(urls_document, {{"filePaths", std::move(paths)}}),
                 [this, batch, begin](const std::string& answer) {
                   const json parsed = json::parse(answer);
                   std::size_t i = begin;
                   for (const auto& url : parsed["data"]["urls"]) upload(batch, i++, url.get<std::string>());
                 });
  }

  void upload(const std::shared_ptr<Batch>& batch, std::size_t i, std::string url) {
    std::string target = url.substr(0, url.rfind("&id="));
    contents_[i] = std::move(url);
    window_.put(std::move(target), files_[i], [this, batch](const std::string&) {
      if (--batch->uploads_left == 0) append(*batch);
    });
  }

  void append(const Batch& batch) {
    const std::size_t size = batch.end - batch.begin;
    const auto slice = [&batch](std::vector<std::string>& all) {
      const auto begin = all.begin() + static_cast<std::ptrdiff_t>(batch.begin);
      return std::vector<std::string>(begin, begin + static_cast<std::ptrdiff_t>(batch.end - batch.begin));
    };
    window_.post(body_of(append_document, {{"data",
                                            {{"contentArray", slice(contents_)},
                                             {"externalIDArray", slice(external_ids_)},
                                             {"idArray", slice(asset_ids_)},
                                             {"isHoneypotArray", std::vector<bool>(size)},
                                             {"jsonContentArray", std::vector<std::string>(size)},
                                             {"jsonMetadataArray", std::vector<std::string>(size, "{}")}}},
                                           {"where", {{"id", project_}}}}),
                 [this, size](const std::string&) {
                   created_ += size;
                   --open_;
                   open_batches();
                 });
  }

  std::string project_;
  std::vector<std::string> files_;
  std::vector<std::string> external_ids_;
  std::vector<std::string> asset_ids_;
  std::vector<std::string> contents_;
  CurlWindow window_;
  std::size_t checks_ = 0;
  std::size_t created_ = 0;
  std::size_t next_ = 0;
  std::size_t open_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const Measurement measurement;
    const std::string& job = arguments.at(0);
    std::size_t assets = 0;
    if (job == "list") {
      assets = list(arguments.at(1));
    } else if (job == "import") {
      assets = Import(arguments.at(1), arguments.at(2), arguments.at(3)).run();
    } else {
      throw std::out_of_range(job);
    }
    measurement.print("floor", job, assets);
    return 0;
  } catch (const std::out_of_range&) {
    std::fputs(usage, stderr);
    return 2;
  } catch (const std::exception& error) {
    fmt::print(stderr, "benchmark_floor: {}\n", error.what());
    return 1;
  }
}
