#include "kili/exports/geojson.hpp"

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <utility>

#include "exports/export_files.hpp"
#include "exports/geojson_properties.hpp"
#include "kili/assets/asset.hpp"
#include "kili/errors.hpp"
#include "kili/labels/geometry.hpp"
#include "support/dates.hpp"
#include "support/text.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

using nlohmann::json;

json position(const Point& point) { return {point.x, point.y}; }

/// A closed ring.
json ring_of(std::span<const Point> vertices) {
  json ring = json::array();
  for (const Point& vertex : vertices) ring.push_back(position(vertex));
  if (!vertices.empty() && vertices.front() != vertices.back()) ring.push_back(position(vertices.front()));
  return ring;
}

json rings_of(const BoundingPolyList& outlines) {
  json rings = json::array();
  for (const BoundingPoly& outline : outlines) rings.push_back(ring_of(outline.normalized_vertices()));
  return rings;
}

/// Collects the features of one label.
class Features {
 public:
  Features(const ParsedLabel& label, const GeoJsonOptions& options) : label_(label), options_(options) {}

  [[nodiscard]] GeoJson collect() && {
    for (const ParsedJob& job : label_.jobs()) {
      if (!job.empty()) add_answer(job);
    }
    return {.collection = Json(json{{"type", "FeatureCollection"}, {"features", std::move(features_)}}),
            .skipped = std::move(skipped_)};
  }

 private:
  void add_answer(const ParsedJob& job) {
    const json answer = job.to_dict();
    for (const char* member : {"text", "categories"}) {
      if (!answer.contains(member)) continue;
      add(nullptr, {{member, answer[member]}}, job.interface(), std::nullopt);
      return;
    }
    if (!answer.contains("annotations")) {
      skipped_.push_back(fmt::format("job '{}' has no place in GeoJSON", job.name()));
      return;
    }
    for (const Annotation& annotation : job.annotations()) {
      if (!annotation.is<SemanticAnnotation>()) add_annotation(annotation);
    }
    add_masks(job);
  }

  void add_annotation(const Annotation& annotation) {
    json geometry = annotation.visit(
        overloaded{[&](const RectangleAnnotation& box) { return box_geometry(box); },
                   [&](const PolygonAnnotation& polygon) { return polygon_geometry(polygon); },
                   [&](const PointAnnotation& marker) {
                     return json{{"type", "Point"}, {"coordinates", position(marker.point())}};
                   },
                   [&](const PolylineAnnotation& line) { return line_geometry(line); },
                   [&](const auto&) {
                     skip(annotation, "its tool has no place in GeoJSON");
                     return json();
                   }});
    if (!geometry.is_null()) add_localised(std::move(geometry), annotation);
  }

  /// Kili's order is bottom left, top left, top right, bottom right; GeoJSON has the opposite order.
  [[nodiscard]] json box_geometry(const RectangleAnnotation& box) {
    const BoundingPoly* outline = first_outline(box.annotation());
    if (outline == nullptr) return nullptr;
    const auto corners = outline->normalized_vertices();
    if (corners.size() != 4) {  // of a PDF, where outlines of rectangles are not checked
      skip(box.annotation(), fmt::format("its outline has {} vertices, not 4", corners.size()));
      return nullptr;
    }
    const std::vector<Point> ring{corners[0], corners[3], corners[2], corners[1], corners[0]};
    return {{"type", "Polygon"}, {"coordinates", json::array({ring_of(ring)})}};
  }

  [[nodiscard]] json polygon_geometry(const PolygonAnnotation& polygon) {
    const BoundingPoly* outline = first_outline(polygon.annotation());
    if (outline == nullptr) return nullptr;
    const auto vertices = outline->normalized_vertices();
    std::vector<Point> ring(vertices.begin(), vertices.end());
    if (!is_counter_clockwise(ring)) std::ranges::reverse(ring);
    if (!is_counter_clockwise(ring)) {
      skip(polygon.annotation(), "its vertices go neither way round, so that it has no area");
      return nullptr;
    }
    ring.push_back(ring.front());
    json coordinates = json::array();
    for (const Point& vertex : ring) coordinates.push_back(position(vertex));
    return {{"type", "Polygon"}, {"coordinates", json::array({std::move(coordinates)})}};
  }

  [[nodiscard]] json line_geometry(const PolylineAnnotation& line) {
    if (line.annotation().tool() == AnnotationTool::vector) {
      skip(line.annotation(), "its tool has no place in GeoJSON");
      return nullptr;
    }
    json coordinates = json::array();
    for (const Point& vertex : line.polyline()) coordinates.push_back(position(vertex));
    return {{"type", "LineString"}, {"coordinates", std::move(coordinates)}};
  }

  /// Masks with the same mid are parts of one object, which has the properties of the first mask.
  void add_masks(const ParsedJob& job) {
    std::vector<std::vector<const Annotation*>> objects;
    std::map<std::string_view, std::size_t> object_of_mid;
    for (const Annotation& annotation : job.annotations()) {
      if (!annotation.is<SemanticAnnotation>()) continue;
      if (!annotation.has(Attribute::bounding_poly)) {
        skip(annotation, "it has no outline");
        continue;
      }
      if (!annotation.has(Attribute::mid)) {
        objects.push_back({&annotation});
        continue;
      }
      const auto [found, is_new] = object_of_mid.emplace(annotation.mid(), objects.size());
      if (is_new) objects.emplace_back();
      objects[found->second].push_back(&annotation);
    }
    for (const auto& parts : objects) add_localised(mask_geometry(parts), *parts.front());
  }

