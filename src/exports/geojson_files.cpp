#include "exports/geojson_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "exports/antimeridian.hpp"
#include "exports/export_names.hpp"
#include "exports/export_shapes.hpp"
#include "exports/geojson_properties.hpp"
#include "exports/labels_to_export.hpp"
#include "kili/assets/asset.hpp"
#include "kili/enums.hpp"
#include "kili/errors.hpp"
#include "kili/labels/errors.hpp"
#include "support/dates.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

namespace {

using nlohmann::json;

json position(const Point& point) { return {point.x, point.y}; }

/// A closed ring.
json ring_of(const Ring& vertices) {
  json ring = json::array();
  for (const Point& vertex : vertices) ring.push_back(position(vertex));
  ring.push_back(position(vertices.front()));
  return ring;
}

json rings_of(const AreaPart& part) {
  json rings = json::array();
  rings.push_back(ring_of(part.outer));
  for (const auto& hole : part.holes) rings.push_back(ring_of(hole));
  return rings;
}

/// Turns the ring round when it does not go the right way. It begins where it began.
void orient(Ring& ring, bool counter_clockwise) {
  if ((doubled_signed_area(ring) > 0) != counter_clockwise) std::reverse(ring.begin() + 1, ring.end());
}

constexpr double highest_latitude = 90;
constexpr double highest_longitude = 3600;  // people draw on repeated maps, some turns away

/// Collects the features of one label.
class Features {
 public:
  Features(const ParsedLabel& label, const GeoJsonOptions& options, const LossNotes& notes)
      : label_(label),
        options_(options),
        notes_(notes),
        is_geographic_(label.ontology().input_type() == InputType::geospatial) {}

  [[nodiscard]] json collect() && {
    // Map programs tell by the first feature what kind of shapes there are.
    for (const bool with_shapes : {true, false}) add_answers(with_shapes);
    return {{"type", "FeatureCollection"}, {"features", std::move(features_)}};
  }

 private:
  /// Adds the answers that are shapes, or all others.
  void add_answers(bool with_shapes) {
    for (const ParsedJob& job : label_.jobs()) {
      const bool has_shapes = job.interface().ml_task() == MlTask::object_detection;
      if (job.empty() || has_shapes != with_shapes) continue;
      try {
        add_answer(job);
      } catch (const LabelError& error) {
        notes_.at(job.interface()).add(error.what());
      }
    }
  }

  void add_answer(const ParsedJob& job) {
    const json answer = job.to_dict();
    for (const char* member : {"text", "categories"}) {
      if (!answer.contains(member)) continue;
      add(nullptr, {{member, answer[member]}}, job.interface(), std::nullopt);
      return;
    }
    const LossNotes notes = notes_.at(job.interface());
    if (!answer.contains("annotations")) {
      notes.add("the answer has no place in GeoJSON");
      return;
    }
    const AnnotationList& annotations = job.annotations();
    for (std::size_t i = 0; i < annotations.size(); ++i) {
      const Annotation& annotation = annotations[i];
      if (!annotation.is<SemanticAnnotation>()) add_annotation(annotation, notes.at(annotation, i));
    }
    add_masks(annotations, notes);
  }

  void add_annotation(const Annotation& annotation, const LossNotes& notes) {
    try {
      json geometry = annotation.visit(
          overloaded{[&](const RectangleAnnotation&) { return area_geometry(annotation, notes); },
                     [&](const PolygonAnnotation&) { return area_geometry(annotation, notes); },
                     [&](const PointAnnotation& marker) { return point_geometry(marker.point(), notes); },
                     [&](const PolylineAnnotation& line) { return line_geometry(line, notes); },
                     [&](const auto&) {
                       notes.add("its tool has no place in GeoJSON");
                       return json();
                     }});
      if (!geometry.is_null()) add_localised(std::move(geometry), annotation);
    } catch (const LabelError& error) {
      notes.add(error.what());
    }
  }

