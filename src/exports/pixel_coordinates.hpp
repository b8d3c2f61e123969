#pragma once

#include <optional>

#include <nlohmann/json.hpp>

#include "exports/losses.hpp"
#include "kili/labels/geometry.hpp"
#include "kili/labels/ontology.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// What the coordinates of a label are made of.
struct PixelGrid {
  /// Of the image as it is stored, or of the frames. Not given: no pixels are written.
  std::optional<ImageSize> size{};
  /// "pageResolutions" of a PDF. Not given: no pixels are written.
  std::optional<nlohmann::json> pages{};
};

/// Whether an annotation in the response says on which pages of a PDF it is.
[[nodiscard]] bool has_page_places(const nlohmann::json& response);

/// Turns the coordinates of a response of an image back to the image as it is stored, removes
/// "ROTATION_JOB", and writes pixels beside fractions: "vertices" beside "normalizedVertices", "pointPixels"
/// beside "point", "polylinePixels" beside "polyline". What is not understood stays as it is; a rotation that
/// is not understood is noted.
void put_pixels(nlohmann::json& response, const Ontology& ontology, const PixelGrid& grid,
                const LossNotes& notes);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
