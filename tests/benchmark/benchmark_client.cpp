/// The jobs of the benchmark through the public API. One job per process, so that its peak of memory is its
/// own.

#include <algorithm>
#include <cstdio>
#include <exception>
#include <fstream>
#include <ranges>
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
    "                                   a page of 100 assets of the first, a file into the second\n"
    "  prepare-predictions PROJECT FOLDER\n"
    "                                   an interface; asset ids and external ids into files, one a line\n"
    "  predict-by-id PROJECT FILE       a prediction for each asset id of the file\n"
    "  predict-by-external-id PROJECT FILE\n"
    "  label PROJECT FILE               a label for each asset id of the file\n"
    "  export PROJECT FILE FORMAT       all labels into an archive\n";

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

/// The interface that the predictions answer, and the assets that they are for.
std::size_t prepare_predictions(const std::string& project, const std::string& folder) {
  const Client client = connect();
  std::ofstream ids(folder + "/ids");
  std::ofstream external_ids(folder + "/external_ids");
  std::size_t count = 0;
  for (const Asset& asset :
       client.assets(project, {}, {.disable_tqdm = true, .fields = {"externalId", "id"}})) {
    ids << asset.id() << '\n';
    external_ids << asset.external_id() << '\n';
    ++count;
  }
  // Last: it marks in a log of requests where the predictions begin.
  static_cast<void>(
      client.update_properties_in_project({.json_interface = nlohmann::json::parse(R"({"jobs": {"DETECTION": {
        "content": {"categories": {"CAR": {"name": "Car"}}, "input": "radio"}, "instruction": "Cars", "isChild": false,
        "mlTask": "OBJECT_DETECTION", "required": 1, "tools": ["rectangle"]}}})"),
                                           .project_id = project}));
  return count;
}

/// A box, about 300 bytes of JSON.
std::string box(std::size_t number) {
  const double left = static_cast<double>(number % 1000) / 2000;
  return fmt::format(
      R"({{"DETECTION":{{"annotations":[{{"boundingPoly":[{{"normalizedVertices":[{{"x":{0:.4f},"y":0.6}},)"
      R"({{"x":{0:.4f},"y":0.2}},{{"x":{1:.4f},"y":0.2}},{{"x":{1:.4f},"y":0.6}}]}}],)"
      R"("categories":[{{"confidence":87,"name":"CAR"}}],"children":{{}},"mid":"2020110316040863-{2}",)"
      R"("type":"rectangle"}}]}}}})",
      left, left + 0.25, number);
}

/// Reads the names and makes the labels as they are asked for: nothing is held.
template <typename Write>
std::size_t write_boxes(const std::string& file, bool by_id, const Write& write) {
  std::ifstream names(file);
  std::size_t number = 0;
  auto boxes =
      std::ranges::istream_view<std::string>(names) | std::views::transform([&](const std::string& name) {
        NewLabel label{.json_response = box(number++)};
        (by_id ? label.asset_id : label.external_id) = name;
        return label;
      });
  write(boxes);
  return number;
}

std::size_t predict(const std::string& project, const std::string& file, bool by_id) {
  return write_boxes(file, by_id, [&](auto& boxes) {
    static_cast<void>(
        connect().create_predictions(project, boxes, {.disable_tqdm = true, .model_name = "detector"}));
  });
}

std::size_t label(const std::string& project, const std::string& file) {
  return write_boxes(file, true, [&](auto& boxes) {
    static_cast<void>(connect().append_labels(boxes, {.disable_tqdm = true, .project_id = project}));
  });
}

std::size_t export_labels(const std::string& project, const std::string& file, const std::string& format) {
  return connect()
      .export_labels({.disable_tqdm = true,
                      .export_type = ExportType::latest_from_last_step,
                      .filename = file,
                      .fmt = from_string<ExportFormat>(format),
                      .layout = ExportLayout::merged,
                      .project_id = project,
                      .with_assets = false})
      .assets;
}

std::size_t run(const std::vector<std::string>& arguments) {
  const std::string& job = arguments.at(0);
  if (job == "list") return list(arguments.at(1));
  if (job == "iterate") return iterate(arguments.at(1));
  if (job == "labels") return labels(arguments.at(1));
  if (job == "import") return import(arguments.at(1), arguments.at(2), arguments.at(3));
  if (job == "page-and-upload") return page_and_upload(arguments.at(1), arguments.at(2), arguments.at(3));
  if (job == "prepare-predictions") return prepare_predictions(arguments.at(1), arguments.at(2));
  if (job == "predict-by-id") return predict(arguments.at(1), arguments.at(2), true);
  if (job == "predict-by-external-id") return predict(arguments.at(1), arguments.at(2), false);
  if (job == "label") return label(arguments.at(1), arguments.at(2));
  if (job == "export") return export_labels(arguments.at(1), arguments.at(2), arguments.at(3));
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