  /// Why the position cannot be written, or an empty text.
  [[nodiscard]] std::string position_problem(const Point& point) const {
    if (!std::isfinite(point.x) || !std::isfinite(point.y)) return "a coordinate is not a finite number";
    if (is_geographic_ && std::abs(point.y) > highest_latitude)
      return fmt::format("a latitude is {}, not -90 to 90", point.y);
    if (is_geographic_ && std::abs(point.x) > highest_longitude)
      return fmt::format("a longitude is {}, more than ten times around the Earth", point.x);
    return {};
  }

  [[nodiscard]] json point_geometry(const Point& point, const LossNotes& notes) const {
    const std::string problem = position_problem(point);
    if (!problem.empty()) {
      notes.add(problem);
      return nullptr;
    }
    return {{"type", "Point"},
            {"coordinates", position(is_geographic_ ? within_antimeridian(point) : point)}};
  }

  [[nodiscard]] json line_geometry(const PolylineAnnotation& line, const LossNotes& notes) const {
    if (line.annotation().tool() == AnnotationTool::vector) {
      notes.add("its tool has no place in GeoJSON");
      return nullptr;
    }
    const auto vertices = line.polyline();
    std::string problem;
    for (const Point& vertex : vertices) {
      if (problem.empty()) problem = position_problem(vertex);
    }
    if (problem.empty() && std::ranges::adjacent_find(vertices, std::not_equal_to()) == vertices.end())
      problem = "a line needs at least 2 different vertices";
    if (!problem.empty()) {
      notes.add(problem);
      return nullptr;
    }
    std::vector<std::vector<Point>> pieces;
    pieces.emplace_back(vertices.begin(), vertices.end());
    if (is_geographic_) pieces = cut_line(std::move(pieces.front()));
    json lines = json::array();
    for (const auto& piece : pieces) {
      json& coordinates = lines.emplace_back(json::array());
      for (const Point& vertex : piece) coordinates.push_back(position(vertex));
    }
    if (lines.size() == 1) return {{"type", "LineString"}, {"coordinates", std::move(lines[0])}};
    return {{"type", "MultiLineString"}, {"coordinates", std::move(lines)}};
  }

  /// The polygons of the parts of an object, oriented and, on the globe, cut at the antimeridian.
  [[nodiscard]] json polygons_of(const Annotation& annotation, const LossNotes& notes) const {
    json polygons = json::array();
    if (!annotation.has(Attribute::bounding_poly)) {
      notes.add(annotation.has(Attribute::annotations)
                    ? "its outlines are on pages of a PDF, which have no place in GeoJSON"
                    : "it has no outline");
      return polygons;
    }
    const bool is_rectangle = annotation.tool() == AnnotationTool::rectangle;
    const auto check = [&](Ring& ring) { return ring_problem(ring, is_rectangle); };
    for (auto& part : area_parts(annotation, check, notes)) {
      orient(part.outer, true);
      for (auto& hole : part.holes) orient(hole, false);
      if (!is_geographic_) {
        polygons.push_back(rings_of(part));
        continue;
      }
      std::string problem;
      for (const auto& piece : cut_part(std::move(part), problem)) polygons.push_back(rings_of(piece));
      if (!problem.empty()) notes.add(problem);
    }
    return polygons;
  }

  [[nodiscard]] std::string ring_problem(Ring& ring, bool is_rectangle) const {
    if (is_rectangle && ring.size() != 4)  // of a PDF, where outlines of rectangles are not checked
      return fmt::format("its outline has {} vertices, not 4", ring.size());
    auto problem = labels::ring_problem(ring);
    for (const Point& vertex : ring) {
      if (problem.empty()) problem = position_problem(vertex);
    }
    if (!problem.empty()) return problem;
    while (ring.front() == ring.back()) ring.pop_back();
    if (is_geographic_ && !make_continuous(ring)) return "it goes around a pole; cut it at the antimeridian";
    if (doubled_signed_area(ring) != 0) return {};
    return "its vertices go neither way round, so that it has no area";
  }

  [[nodiscard]] static json geometry_of(json polygons) {
    if (polygons.empty()) return nullptr;
    if (polygons.size() == 1) return {{"type", "Polygon"}, {"coordinates", std::move(polygons[0])}};
    return {{"type", "MultiPolygon"}, {"coordinates", std::move(polygons)}};
  }

