#include "parsed_labels/pdf_places.hpp"

#include <memory>
#include <utility>

namespace kili {
inline namespace v0_1 {
namespace labels {

using detail::LabelAccess;

void add_place(detail::AnnotationData& annotation, const JobInterface& job, const PartsOfRings& parts,
               int page) {
  auto place = std::make_unique<detail::AnnotationData>(job);
  std::vector<BoundingPoly> outlines;
  outlines.reserve(parts.size());
  for (const auto& rings : parts) {
    auto outline = LabelAccess::make_bounding_poly(job, AnnotationTool::absent);
    outline.set_rings(rings);
    outlines.push_back(std::move(outline));
  }
  LabelAccess::items(place->bounding_poly) = outlines;
  LabelAccess::set_present(place->bounding_poly);
  place->rare_parts().polys = std::move(outlines);
  place->rare_parts().page_number_array = std::vector<int>{page};
  auto& places = annotation.rare_parts().annotations;
  if (!places) {
    places = LabelAccess::make_annotation_list(job);
    LabelAccess::set_present(*places);
  }
  LabelAccess::items(*places).push_back(LabelAccess::make_annotation(job, std::move(place)));
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
