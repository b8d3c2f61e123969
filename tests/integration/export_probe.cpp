// Writes exports of labels that are hard to write, for readers of other makers: kili_export_probe FOLDER
// The folder gets yolo/<version>/<layout>, coco.json, geojson/labels, pascal_voc/labels, and expected.json
// with what was meant.

#include <exception>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "kili/kili.hpp"

namespace {

using namespace kili;
using nlohmann::json;
using Corners = std::vector<std::pair<double, double>>;

/// Names that YAML, or its older version, takes for something else than a text.
std::vector<std::string> class_names() {
  return {"A",
          "no",
          "No",
          "yes",
          "on",
          "OFF",
          "null",
          "Null",
          "~",
          "1.0",
          "0x1f",
          "0b1",
          "0o7",
          "1_000",
          "1e3",
          ".inf",
          "-.INF",
          ".NaN",
          "12:30:45",
          "<<",
          "=",
          "-",
          "- a",
          "?",
          "? a",
          ":",
          "a: b",
          "a:",
          "c #d",
          "#c",
          "[x]",
          "{x: y}",
          "*alias",
          "&anchor",
          "!tag",
          "%dir",
          "@at",
          "`tick",
          "a, b",
          "'",
          "it's",
          "\"q\"",
          "\\n",
          "a\nb",
          "a\r\nb",
          "tab\there",
          " lead",
          "trail ",
          "|",
          ">",
          "---",
          "...",
          "2001-01-01",
          "Älter",
          "\xE7\x8C\xAB",
          "\xF0\x9F\x9A\x97",
          "bell\x07",
          "nel\xC2\x85x",
          "ls\xE2\x80\xA8x",
          "bom\xEF\xBB\xBF",
          "true",
          "y",
          "N",
          "very " + std::string(1500, 'x') + " long"};
}

std::vector<std::string> external_ids() {
  return {"IMG_1.JPG",       "photo.jpeg", "two.dots.png", "sub/folder/a.TIFF",
          "no extension",    "../up.png",  "nul.png",      "caf\xC3\xA9 \xE7\x8C\xAB.webp",
          "line\nbreak.bmp", "x.HEIC",     "v1.25"};
}

json outline_of(const Corners& corners) {
  json vertices = json::array();
  for (const auto& [x, y] : corners) vertices.push_back({{"x", x}, {"y", y}});
  return {{"normalizedVertices", vertices}};
}

json shape_of(const char* tool, const std::string& category, const std::vector<Corners>& outlines) {
  json shape{{"type", tool}, {"mid", category}, {"categories", {{{"name", category}}}}};
  shape["boundingPoly"] = json::array();
  for (const auto& outline : outlines) shape["boundingPoly"].push_back(outline_of(outline));
  return shape;
}

Corners square(double left, double top, double right, double bottom) {
  return {{left, bottom}, {left, top}, {right, top}, {right, bottom}};
}

/// Good and bad shapes; of each class one, so that its number is read.
json shapes_of_an_image() {
  json shapes = json::array();
  const auto names = class_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const double left = static_cast<double>(i % 8) / 8;
    const double top = static_cast<double>(i / 8) / 10;
    shapes.push_back(shape_of("rectangle", names[i], {square(left, top, left + 0.125, top + 0.1)}));
  }
  shapes.push_back(shape_of("semantic", "A", {square(0.1, 0.1, 0.7, 0.7), square(0.2, 0.2, 0.5, 0.5)}));
  shapes.push_back(shape_of("semantic", "A", {{{0.1, 0.9}, {0.9, 0.9}, {0.5, 0.1}}}));
  shapes.push_back(shape_of("semantic", "A", {{{0.1, 0.1}, {0.5, 0.5}}}));
  shapes.push_back(shape_of("rectangle", "A", {square(0.5, 0.2, 0.5, 0.8)}));
  shapes.push_back(shape_of("rectangle", "A", {square(0.5, 0.2, 1.5, 0.8)}));
  shapes.push_back(shape_of("polygon", "A", {{{0.1, 0.1}, {0.5, 0.5}}}));
  json parts = shape_of("semantic", "A", {});
  parts["boundingPoly"] = {{outline_of(square(0, 0, 0.4, 0.4)), outline_of(square(0.1, 0.1, 0.2, 0.2))},
                           {outline_of(square(0.6, 0.6, 0.9, 0.9))}};
  shapes.push_back(parts);
  for (std::size_t i = 0; i < shapes.size(); ++i) shapes[i]["mid"] = std::to_string(i);
  return shapes;
}