  [[nodiscard]] json area_geometry(const Annotation& annotation, const LossNotes& notes) const {
    return geometry_of(polygons_of(annotation, notes));
  }

  /// Masks with the same mid are parts of one object, which has the properties of the first mask.
  void add_masks(const AnnotationList& annotations, const LossNotes& job_notes) {
    struct Mask {
      const Annotation* first;
      json polygons;
    };
    std::vector<Mask> masks;
    std::map<std::string_view, std::size_t> mask_of_mid;
    for (std::size_t i = 0; i < annotations.size(); ++i) {
      const Annotation& annotation = annotations[i];
      if (!annotation.is<SemanticAnnotation>()) continue;
      const LossNotes notes = job_notes.at(annotation, i);
      json polygons;
      try {
        polygons = polygons_of(annotation, notes);
      } catch (const LabelError& error) {
        notes.add(error.what());
        continue;
      }
      if (polygons.empty()) continue;
      const bool has_mid = annotation.has(Attribute::mid);
      const auto known = has_mid ? mask_of_mid.find(annotation.mid()) : mask_of_mid.end();
      if (known != mask_of_mid.end()) {
        for (auto& polygon : polygons) masks[known->second].polygons.push_back(std::move(polygon));
        continue;
      }
      if (has_mid) mask_of_mid.emplace(annotation.mid(), masks.size());
      masks.push_back({.first = &annotation, .polygons = std::move(polygons)});
    }
    for (auto& mask : masks) add_localised(geometry_of(std::move(mask.polygons)), *mask.first);
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
                                ? flattened_properties(properties, job, label_.ontology())
                                : json::object();
    feature["properties"]["kili"] = std::move(properties);
    features_.push_back(std::move(feature));
  }

  const ParsedLabel& label_;
  const GeoJsonOptions& options_;
  const LossNotes& notes_;
  bool is_geographic_;
  json features_ = json::array();
};

void check_is_no_video(const ParsedLabel& label) {
  if (label.jobs().is_video()) throw ValidationError("labels of videos cannot be written as GeoJSON");
}

/// E-mail address of the author of the label; null when it was not requested.
json author_of(const ParsedLabel& label) {
  const auto author = label.fields().find("author");
  if (author == label.fields().end() || !author->is_object()) return nullptr;
  return author->value("email", json());
}

}  // namespace

nlohmann::json feature_collection(const ParsedLabel& label, const GeoJsonOptions& options,
                                  const LossNotes& notes) {
  check_is_no_video(label);
  return Features(label, options, notes).collect();
}

GeoJsonFiles::GeoJsonFiles(Ontology ontology, GeoJsonOptions options, FileSink& sink, Losses& losses)
    : ontology_(std::move(ontology)), options_(std::move(options)), written_(sink), losses_(&losses) {
  if (options_.export_date.empty())
    options_.export_date = support::iso_8601(std::chrono::system_clock::now());
}

void GeoJsonFiles::add(const ParsedLabel& label, std::string_view external_id, std::string_view suffix,
                       json metadata) {
  const LossNotes notes(*losses_, {.external_id = external_id});
  json collection = feature_collection(label, options_, notes);
  metadata["author"] = author_of(label);
  metadata["exportDate"] = options_.export_date;
  collection["properties"] = {{"kili", std::move(metadata)}};
  written_.write("labels/" + name_of_asset_file(external_id, suffix, ".geojson"), external_id,
                 collection.dump(-1, ' ', false, json::error_handler_t::replace), notes);
}

void GeoJsonFiles::add(const Asset& asset) {
  const json& record = asset.json();
  json metadata{{"assetId", record.value("id", json())}};
  const auto geographic = record.find("geospatialExportMetadata");
  if (geographic != record.end() && !geographic->empty()) metadata["geospatialExportMetadata"] = *geographic;
  const std::string external_id(asset.external_id());
  const LossNotes notes(*losses_, {.external_id = external_id});
  for (const auto& [suffix, label] : labels_to_export(asset, ontology_, notes))
    add(label, external_id, suffix, metadata);
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
