#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/labels/annotation.hpp"
#include "kili/labels/owned.hpp"
#include "kili/labels/parsed_jobs.hpp"
#include "parsed_labels/access.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {

/// Places of an annotation in a PDF before they were changed.
struct PlacesAsRead {
  nlohmann::json value;    ///< Their JSON.
  nlohmann::json written;  ///< What is written for them when only the parts that were understood are.
};

/// Rare parts of annotations.
struct RareParts {
  std::optional<AnnotationList> annotations;  ///< The places of an annotation in a PDF.
  Owned<PlacesAsRead> places_as_read;         ///< When they may be written differently.
  std::optional<std::string> code;
  std::optional<std::vector<std::string>> end_entities;
  std::optional<std::vector<std::string>> end_objects;
  std::optional<std::string> job_name;
  std::optional<std::string> kind;
  std::optional<std::string> name;
  std::optional<std::vector<int>> page_number_array;
  std::optional<std::vector<PosePoint>> points;
  std::optional<std::vector<BoundingPoly>> polys;
  std::optional<std::vector<std::string>> start_entities;
  std::optional<std::vector<std::string>> start_objects;
};

/// Members with an unexpected structure, and unknown members.
class UnreadMembers {
 public:
  /// The member of that name, or a null pointer.
  [[nodiscard]] const nlohmann::json* find(std::string_view name) const {
    if (!members_) return nullptr;
    const auto found = members_->find(name);
    return found == members_->end() ? nullptr : &*found;
  }
  void keep(std::string_view name, nlohmann::json value) {
    if (!members_) members_ = std::make_unique<nlohmann::json>(nlohmann::json::object());
    (*members_)[std::string(name)] = std::move(value);
  }
  void forget(std::string_view name) {
    if (members_) members_->erase(std::string(name));
  }
  [[nodiscard]] bool empty() const { return !members_ || members_->empty(); }
  /// All of them, an object.
  [[nodiscard]] nlohmann::json to_json() const { return members_ ? *members_ : nlohmann::json::object(); }

 private:
  Owned<nlohmann::json> members_;
};

/// Content of an annotation.
struct AnnotationData {
  explicit AnnotationData(const JobInterface& job)
      : categories(LabelAccess::make_category_list(job)),
        bounding_poly(LabelAccess::make_bounding_poly_list(job, AnnotationTool::absent)) {}

  CategoryList categories;
  BoundingPolyList bounding_poly;
  std::optional<std::string> mid;
  std::optional<std::string> content;
  std::optional<std::int64_t> begin_offset;
  std::optional<std::int64_t> end_offset;
  std::optional<VertexList> polyline;
  std::optional<VertexList> point;  ///< One vertex.
  Number score;
  Owned<ParsedJobs> children;
  Owned<RareParts> rare;
  UnreadMembers unread;
  std::optional<bool> is_key_frame;
  AnnotationTool tool = AnnotationTool::absent;

  [[nodiscard]] RareParts& rare_parts() {
    if (!rare) rare = std::make_unique<RareParts>();
    return *rare;
  }
};

/// Content of the answer to a job; members as in annotations.
struct JobData {
  explicit JobData(const JobInterface& job)
      : categories(LabelAccess::make_category_list(job)),
        annotations(LabelAccess::make_annotation_list(job)) {}

  CategoryList categories;
  AnnotationList annotations;
  Owned<ParsedJobs> children;
  Owned<FrameList> frames;  ///< Of a video; nothing else is set then.
  UnreadMembers unread;
  std::optional<std::string> text;
  std::optional<bool> is_key_frame;
};

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
