#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "exports/losses.hpp"
#include "kili/assets/asset.hpp"
#include "kili/labels/parsed_label.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// A label of a listed asset, and what follows the name of the asset in the names of its files.
struct LabelToExport {
  std::string suffix;
  ParsedLabel label;
};

/// The labels to export of an asset: of its field "latestLabel", else "latestLabels", else "labels". What the
/// interface does not allow in a label (an unknown class, a polygon of two vertices) is left out and named;
/// the rest of the label stays.
/// @throws FieldError none of the fields was requested.
[[nodiscard]] std::vector<LabelToExport> labels_to_export(const Asset& asset, const Ontology& ontology,
                                                          const LossNotes& notes);

/// Where the media of the asset lie; empty when it is not known, or when they are no URL.
[[nodiscard]] std::string_view content_url(const Asset& asset);
/// The same of a frame of a video: the frame's own URL, or that of the film.
[[nodiscard]] std::string_view frame_url(const Asset& asset, std::uint64_t number);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
