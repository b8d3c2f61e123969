#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/labels/annotation.hpp"
#include "kili/labels/bounding_poly.hpp"
#include "kili/labels/category.hpp"
#include "kili/labels/parsed_job.hpp"
#include "kili/labels/parsed_jobs.hpp"
#include "kili/labels/parsed_label.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {

/// Access of readers and writers to the private members of the classes of labels.
struct LabelAccess {
  static const OntologyData& data(const Ontology& ontology) noexcept { return *ontology.data_; }
  static const OntologyData& ontology(const JobInterface& job) noexcept { return *job.ontology_; }

  /// An answer is required; not when the interface does not say so.
  static bool is_required(const JobInterface& job) noexcept { return job.required_.value_or(false); }

  // Making.
  static CategoryList make_category_list(const JobInterface& job) { return CategoryList(job); }
  static Category make_category(const JobInterface& job, const CategoryInterface& definition) {
    return {job, definition};
  }
  static BoundingPolyList make_bounding_poly_list(const JobInterface& job, AnnotationTool tool) {
    return {job, tool};
  }
  static BoundingPoly make_bounding_poly(const JobInterface& job, AnnotationTool tool) { return {job, tool}; }
  static AnnotationList make_annotation_list(const JobInterface& job) { return AnnotationList(job); }
  template <typename Data>  // AnnotationData, which need not be complete here
  static Annotation make_annotation(const JobInterface& job, std::unique_ptr<Data> data) {
    return {job, std::move(data)};
  }
  template <typename Data>
  static PosePoint make_pose_point(const JobInterface& job, std::unique_ptr<Data> data) {
    return {job, std::move(data)};
  }
  static ParsedJob make_job(const JobInterface& job) { return ParsedJob(job); }
  static FrameList make_frame_list(const JobInterface& job, FrameList::Numbers numbers) {
    return {job, std::move(numbers)};
  }
  static ParsedLabel make_label(Ontology ontology, std::unique_ptr<nlohmann::json> fields,
                                std::unique_ptr<ParsedJobs> jobs) noexcept {
    return {std::move(ontology), std::move(fields), std::move(jobs)};
  }
  static std::unique_ptr<ParsedJobs> make_jobs() { return std::unique_ptr<ParsedJobs>(new ParsedJobs()); }

  // Lists.
  template <typename ListOfParts>
  static auto& items(ListOfParts& list) noexcept {
    return list.items_;
  }
  template <typename ListOfParts>
  static bool is_present(const ListOfParts& list) noexcept {
    return list.present_;
  }
  template <typename ListOfParts>
  static void set_present(ListOfParts& list) noexcept {
    list.present_ = true;
  }
  static std::vector<std::uint32_t>& part_ends(BoundingPolyList& list) noexcept { return list.part_ends_; }
  static void set_tool(BoundingPolyList& list, AnnotationTool tool) noexcept { list.tool_ = tool; }

  // Categories.
  static Number& confidence(Category& category) noexcept { return category.confidence_; }
  static const Number& confidence(const Category& category) noexcept { return category.confidence_; }
  static const CategoryInterface& definition(const Category& category) noexcept {
    return *category.definition_;
  }
  static Owned<ParsedJobs>& children(Category& category) noexcept { return category.children_; }

  // Outlines.
  static VertexList& vertices(BoundingPoly& poly) noexcept { return poly.vertices_; }
  static const VertexList& vertices(const BoundingPoly& poly) noexcept { return poly.vertices_; }
  static std::vector<std::uint32_t>& ring_ends(BoundingPoly& poly) noexcept { return poly.ring_ends_; }
  static const std::vector<std::uint32_t>& ring_ends(const BoundingPoly& poly) noexcept {
    return poly.ring_ends_;
  }
  static nlohmann::json& unread_members(BoundingPoly& poly) {
    if (!poly.unread_) poly.unread_ = std::make_unique<nlohmann::json>(nlohmann::json::object());
    return *poly.unread_;
  }
  static void set_nested(BoundingPoly& poly, bool nested) noexcept { poly.nested_ = nested; }

  // Annotations and answers.
  static AnnotationData& data(AnnotationBase& annotation) noexcept { return *annotation.data_; }
  static const AnnotationData& data(const AnnotationBase& annotation) noexcept { return *annotation.data_; }
  static Owned<JobData>& data(ParsedJob& job) noexcept { return job.data_; }
  static const Owned<JobData>& data(const ParsedJob& job) noexcept { return job.data_; }
  static std::vector<ParsedJob>& jobs(ParsedJobs& jobs) noexcept { return jobs.jobs_; }
  static auto& frame_numbers(ParsedJobs& jobs) noexcept { return jobs.frame_numbers_; }
  static Owned<nlohmann::json>& ignored(ParsedJobs& jobs) noexcept { return jobs.ignored_; }
  static Owned<nlohmann::json>& unread(ParsedJobs& jobs) noexcept { return jobs.unread_; }
};

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
