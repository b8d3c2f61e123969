// Imports real files into three projects, lists, counts, updates and exports them, and says what it did.
//
//   quickstart DATA_DIR OUT_DIR IMAGE_PROJECT PDF_PROJECT TEXT_PROJECT
//
// Key and endpoint come from KILI_API_KEY and KILI_API_ENDPOINT. examples/quickstart.sh starts a sandbox and
// runs this.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <kili/kili.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

/// The files of a folder, by name.
std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// Imports every file of a folder under its name and gives the number of new assets back.
std::size_t import_folder(const kili::Client& kili, const std::string& project, const fs::path& folder) {
  std::vector<std::string> contents;
  std::vector<std::string> names;
  std::vector<kili::Json> metadata;
  for (const fs::path& file : files_of(folder)) {
    contents.push_back(file.string());
    names.push_back(file.filename().string());
    metadata.emplace_back(nlohmann::json{{"bytes", fs::file_size(file)}});
  }
  const auto added = kili.append_many_to_dataset(
      project, {.content_array = contents, .external_id_array = names, .json_metadata_array = metadata});
  fmt::print("imported   {:3} files from {}\n", added.asset_ids.size(), folder.filename().string());
  return added.asset_ids.size();
}

/// Has the large photographs labelled first.
std::size_t prioritise_large(const kili::Client& kili, const std::string& project) {
  constexpr int large = 100'000;  // bytes
  std::vector<std::string> ids;
  for (const kili::Asset& asset : kili.assets(project, {}, {.fields = {"id", "jsonMetadata"}})) {
    if (asset.json_metadata().value("bytes", 0) > large) ids.emplace_back(asset.id());
  }
  const auto outcome = kili.set_assets_priority({.asset_ids = ids, .priority = 1});
  fmt::print("updated    {:3} photographs over {} kB: priority 1\n", outcome.succeeded.size(), large / 1000);
  return outcome.succeeded.size();
}

/// Writes the assets of the project to a CSV file, a row for each.
std::size_t export_project(const kili::Client& kili, const std::string& project, const fs::path& file) {
  const kili::Table table =
      kili.assets(project, {}, {.fields = {"externalId", "id", "status", "priority", "jsonMetadata"}})
          .to_table();
  table.write_csv(file);
  fmt::print("exported   {:3} assets to {}\n", table.row_count(), file.filename().string());
  return table.row_count();
}

int run(const std::vector<std::string>& arguments) {
  const fs::path data = arguments[0];
  const fs::path out_dir = arguments[1];
  const std::string& images = arguments[2];
  const std::string& documents = arguments[3];
  const std::string& texts = arguments[4];
  const auto started = std::chrono::steady_clock::now();

  const kili::Client kili;
  fmt::print("connected  to {}\n", kili.api_endpoint());
  std::size_t imported = import_folder(kili, images, data / "photos");
  imported += import_folder(kili, documents, data / "documents");
  imported += import_folder(kili, texts, data / "texts");
  const auto rows = kili.append_many_to_dataset(texts, {.from_csv = (data / "texts.csv").string()});
  fmt::print("imported   {:3} rows of texts.csv\n", rows.asset_ids.size());
  imported += rows.asset_ids.size();

  fmt::print("listed     the first photographs:\n");
  for (const kili::Asset& asset :
       kili.assets(images, {}, {.fields = {"externalId", "status", "jsonMetadata"}, .first = 3})) {
    fmt::print("             {:24} {:8} {:7} bytes\n", asset.external_id(),
               kili::to_string(asset.status().value()), asset.json_metadata().at("bytes").get<std::size_t>());
  }
  const std::size_t counted =
      kili.count_assets(images) + kili.count_assets(documents) + kili.count_assets(texts);
  fmt::print("counted    {:3} assets in 3 projects, {} of them PNG\n", counted,
             kili.count_assets(images, {.external_id_in = {".png"}}));

  const std::size_t updated = prioritise_large(kili, images);

  const std::size_t exported = export_project(kili, images, out_dir / "photos.csv") +
                               export_project(kili, documents, out_dir / "documents.csv") +
                               export_project(kili, texts, out_dir / "texts.csv");

  const auto elapsed = std::chrono::steady_clock::now() - started;
  fmt::print("in {} ms\n", std::chrono::duration_cast<std::chrono::milliseconds>(elapsed).count());
  return imported == counted && updated > 0 && exported == counted ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() != 5) {
    fmt::print(stderr, "usage: quickstart DATA_DIR OUT_DIR IMAGE_PROJECT PDF_PROJECT TEXT_PROJECT\n");
    return 2;
  }
  try {
    return run(arguments);
  } catch (const kili::Error& error) {
    fmt::print(stderr, "{}: {}\n", error.type(), error.what());
    return 1;
  }
}
