#include "exports/pixel_coordinates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>

#include "exports/asset_size.hpp"
#include "parsed_labels/rotation.hpp"
#include "support/text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

namespace {

using nlohmann::json;

constexpr const char* fractions = "normalizedVertices";

/// Turns and scales the places of one image, frame or page.
class Places {
 public:
  Places(std::optional<ImageSize> size, int rotation) : rotation_(rotation), size_(size) {}

  void put_in(json& annotation) const {
    if (!annotation.is_object()) return;
    if (auto* const rings = member(annotation, "boundingPoly")) put_in_rings(*rings);
    if (auto* const point = member(annotation, "point")) {
      turn(*point);
      if (size_) annotation["pointPixels"] = scaled(*point);
    }
    if (auto* const line = member(annotation, "polyline")) {
      turn_all(*line);
      if (size_) annotation["polylinePixels"] = scaled_all(*line);
    }
    if (auto* const points = member(annotation, "points"); points != nullptr && points->is_array()) {
      for (auto& each : *points) put_in(each);
    }
  }

  /// Rings of one object, or, of geographic masks, lists of rings.
  void put_in_rings(json& rings) const {
    if (!rings.is_array()) return;
    for (auto& ring : rings) {
      if (ring.is_array()) {
        put_in_rings(ring);
      } else if (auto* const vertices = member(ring, fractions)) {
        turn_all(*vertices);
        if (size_) ring["vertices"] = scaled_all(*vertices);
      }
    }
  }

 private:
  [[nodiscard]] static json* member(json& object, const char* name) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
  }
  [[nodiscard]] static bool is_point(const json& point) {
    const auto has = [&point](const char* axis) {
      return point.contains(axis) && point.at(axis).is_number();
    };
    return point.is_object() && has("x") && has("y");
  }

  void turn(json& point) const {
    if (rotation_ == 0 || !is_point(point)) return;
    const Point stored = undo_rotation({point["x"].get<double>(), point["y"].get<double>()}, rotation_);
    point["x"] = stored.x;
    point["y"] = stored.y;
  }
  void turn_all(json& points) const {
    if (!points.is_array()) return;
    for (auto& point : points) turn(point);
  }

  [[nodiscard]] json scaled(const json& point) const {
    if (!is_point(point)) return point;
    json pixels = point;
    pixels["x"] = point["x"].get<double>() * size_->width;
    pixels["y"] = point["y"].get<double>() * size_->height;
    return pixels;
  }
  [[nodiscard]] json scaled_all(const json& points) const {
    if (!points.is_array()) return points;
    json pixels = json::array();
    for (const auto& point : points) pixels.push_back(scaled(point));
    return pixels;
  }

  int rotation_;
  std::optional<ImageSize> size_;
};

/// Calls with each annotation of the jobs whose places are fractions.
template <typename Use>
void for_each_annotation(json& answers, const Ontology& ontology, const Use& use) {
  if (!answers.is_object()) return;
  for (const auto& [name, answer] : answers.items()) {
    const JobInterface* job = ontology.find(name);
    if (job == nullptr || !answer.is_object()) continue;
    const bool has_places =
        job->ml_task() == MlTask::object_detection || job->ml_task() == MlTask::named_entities_recognition;
    const auto annotations = answer.find("annotations");
    if (!has_places || annotations == answer.end() || !annotations->is_array()) continue;
    for (auto& annotation : *annotations) use(annotation);
  }
}

/// Width and height of a page.
std::optional<ImageSize> size_of_page(const json& pages, const json& number) {
  if (!pages.is_array()) return std::nullopt;
  const auto page = std::ranges::find_if(pages, [&number](const json& each) {
    return each.is_object() && each.value("pageNumber", json()) == number;
  });
  return page == pages.end() ? std::nullopt : sides_in(*page);
}

/// Annotations in a PDF say in "annotations" where they are, each with its pages.
void put_page_pixels(json& annotation, const json& pages) {
  if (!annotation.is_object()) return;
  const auto inner = annotation.find("annotations");
  if (inner != annotation.end() && inner->is_array()) {
    for (auto& each : *inner) put_page_pixels(each, pages);
  }
  const auto numbers = annotation.find("pageNumberArray");
  // As Kili does: entities have lines ("polys"), boxes drawn on a page have not.
  if (numbers == annotation.end() || !numbers->is_array() || !annotation.contains("polys")) return;
  for (const char* member : {"polys", "boundingPoly"}) {
    const auto rings = annotation.find(member);
    if (rings == annotation.end() || !rings->is_array()) continue;
    for (std::size_t i = 0; i < std::min(rings->size(), numbers->size()); ++i) {
      const auto size = size_of_page(pages, (*numbers)[i]);
      if (!size) continue;
      json ring = json::array({(*rings)[i]});
      Places(size, 0).put_in_rings(ring);
      (*rings)[i] = std::move(ring[0]);
    }
  }
}

}  // namespace

bool has_page_places(const json& response) {
  if (!response.is_structured()) return false;
  if (response.is_object() && response.contains("pageNumberArray") && response.contains("polys")) return true;
  return std::ranges::any_of(response, has_page_places);
}

void put_pixels(json& response, const Ontology& ontology, const PixelGrid& grid, const LossNotes& notes) {
  if (!response.is_object()) return;
  if (grid.pages) {
    for_each_annotation(response, ontology,
                        [&](json& annotation) { put_page_pixels(annotation, *grid.pages); });
    return;
  }
  if (ontology.is_video()) {
    for (const auto& [name, answers] : response.items()) {
      if (!support::has_only_digits(name)) continue;
      const Places places(grid.size, 0);
      for_each_annotation(answers, ontology, [&](json& annotation) { places.put_in(annotation); });
    }
    return;
  }
  const auto answer = response.find(rotation_job);
  const std::optional<int> rotation = answer == response.end() ? 0 : rotation_in(*answer);
  if (!rotation) {
    notes.add(fmt::format("its rotation is not understood; the label is written as it is turned, with {}",
                          rotation_job));
    return;
  }
  response.erase(rotation_job);
  const Places places(grid.size, *rotation);
  for_each_annotation(response, ontology, [&](json& annotation) { places.put_in(annotation); });
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
