// How many annotations per second one core reads into parsed labels, visits and writes back.
// Usage: parsed_labels_benchmark [SECONDS PER MEASUREMENT]

#include <fmt/format.h>

#include <cstddef>
#include <cstdlib>
#include <ctime>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "kili/labels/parsed_label.hpp"

namespace {

using nlohmann::json;

constexpr int annotations_per_label = 20;

kili::Ontology ontology() {
  return kili::Ontology::parse(R"({"jobs": {
    "OBJECTS": {"mlTask": "OBJECT_DETECTION", "required": 0, "isChild": false,
                "tools": ["rectangle", "polygon", "marker", "polyline", "semantic"],
                "content": {"input": "radio", "categories": {"CAR": {"name": "Car"}, "BUS": {"name": "Bus"},
                                                             "TRUCK": {"name": "Truck"}}}},
    "ENTITIES": {"mlTask": "NAMED_ENTITIES_RECOGNITION", "required": 0, "isChild": false,
                 "content": {"input": "radio", "categories": {"PERSON": {"name": "Person"}, "PLACE": {"name": "Place"}}}}}})",
                               kili::InputType::image);
}

json vertices(int count, int seed) {
  json list = json::array();
  for (int i = 0; i < count; ++i) {
    const double turn = static_cast<double>((i * 7919 + seed * 104729) % 100003) / 100003;
    list.push_back({{"x", 0.05 + 0.9 * turn}, {"y", 0.95 - 0.9 * turn * turn}});
  }
  return list;
}

json drawn(const char* tool, int vertex_count, int seed) {
  return {{"mid", fmt::format("20230111125258113-{}", 10000 + seed)},
          {"type", tool},
          {"categories", {{{"name", seed % 2 == 0 ? "CAR" : "TRUCK"}, {"confidence", 100}}}},
          {"boundingPoly", {{{"normalizedVertices", vertices(vertex_count, seed)}}}},
          {"children", json::object()}};
}

json entity(int seed) {
  return {{"mid", fmt::format("20230111125258113-{}", 10000 + seed)},
          {"categories", {{{"name", seed % 2 == 0 ? "PERSON" : "PLACE"}, {"confidence", 100}}}},
          {"beginOffset", seed * 31},
          {"endOffset", seed * 31 + 12},
          {"content", "a named entity"},
          {"children", json::object()}};
}

template <typename Make>
json record(const char* job, Make make) {
  json annotations = json::array();
  for (int i = 0; i < annotations_per_label; ++i) annotations.push_back(make(i));
  return {{"id", "clabel0000000000000000000"},
          {"author", {{"email", "labeler@example.com"}}},
          {"createdAt", "2023-05-11T15:55:01.134Z"},
          {"labelType", "DEFAULT"},
          {"jsonResponse", {{job, {{"annotations", annotations}}}}}};
}

/// Repeats the work on a label for the given time. @return thousands of annotations per second of one core:
/// processor time counts, so that other programs do not.
template <typename Work>
double rate_of(Work work, double seconds) {
  std::size_t annotations = 0;
  const std::clock_t begin = std::clock();
  double elapsed = 0;
  do {
    for (int i = 0; i < 50; ++i) annotations += work();
    elapsed = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  } while (elapsed < seconds);
  return static_cast<double>(annotations) / elapsed / 1000;
}

/// The sum of all coordinates and offsets, read through the views of the annotations.
double visit_all(const kili::AnnotationList& annotations) {
  double sum = 0;
  const auto add_outlines = [&sum](const auto& drawn_object) {
    for (const kili::BoundingPoly& poly : drawn_object.bounding_poly()) {
      for (const kili::Point& point : poly.normalized_vertices()) sum += point.x + point.y;
    }
  };
  for (const kili::Annotation& annotation : annotations) {
    annotation.visit(kili::overloaded{
        [&](const kili::RectangleAnnotation& box) { add_outlines(box); },
        [&](const kili::PolygonAnnotation& polygon) { add_outlines(polygon); },
        [&](const kili::SemanticAnnotation& mask) { add_outlines(mask); },
        [&](const kili::EntityAnnotation& entity) { sum += static_cast<double>(entity.begin_offset()); },
        [](const auto&) {}});
  }
  return sum;
}

void measure(const char* what, const json& label, const char* job, const kili::Ontology& shared,
             double seconds) {
  const std::string text = label["jsonResponse"].dump();
  const kili::ParsedLabel parsed(label, shared);
  const auto& annotations = parsed.jobs()[job].annotations();
  double checksum = 0;
  const double from_json =
      rate_of([&] { return kili::ParsedLabel(label, shared).jobs()[job].annotations().size(); }, seconds);
  const double from_text = rate_of(
      [&] {
        return kili::ParsedLabel::from_text(json::object(), text, shared).jobs()[job].annotations().size();
      },
      seconds);
  const double visited = rate_of(
      [&] {
        checksum += visit_all(annotations);
        return annotations.size();
      },
      seconds);
  const double written = rate_of([&] { return parsed.json_response()[job]["annotations"].size(); }, seconds);
  const double decoded = rate_of([&] { return json::parse(text)[job]["annotations"].size(); }, seconds);
  fmt::print("{:<24} {:>6} {:>10.0f} {:>10.0f} {:>10.0f} {:>10.0f} {:>13.0f}\n", what,
             text.size() / annotations_per_label, from_json, from_text, visited, written, decoded);
  if (checksum < 0) fmt::print("{}\n", checksum);  // so that the visits are not optimised away
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 1.0;
  const kili::Ontology shared = ontology();
  fmt::print(
      "thousand annotations per second on one core; bytes: JSON text of an annotation\n"
      "{:<24} {:>6} {:>10} {:>10} {:>10} {:>10} {:>13}\n",
      "", "bytes", "from JSON", "from text", "visited", "written", "text to JSON");
  measure("boxes", record("OBJECTS", [](int i) { return drawn("rectangle", 4, i); }), "OBJECTS", shared,
          seconds);
  measure("polygons of 12 vertices", record("OBJECTS", [](int i) { return drawn("polygon", 12, i); }),
          "OBJECTS", shared, seconds);
  measure("masks of 200 vertices", record("OBJECTS", [](int i) { return drawn("semantic", 200, i); }),
          "OBJECTS", shared, seconds);
  measure("named entities", record("ENTITIES", entity), "ENTITIES", shared, seconds);
  return 0;
}
