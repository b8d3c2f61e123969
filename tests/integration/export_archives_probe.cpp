// Exports a project of a sandbox as archives, for readers of other makers: kili_export_archives_probe FOLDER
// The folder gets coco.zip, coco_masks.zip, yolo.zip, voc.zip, geojson.zip and expected.json with what was
// meant: boxes by image in fractions of the image, and the area of the mask in pixels.

#include <cstddef>
#include <exception>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "kili/kili.hpp"
#include "kili/sandbox.hpp"

namespace {

using namespace kili;
using nlohmann::json;

constexpr int width = 64;
constexpr int height = 48;

json ring(double left, double top, double right, double bottom) {
  return {{"normalizedVertices",
           {{{"x", left}, {"y", bottom}},
            {{"x", left}, {"y", top}},
            {{"x", right}, {"y", top}},
            {{"x", right}, {"y", bottom}}}}};
}

json object(const std::string& mid, const char* type, const char* category, json rings) {
  return {{"boundingPoly", std::move(rings)},
          {"categories", {{{"name", category}}}},
          {"children", json::object()},
          {"mid", mid},
          {"type", type}};
}

/// Two boxes, and a mask of 32 x 24 pixels with a hole of 16 x 12.
json answers(std::size_t number) {
  const double left = static_cast<double>(number % 8) / 16;
  return {{"BOX",
           {{"annotations",
             {object("a", "rectangle", "CAR", json::array({ring(left, 0.25, left + 0.25, 0.5)})),
              object("b", "rectangle", "BUS", json::array({ring(0.5, 0.5, 1, 1)}))}}}},
          {"MASK",
           {{"annotations",
             {object("m", "semantic", "ROAD",
                     json::array({ring(0.25, 0.25, 0.75, 0.75), ring(0.375, 0.375, 0.625, 0.625)}))}}}}};
}

json interface() {
  const auto job = [](const char* tool, json categories) {
    return json{{"content", {{"categories", std::move(categories)}, {"input", "radio"}}},
                {"instruction", tool},
                {"isChild", false},
                {"mlTask", "OBJECT_DETECTION"},
                {"required", 0},
                {"tools", {tool}}};
  };
  const auto category = [](const char* name) { return json{{"children", json::array()}, {"name", name}}; };
  return {{"jobs",
           {{"BOX", job("rectangle", {{"BUS", category("Bus")}, {"CAR", category("Car")}})},
            {"MASK", job("semantic", {{"ROAD", category("Road")}})}}}};
}

/// A file of which readers take the name alone.
json image() { return {{"text", "pixels"}, {"type", "image/png"}}; }

std::string make_project(Sandbox& sandbox, const std::string& input_type, std::size_t assets) {
  const std::string project =
      sandbox.add_project({.input_type = input_type, .json_interface = interface().dump()});
  json bucket = json::object();
  for (std::size_t i = 0; i < assets; ++i) bucket["image " + std::to_string(i) + ".png"] = image();
  sandbox.load_fixture({{"bucket", bucket}});
  for (std::size_t i = 0; i < assets; ++i) {
    const std::string name = "image " + std::to_string(i);
    const auto ids = sandbox.add_assets(
        project, {{{"content", sandbox.endpoint() + "/bucket/image%20" + std::to_string(i) + ".png"},
                   {"externalId", "sub/" + name},
                   {"resolution", {{"height", height}, {"width", width}}}}});
    static_cast<void>(
        sandbox.add_label(ids.front(), {{"jsonResponse", answers(i)}, {"labelType", "DEFAULT"}}));
  }
  return project;
}

void write_exports(const std::string& folder) {
  constexpr std::size_t assets = 20;
  Sandbox sandbox({.serve = false});
  const std::string images = make_project(sandbox, "IMAGE", assets);
  const std::string places = make_project(sandbox, "GEOSPATIAL", assets);
  const Client client(ClientOptions{.api_endpoint = sandbox.endpoint(),
                                    .api_key = sandbox.api_key(),
                                    .calls_per_minute = 0,
                                    .skip_checks = true,
                                    .transport = sandbox.transport()});
  const auto exported = [&](const std::string& project, const std::string& name, ExportFormat format,
                            ExportMasks masks, bool with_assets) {
    const auto report =
        client.export_labels({.disable_tqdm = true,
                              .export_type = ExportType::latest_from_last_step,
                              .filename = folder + "/" + name,
                              .fmt = format,
                              .layout = ExportLayout::merged,
                              .masks = masks,
                              .project_id = project,
                              .training_split = TrainingSplit{.test = 0.2, .train = 0.6, .validation = 0.2},
                              .with_assets = with_assets});
    if (report.assets != assets) throw std::runtime_error(name + " has not all assets");
  };
  exported(images, "coco.zip", ExportFormat::coco, ExportMasks::polygons, true);
  exported(images, "coco_masks.zip", ExportFormat::coco, ExportMasks::run_lengths, true);
  exported(images, "yolo.zip", ExportFormat::yolo_v8, ExportMasks::polygons, true);
  exported(images, "voc.zip", ExportFormat::pascal_voc, ExportMasks::polygons, true);
  exported(places, "geojson.zip", ExportFormat::geojson, ExportMasks::polygons, false);
  json expected{
      {"boxes", json::object()}, {"height", height}, {"mask_area", 32 * 24 - 16 * 12}, {"width", width}};
  for (std::size_t i = 0; i < assets; ++i) {
    const double left = static_cast<double>(i % 8) / 16;
    expected["boxes"]["sub/image " + std::to_string(i)] = {
        {{"box", {left, 0.25, left + 0.25, 0.5}}, {"class", "CAR"}},
        {{"box", {0.5, 0.5, 1, 1}}, {"class", "BUS"}}};
  }
  std::ofstream(folder + "/expected.json") << expected.dump();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: kili_export_archives_probe FOLDER\n";
    return 2;
  }
  try {
    write_exports(argv[1]);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
