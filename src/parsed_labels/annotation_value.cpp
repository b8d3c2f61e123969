#include "parsed_labels/annotation_value.hpp"

#include <fmt/format.h>

#include <cstdint>

#include "kili/labels/errors.hpp"
#include "parsed_labels/label_path.hpp"
#include "parsed_labels/number.hpp"
#include "parsed_labels/outlines.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

using detail::LabelAccess;

template <typename Value>
void put(nlohmann::json& object, const char* key, const std::optional<Value>& value) {
  if (value) object[key] = *value;
}

void put_mids(nlohmann::json& object, const char* key, const std::optional<std::vector<std::string>>& mids) {
  if (!mids) return;
  auto& array = object[key] = nlohmann::json::array();
  for (const auto& mid : *mids) array.push_back({{"mid", mid}});
}

/// What becomes of members that Python cannot write.
enum class Unwritable : std::uint8_t {
  is_refused,
  is_copied
};

nlohmann::json annotation_to_json(const detail::AnnotationData& annotation, const JobInterface& job,
                                  Unwritable unwritable);

template <typename Annotations>
nlohmann::json list_to_json(const Annotations& annotations, Unwritable unwritable) {
  nlohmann::json list = nlohmann::json::array();
  for (const AnnotationBase& annotation : annotations) {
    list.push_back(annotation_to_json(LabelAccess::data(annotation), annotation.job(), unwritable));
  }
  return list;
}

/// The places of an annotation in a PDF: their JSON as it was read, as long as they say the same.
nlohmann::json places_to_json(const detail::RareParts& rare, Unwritable unwritable) {
  if (!rare.places_as_read) return list_to_json(*rare.annotations, unwritable);
  const auto& [value, written_before] = *rare.places_as_read;
  try {
    nlohmann::json written = list_to_json(*rare.annotations, unwritable);
    return written == written_before ? value : written;
  } catch (const LabelError&) {
    if (unwritable == Unwritable::is_copied) throw;
    const nlohmann::json written = labels::places_as_written(*rare.annotations);
    if (!written.is_null() && written == written_before) return value;
    throw;
  }
}

void put_rare_parts(nlohmann::json& object, const detail::RareParts& rare, Unwritable unwritable) {
  put(object, "code", rare.code);
  put(object, "jobName", rare.job_name);
  put(object, "kind", rare.kind);
  put(object, "name", rare.name);
  put(object, "pageNumberArray", rare.page_number_array);
  put_mids(object, "startEntities", rare.start_entities);
  put_mids(object, "endEntities", rare.end_entities);
  put_mids(object, "startObjects", rare.start_objects);
  put_mids(object, "endObjects", rare.end_objects);
  if (rare.annotations) object["annotations"] = places_to_json(rare, unwritable);
  if (rare.points) object["points"] = list_to_json(*rare.points, unwritable);
  if (rare.polys) {
    auto& polys = object["polys"] = nlohmann::json::array();
    for (const BoundingPoly& poly : *rare.polys) polys.push_back(poly.as_dict());
  }
}

/// Python writes these parts element by element, and fails for values that are not iterable.
void check_can_be_written(const detail::AnnotationData& annotation, const JobInterface& job) {
  const detail::UnreadMembers& unread = annotation.unread;
  const auto refuse = [&job](std::string_view name, std::string_view type) {
    throw MalformedLabelError(labels::LabelPath(job).member(name).where(), "it is not a list", type);
  };
  for (const char* name : {"categories", "boundingPoly"}) {
    if (unread.find(name) != nullptr) refuse(name, "AttributeError");
  }
  // A list that was read is left as it stands; something else may have been read as an empty list.
  const nlohmann::json* places = unread.find("annotations");
  const bool has_places =
      annotation.rare && annotation.rare->annotations && !annotation.rare->annotations->empty();
  if (places != nullptr && !places->is_array() && !has_places) refuse("annotations", "AttributeError");
  const nlohmann::json* points = unread.find("points");
  if (points != nullptr && !points->is_structured() && !points->is_string()) refuse("points", "TypeError");
}

nlohmann::json annotation_to_json(const detail::AnnotationData& annotation, const JobInterface& job,
                                  Unwritable unwritable) {
  if (unwritable == Unwritable::is_refused) check_can_be_written(annotation, job);
  nlohmann::json object = annotation.unread.to_json();
  put(object, "mid", annotation.mid);
  put(object, "content", annotation.content);
  put(object, "beginOffset", annotation.begin_offset);
  put(object, "endOffset", annotation.end_offset);
  put(object, "isKeyFrame", annotation.is_key_frame);
  if (const auto tool = to_string(annotation.tool); !tool.empty()) object["type"] = tool;
  if (annotation.score.form != detail::Number::Form::absent)
    object["score"] = labels::to_json(annotation.score);
  if (annotation.point) object["point"] = labels::vertex_to_json(*annotation.point, 0);
  if (annotation.polyline) {
    object["polyline"] =
        labels::vertices_to_json(*annotation.polyline, 0, annotation.polyline->points.size());
  }
  if (LabelAccess::is_present(annotation.categories)) object["categories"] = annotation.categories.as_list();
  if (LabelAccess::is_present(annotation.bounding_poly)) {
    object["boundingPoly"] = annotation.bounding_poly.as_list();
  }
  if (annotation.children) object["children"] = annotation.children->to_dict();
  if (annotation.rare) put_rare_parts(object, *annotation.rare, unwritable);
  return object;
}

}  // namespace

const Category& labels::only_category(const CategoryList& categories, const JobInterface& job) {
  if (categories.size() != 1) {
    throw MalformedLabelError(labels::LabelPath(job).where(),
                              fmt::format("the job takes one category, and there are {}", categories.size()),
                              "ValueError");
  }
  return categories[0];
}

nlohmann::json labels::to_json(const detail::AnnotationData& annotation, const JobInterface& job) {
  return annotation_to_json(annotation, job, Unwritable::is_refused);
}

nlohmann::json labels::places_as_written(const AnnotationList& places) {
  try {
    return list_to_json(places, Unwritable::is_copied);
  } catch (const LabelError&) {  // of answers below a place
    return nullptr;
  }
}

nlohmann::json AnnotationBase::as_dict() const { return labels::to_json(*data_, *job_); }

}  // namespace v0_1
}  // namespace kili