  [[nodiscard]] static json mask_geometry(const std::vector<const Annotation*>& parts) {
    if (parts.size() == 1) {
      return {{"type", "Polygon"}, {"coordinates", rings_of(parts.front()->bounding_poly())}};
    }
    json polygons = json::array();
    for (const Annotation* part : parts) polygons.push_back(rings_of(part->bounding_poly()));
    return {{"type", "MultiPolygon"}, {"coordinates", std::move(polygons)}};
  }

  [[nodiscard]] const BoundingPoly* first_outline(const Annotation& annotation) {
    if (annotation.has(Attribute::bounding_poly) && !annotation.bounding_poly().empty()) {
      return &annotation.bounding_poly()[0];
    }
    skip(annotation, annotation.has(Attribute::annotations)
                         ? "its outlines are on pages of a PDF, which have no place in GeoJSON"
                         : "it has no outline");
    return nullptr;
  }

  void add_localised(json geometry, const Annotation& annotation) {
    json properties = annotation.as_dict();
    for (const char* member : {"boundingPoly", "mid", "point", "polyline"}) properties.erase(member);
    std::optional<std::string> id;
    if (annotation.has(Attribute::mid)) id = annotation.mid();
    add(std::move(geometry), std::move(properties), annotation.job(), id);
  }

  void add(json geometry, json properties, const JobInterface& job, const std::optional<std::string>& id) {
    properties["job"] = job.name();
    json feature{{"type", "Feature"}, {"geometry", std::move(geometry)}};
    if (id) feature["id"] = *id;
    feature["properties"] = options_.flatten_properties
                                ? labels::flattened_properties(properties, job, label_.ontology())
                                : json::object();
    feature["properties"]["kili"] = std::move(properties);
    features_.push_back(std::move(feature));
  }

  void skip(const Annotation& annotation, std::string_view why) {
    skipped_.push_back(fmt::format("job '{}', annotation '{}': {}", annotation.job().name(),
                                   annotation.has(Attribute::mid) ? annotation.mid() : "", why));
  }

  const ParsedLabel& label_;
  const GeoJsonOptions& options_;
  json features_ = json::array();
  std::vector<std::string> skipped_;
};

/// E-mail address of the author of the label; null when it was not requested.
json author_of(const ParsedLabel& label) {
  const auto author = label.fields().find("author");
  if (author == label.fields().end() || !author->is_object()) return nullptr;
  return author->value("email", json());
}

}  // namespace

GeoJson to_geojson(const ParsedLabel& label, const GeoJsonOptions& options) {
  if (label.jobs().is_video()) throw ValidationError("labels of videos cannot be written as GeoJSON");
  return Features(label, options).collect();
}

struct GeoJsonWriter::Data {
  std::filesystem::path folder;
  Ontology ontology;
  GeoJsonOptions options;
  std::vector<std::string> skipped;
  labels::WrittenFiles written;

  void add(const ParsedLabel& label, std::string_view external_id, json metadata) {
    GeoJson result = to_geojson(label, options);
    json collection = result.collection.get();
    metadata["author"] = author_of(label);
    metadata["exportDate"] = options.export_date;
    collection["properties"] = {{"kili", std::move(metadata)}};
    written.write(labels::file_below(folder / "labels", external_id, ".geojson"), external_id,
                  collection.dump(-1, ' ', false, json::error_handler_t::replace));
    for (const auto& what : result.skipped)
      skipped.push_back(fmt::format("asset '{}', {}", external_id, what));
  }
};

GeoJsonWriter::GeoJsonWriter(std::filesystem::path folder, Ontology ontology, GeoJsonOptions options)
    : data_(
          std::make_unique<Data>(Data{std::move(folder), std::move(ontology), std::move(options), {}, {}})) {
  if (data_->options.export_date.empty()) {
    data_->options.export_date = support::iso_8601(std::chrono::system_clock::now());
  }
}
GeoJsonWriter::GeoJsonWriter(GeoJsonWriter&&) noexcept = default;
GeoJsonWriter& GeoJsonWriter::operator=(GeoJsonWriter&&) noexcept = default;
GeoJsonWriter::~GeoJsonWriter() = default;

void GeoJsonWriter::add(const ParsedLabel& label, std::string_view external_id, std::string_view asset_id) {
  json metadata{{"assetId", nullptr}};
  if (!asset_id.empty()) metadata["assetId"] = asset_id;
  data_->add(label, external_id, std::move(metadata));
}

void GeoJsonWriter::add(const Asset& asset) {
  const json& record = asset.json();
  json metadata{{"assetId", record.value("id", json())}};
  const auto geographic = record.find("geospatialExportMetadata");
  if (geographic != record.end() && !geographic->empty()) metadata["geospatialExportMetadata"] = *geographic;
  for (const auto& [name, label] : labels::labels_to_export(asset, data_->ontology)) {
    data_->add(label, name, metadata);
  }
}

const std::vector<std::string>& GeoJsonWriter::skipped() const noexcept { return data_->skipped; }

}  // namespace v0_1
}  // namespace kili