json shapes_on_the_globe() {
  json shapes = json::array();
  for (const auto& box :
       {square(170, 20, 190, 10), square(-190, 10, -170, 20), square(170, 10, -170, 20), square(1, 2, 3, 4)})
    shapes.push_back(shape_of("rectangle", "A", {box}));
  shapes.push_back(
      shape_of("semantic", "A", {square(160, 0, 200, 40), square(175, 10, 185, 20), square(162, 2, 164, 4)}));
  shapes.push_back(
      shape_of("polygon", "A",
               {{{170, 0}, {190, 0}, {190, 10}, {172, 10}, {172, 20}, {190, 20}, {190, 30}, {170, 30}}}));
  shapes.push_back(shape_of("semantic", "A", {square(10, 0, 20, 40), square(12, 2, 14, 4)}));
  json parts = shape_of("semantic", "A", {});
  parts["boundingPoly"] = {{outline_of(square(0, 0, 4, 4)), outline_of(square(1, 1, 2, 2))},
                           {outline_of(square(175, 6, 185, 9))}};
  shapes.push_back(parts);
  for (json& shape : shapes) shape.erase("mid");
  return shapes;
}

Ontology ontology_of(InputType type) {
  json categories = json::object();
  for (const auto& name : class_names()) categories[name] = {{"name", name}, {"children", json::array()}};
  const json job{{"mlTask", "OBJECT_DETECTION"},
                 {"required", 0},
                 {"isChild", false},
                 {"tools", {"rectangle", "polygon", "semantic"}},
                 {"content", {{"input", "radio"}, {"categories", categories}}}};
  return Ontology(json{{"jobs", {{"JOB", job}}}}, type);
}

std::vector<Asset> assets_of(const json& shapes) {
  std::vector<Asset> assets;
  for (const auto& external_id : external_ids()) {
    assets.emplace_back(json{{"externalId", external_id},
                             {"content", ""},
                             {"resolution", {{"width", 160}, {"height", 120}}},
                             {"latestLabel", {{"jsonResponse", {{"JOB", {{"annotations", shapes}}}}}}}});
  }
  return assets;
}

void write_exports(const std::filesystem::path& folder) {
  const Ontology ontology = ontology_of(InputType::image);
  const auto assets = assets_of(shapes_of_an_image());
  std::filesystem::create_directories(folder);
  json names = json::array();
  for (const auto& category : ontology.find("JOB")->categories()) names.push_back(category.name);
  json skipped = json::object();
  for (const auto& [name, version] : {std::pair("v4", YoloVersion::v4),
                                      {"v5", YoloVersion::v5},
                                      {"v7", YoloVersion::v7},
                                      {"v8", YoloVersion::v8}}) {
    for (const bool merged : {true, false}) {
      const std::string place = std::string(name) + (merged ? "/merged" : "/split");
      YoloWriter yolo(folder / "yolo" / place, ontology, {.merged = merged, .version = version});
      yolo.add_all(assets);
      skipped["yolo"] = yolo.skipped();
    }
  }
  CocoWriter coco(ontology, {.merged = false});
  coco.add_all(assets);
  coco.write(folder / "coco.json");
  skipped["coco"] = coco.skipped();
  PascalVocWriter pascal_voc(folder / "pascal_voc", ontology);
  pascal_voc.add_all(assets);
  skipped["pascal_voc"] = pascal_voc.skipped();
  GeoJsonWriter geojson(folder / "geojson", ontology_of(InputType::geospatial));
  geojson.add_all(assets_of(shapes_on_the_globe()));
  skipped["geojson"] = geojson.skipped();
  GeoJsonWriter images(folder / "geojson_of_images", ontology);
  images.add_all(assets);
  std::ofstream(folder / "expected.json")
      << json{{"names", names}, {"assets", assets.size()}, {"skipped", skipped}}.dump(1);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "Usage: kili_export_probe FOLDER\n";
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
