#include "parsed_labels/annotation_members.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

struct Entry {
  std::string_view name;
  AnnotationMember member;
};

// Sorted by length, then as often as they occur, so that few names are compared.
constexpr auto entries = std::to_array<Entry>({
    {"mid", AnnotationMember::mid},
    {"type", AnnotationMember::type},
    {"kind", AnnotationMember::kind},
    {"name", AnnotationMember::name},
    {"code", AnnotationMember::code},
    {"point", AnnotationMember::point},
    {"score", AnnotationMember::score},
    {"polys", AnnotationMember::polys},
    {"points", AnnotationMember::points},
    {"content", AnnotationMember::content},
    {"jobName", AnnotationMember::job_name},
    {"children", AnnotationMember::children},
    {"polyline", AnnotationMember::polyline},
    {"endOffset", AnnotationMember::end_offset},
    {"categories", AnnotationMember::categories},
    {"isKeyFrame", AnnotationMember::is_key_frame},
    {"endObjects", AnnotationMember::end_objects},
    {"beginOffset", AnnotationMember::begin_offset},
    {"endEntities", AnnotationMember::end_entities},
    {"annotations", AnnotationMember::annotations},
    {"boundingPoly", AnnotationMember::bounding_poly},
    {"startObjects", AnnotationMember::start_objects},
    {"startEntities", AnnotationMember::start_entities},
    {"pageNumberArray", AnnotationMember::page_number_array},
});

constexpr std::size_t longest_name = entries.back().name.size();

/// Where the names of each length begin.
constexpr auto begins = [] {
  std::array<std::uint8_t, longest_name + 2> result{};
  for (std::size_t length = 0; length < result.size(); ++length) {
    result[length] = static_cast<std::uint8_t>(std::count_if(
        entries.begin(), entries.end(), [length](const Entry& entry) { return entry.name.size() < length; }));
  }
  return result;
}();

static_assert(std::is_sorted(entries.begin(), entries.end(), [](const Entry& left, const Entry& right) {
  return left.name.size() < right.name.size();
}));

}  // namespace

AnnotationMember annotation_member(std::string_view name) noexcept {
  if (name.size() > longest_name) return AnnotationMember::other;
  for (std::size_t i = begins[name.size()]; i < begins[name.size() + 1]; ++i) {
    if (entries[i].name == name) return entries[i].member;
  }
  return AnnotationMember::other;
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
