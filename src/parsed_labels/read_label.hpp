#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kili/labels/errors.hpp"
#include "parsed_labels/annotation_data.hpp"
#include "parsed_labels/annotation_members.hpp"
#include "parsed_labels/annotation_rules.hpp"
#include "parsed_labels/json_source.hpp"
#include "parsed_labels/label_path.hpp"
#include "parsed_labels/ml_task.hpp"
#include "parsed_labels/ontology_data.hpp"
#include "parsed_labels/read_outlines.hpp"
#include "support/json_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Builds the objects of a label from JSON values. Checks what Python's SDK checks when it parses a label, in
/// the same order, so that both refuse the same labels for the same reason.
template <typename Source>
class LabelReader {
  using Access = detail::LabelAccess;

 public:
  /// The answers of a label, an object by job name; of videos, by frame.
  [[nodiscard]] static std::unique_ptr<ParsedJobs> read_answers(const Source& response,
                                                                const detail::OntologyData& ontology,
                                                                const LabelPath& place) {
    return read_jobs(response, ontology, ontology.root_jobs, place);
  }

  [[nodiscard]] static std::unique_ptr<ParsedJobs> read_children(const Source& children,
                                                                 const JobInterface& job,
                                                                 const LabelPath& place) {
    if (!children.is_object()) throw_malformed(place, "the children are not an object", "TypeCheckError");
    if (place.depth() > support::max_json_depth) {
      throw_malformed(place, "the label is nested too deep", "RecursionError");
    }
    return read_jobs(children, Access::ontology(job), job.child_jobs(), place);
  }

  [[nodiscard]] static CategoryList read_categories(const Source& value, const JobInterface& job,
                                                    const LabelPath& place) {
    auto list = Access::make_category_list(job);
    Access::set_present(list);
    if (is_empty_container(value)) return list;
    if (!value.is_array()) throw_malformed(place, "the categories are not a list of objects", "TypeError");
    Access::items(list).reserve(value.size());
    std::size_t index = 0;
    value.for_each_element([&](const Source& element) {
      const LabelPath where = place.element(index++);
      Category category = read_category(element, job, where);
      check_can_append_category(list, category, job, where);
      Access::items(list).push_back(std::move(category));
    });
    return list;
  }

  [[nodiscard]] static AnnotationList read_annotations(const Source& value, const JobInterface& job,
                                                       const LabelPath& place) {
    auto list = Access::make_annotation_list(job);
    Access::set_present(list);
    if (is_empty_container(value)) return list;
    if (!value.is_array()) {
      throw_malformed(place, "the annotations are not a list of objects",
                      is_container(value) ? "TypeCheckError" : "TypeError");
    }
    Access::items(list).reserve(value.size());
    std::size_t index = 0;
    value.for_each_element([&](const Source& element) {
      Access::items(list).push_back(read_annotation(element, job, place.element(index++)));
    });
    return list;
  }

  [[nodiscard]] static Annotation read_annotation(const Source& value, const JobInterface& job,
                                                  const LabelPath& place) {
    if (!value.is_object()) throw_malformed(place, "the annotation is not an object", "TypeCheckError");
    auto data = read_annotation_data(value, job, place, true);
    check_tool(*data, job, place);
    return Access::make_annotation(job, std::move(data));
  }

 private:
  [[noreturn]] static void throw_malformed(const LabelPath& place, const std::string& message,
                                           std::string_view type) {
    throw MalformedLabelError(place.where(), message, type);
  }
  [[nodiscard]] static bool is_container(const Source& value) {
    const JsonKind kind = value.kind();
    return kind == JsonKind::string || kind == JsonKind::array || kind == JsonKind::object;
  }
  /// Values that are empty iterables in Python.
  [[nodiscard]] static bool is_empty_container(const Source& value) {
    return is_container(value) && !is_truthy(value);
  }
  [[nodiscard]] static bool is_number(const Source& value) {
    const JsonKind kind = value.kind();
    return kind == JsonKind::integer || kind == JsonKind::floating || kind == JsonKind::other_integer ||
           kind == JsonKind::boolean;
  }
  [[nodiscard]] static detail::Number number_of(const Source& value) {
    if (value.kind() == JsonKind::boolean) {
      return {.integer = value.boolean() ? 1 : 0, .value = 0, .form = detail::Number::Form::boolean};
    }
    if (value.kind() == JsonKind::integer) {
      return {.integer = value.integer(), .value = 0, .form = detail::Number::Form::integer};
    }
    return {.integer = 0, .value = value.number(), .form = detail::Number::Form::floating};
  }

  // Categories ---------------------------------------------------------------------------------------------

  [[nodiscard]] static Category read_category(const Source& value, const JobInterface& job,
                                              const LabelPath& place) {
    if (!value.is_object()) throw_malformed(place, "the category is not an object", "TypeError");
    std::optional<Source> name;
    std::optional<Source> confidence;
    std::optional<Source> children;
    value.for_each_member([&](std::string_view key, const Source& member) {
      if (key == "name") {
        name = member;
      } else if (key == "confidence") {
        confidence = member;
      } else if (key == "children") {
        children = member;
      } else {
        throw_malformed(place, fmt::format("a category has no \"{}\"", key), "TypeError");
      }
    });
    if (!name) throw_malformed(place, "the category has no \"name\"", "TypeError");
    if (name->kind() != JsonKind::string) {
      throw_malformed(place, "the \"name\" of the category is not a text", "TypeCheckError");
    }
    const bool has_confidence = confidence && confidence->kind() != JsonKind::null;
    if (has_confidence && !is_number(*confidence)) {
      throw_malformed(place, "the \"confidence\" of the category is not a number", "TypeCheckError");
    }
    const bool has_children = children && children->kind() != JsonKind::null;
    if (has_children && !children->is_object()) {
      throw_malformed(place, "the \"children\" of the category are not an object", "TypeCheckError");
    }
    auto category = Access::make_category(job, find_category(job, name->text(), place));
    if (has_confidence) Access::confidence(category) = number_of(*confidence);
    if (has_children && children->size() > 0) {
      Access::children(category) = read_children(*children, job, place.member("children"));
    }
    return category;
  }

  // Annotations --------------------------------------------------------------------------------------------

  /// Members that are read when the tool is known, in Python's order.
  struct Deferred {
    std::optional<Source> categories;
    std::optional<Source> bounding_poly;
    std::optional<Source> points;
    std::optional<Source> children;
  };

  [[nodiscard]] static std::unique_ptr<detail::AnnotationData> read_annotation_data(const Source& value,
                                                                                    const JobInterface& job,
                                                                                    const LabelPath& place,
                                                                                    bool is_checked) {
    auto data = std::make_unique<detail::AnnotationData>(job);
    Deferred deferred;
    AnnotationTool outline_tool = AnnotationTool::absent;
    value.for_each_member([&](std::string_view key, const Source& member) {
      const AnnotationMember known = annotation_member(key);
      if (known == AnnotationMember::type) {
        outline_tool = read_type(member, *data);
      } else if (!defer(known, member, deferred) && !read_member(known, member, job, *data)) {
        data->unread.keep(key, member.to_json());
      }
    });
    read_deferred(deferred, job, outline_tool, *data, place);
    if (deferred.children) {
      if (is_truthy(*deferred.children) && is_checked) check_may_have_children(*data, job, place);
      data->children = read_optional_children(*deferred.children, job, place.member("children"));
    }
    return data;
  }

  /// @return the tool for outlines, for which a type that is false in Python counts as absent.
  [[nodiscard]] static AnnotationTool read_type(const Source& type, detail::AnnotationData& data) {
    data.tool = type.kind() == JsonKind::string ? tool_of(type.text()) : AnnotationTool::other;
    if (data.tool == AnnotationTool::other) data.unread.keep("type", type.to_json());
    return is_truthy(type) ? data.tool : AnnotationTool::absent;
  }

  [[nodiscard]] static bool defer(AnnotationMember known, const Source& member, Deferred& deferred) {
    switch (known) {
      case AnnotationMember::categories:
        if (!member.is_array()) return false;
        deferred.categories = member;
        return true;
      case AnnotationMember::bounding_poly:
        if (!member.is_array()) return false;
        deferred.bounding_poly = member;
        return true;
      case AnnotationMember::points:
        if (!member.is_array()) return false;
        deferred.points = member;
        return true;
      case AnnotationMember::children:
        deferred.children = member;
        return true;
      default:
        return false;
    }
  }

  static void read_deferred(const Deferred& deferred, const JobInterface& job, AnnotationTool outline_tool,
                            detail::AnnotationData& data, const LabelPath& place) {
    if (deferred.categories) {
      data.categories = read_categories(*deferred.categories, job, place.member("categories"));
    }
    Access::set_tool(data.bounding_poly, outline_tool);
    if (deferred.bounding_poly) {
      read_outlines(*deferred.bounding_poly, job, outline_tool, data.bounding_poly,
                    place.member("boundingPoly"));
    }
    if (deferred.points) {
      data.rare_parts().points = read_pose_points(*deferred.points, job, place.member("points"));
    }
  }

  static void read_outlines(const Source& value, const JobInterface& job, AnnotationTool tool,
                            BoundingPolyList& list, const LabelPath& place) {
    Access::set_present(list);
    Access::items(list).reserve(value.size());
    std::size_t index = 0;
    value.for_each_element([&](const Source& element) {
      Access::items(list).push_back(read_bounding_poly(element, job, tool, place.element(index++)));
    });
  }

  [[nodiscard]] static std::vector<PosePoint> read_pose_points(const Source& value, const JobInterface& job,
                                                               const LabelPath& place) {
    std::vector<PosePoint> points;
    points.reserve(value.size());
    std::size_t index = 0;
    value.for_each_element([&](const Source& element) {
      const LabelPath where = place.element(index++);
      if (!element.is_object()) {
        throw_malformed(where, "the point is not an object",
                        is_container(element) ? "AttributeError" : "TypeError");
      }
      points.push_back(Access::make_pose_point(job, read_annotation_data(element, job, where, false)));
    });
    return points;
  }

  /// Reads a member with its usual structure. @return false when the structure or the member is unknown.
  [[nodiscard]] static bool read_member(AnnotationMember known, const Source& value, const JobInterface& job,
                                        detail::AnnotationData& data) {
    switch (known) {
      case AnnotationMember::mid:
        return read_text(value, data.mid);
      case AnnotationMember::content:
        return read_text(value, data.content);
      case AnnotationMember::begin_offset:
        return read_integer(value, data.begin_offset);
      case AnnotationMember::end_offset:
        return read_integer(value, data.end_offset);
      case AnnotationMember::is_key_frame:
        return read_boolean(value, data.is_key_frame);
      case AnnotationMember::score:
        if (!is_number(value)) return false;
        data.score = number_of(value);
        return true;
      case AnnotationMember::point:
        data.point.emplace();
        if (read_vertex(value, *data.point)) return true;
        data.point.reset();
        return false;
      case AnnotationMember::polyline:
        data.polyline.emplace();
        if (read_vertices(value, *data.polyline)) return true;
        data.polyline.reset();
        return false;
      default:
        return read_rare_member(known, value, job, data);
    }
  }

  [[nodiscard]] static bool read_rare_member(AnnotationMember known, const Source& value,
                                             const JobInterface& job, detail::AnnotationData& data) {
    switch (known) {
      case AnnotationMember::code:
        return read_text(value, data.rare_parts().code);
      case AnnotationMember::job_name:
        return read_text(value, data.rare_parts().job_name);
      case AnnotationMember::kind:
        return read_text(value, data.rare_parts().kind);
      case AnnotationMember::name:
        return read_text(value, data.rare_parts().name);
      case AnnotationMember::start_entities:
        return read_mids(value, data.rare_parts().start_entities);
      case AnnotationMember::end_entities:
        return read_mids(value, data.rare_parts().end_entities);
      case AnnotationMember::start_objects:
        return read_mids(value, data.rare_parts().start_objects);
      case AnnotationMember::end_objects:
        return read_mids(value, data.rare_parts().end_objects);
      case AnnotationMember::page_number_array:
        return read_page_numbers(value, data.rare_parts().page_number_array);
      case AnnotationMember::polys:
        data.rare_parts().polys.emplace();
        if (read_polys(value, job, *data.rare->polys)) return true;
        data.rare->polys.reset();
        return false;
      case AnnotationMember::annotations:
        return read_places(value, job, data);
      default:
        return false;
    }
  }

  /// The places of an entity. As in Python, a malformed one is an error only when it is read.
  [[nodiscard]] static bool read_places(const Source& value, const JobInterface& job,
                                        detail::AnnotationData& data) {
    if (job.ml_task() != MlTask::named_entities_recognition) return false;
    try {
      data.rare_parts().annotations = read_annotations(value, job, LabelPath(job));
    } catch (const LabelError&) {
      return false;
    }
    return true;
  }

  [[nodiscard]] static bool read_text(const Source& value, std::optional<std::string>& target) {
    if (value.kind() != JsonKind::string) return false;
    target.emplace(value.text());
    return true;
  }
  [[nodiscard]] static bool read_integer(const Source& value, std::optional<std::int64_t>& target) {
    if (value.kind() != JsonKind::integer) return false;
    target = value.integer();
    return true;
  }
  [[nodiscard]] static bool read_boolean(const Source& value, std::optional<bool>& target) {
    if (value.kind() != JsonKind::boolean) return false;
    target = value.boolean();
    return true;
  }
  /// A list of `{"mid": text}`.
  [[nodiscard]] static bool read_mids(const Source& value, std::optional<std::vector<std::string>>& target) {
    if (!value.is_array()) return false;
    std::vector<std::string> mids;
    value.for_each_element([&](const Source& element) {
      if (!element.is_object() || element.size() != 1) return;
      const auto mid = element.find("mid");
      if (mid && mid->kind() == JsonKind::string) mids.emplace_back(mid->text());
    });
    if (mids.size() != value.size()) return false;
    target = std::move(mids);
    return true;
  }
  [[nodiscard]] static bool read_page_numbers(const Source& value, std::optional<std::vector<int>>& target) {
    if (!value.is_array()) return false;
    std::vector<int> numbers;
    value.for_each_element([&](const Source& element) {
      if (element.kind() == JsonKind::integer && std::in_range<int>(element.integer())) {
        numbers.push_back(static_cast<int>(element.integer()));
      }
    });
    if (numbers.size() != value.size()) return false;
    target = std::move(numbers);
    return true;
  }

  // Answers ------------------------------------------------------------------------------------------------

  /// Children that are false in Python are kept unchanged.
  [[nodiscard]] static std::unique_ptr<ParsedJobs> read_optional_children(const Source& value,
                                                                          const JobInterface& job,
                                                                          const LabelPath& place) {
    if (is_truthy(value)) return read_children(value, job, place);
    auto jobs = Access::make_jobs();
    Access::unread(*jobs) = std::make_unique<nlohmann::json>(value.to_json());
    return jobs;
  }

  [[nodiscard]] static ParsedJob read_job(const Source& value, const JobInterface& job,
                                          const LabelPath& place) {
    auto result = Access::make_job(job);
    if (!value.is_object()) {
      throw_malformed(place, "the answer is not an object",
                      is_container(value) ? "AttributeError" : "TypeError");
    }
    if (value.size() == 0) return result;
    auto data = std::make_unique<detail::JobData>(job);
    std::optional<Source> categories;
    std::optional<Source> annotations;
    std::optional<Source> children;
    value.for_each_member([&](std::string_view key, const Source& member) {
      if (key == "categories") {
        categories = member;
      } else if (key == "annotations") {
        annotations = member;
      } else if (key == "children") {
        children = member;
      } else if (!(key == "text" && read_text(member, data->text)) &&
                 !(key == "isKeyFrame" && read_boolean(member, data->is_key_frame))) {
        data->unread.keep(key, member.to_json());
      }
    });
    if (categories) data->categories = read_categories(*categories, job, place.member("categories"));
    if (annotations) data->annotations = read_annotations(*annotations, job, place.member("annotations"));
    if (children) data->children = read_optional_children(*children, job, place.member("children"));
    Access::data(result) = std::move(data);
    return result;
  }

  [[nodiscard]] static std::unique_ptr<ParsedJobs> read_jobs(const Source& response,
                                                             const detail::OntologyData& ontology,
                                                             std::span<const JobInterface* const> asked,
                                                             const LabelPath& place) {
    check_is_answers(response, place);
    auto jobs = Access::make_jobs();
    if (ontology.is_video() && are_frames(response)) {
      read_frames(response, ontology, asked, place, *jobs);
      return jobs;
    }
    Access::jobs(*jobs).reserve(asked.size());
    for (const JobInterface* job : asked) Access::jobs(*jobs).push_back(Access::make_job(*job));
    response.for_each_member(
        [&](std::string_view name, const Source&) { check_is_job(name, ontology, place); });
    response.for_each_member([&](std::string_view name, const Source& answer) {
      if (ParsedJob* job = jobs->find(name)) {
        *job = read_job(answer, job->interface(), place.answer(job->interface()));
      } else {
        keep_ignored(*jobs, nullptr, name, answer);
      }
    });
    return jobs;
  }

  [[nodiscard]] static bool has_nested_front(const Source& array) {
    const auto first = array.front();
    return first && (first->is_array() || first->is_object());
  }

  static void check_is_answers(const Source& response, const LabelPath& place) {
    if (response.is_object()) return;
    std::string_view type = "TypeError";
    if (is_container(response)) {
      const bool names = response.kind() == JsonKind::string || !has_nested_front(response);
      type = !is_truthy(response) ? "AttributeError" : names ? "JobNotExistingError" : "TypeError";
    }
    throw_malformed(place, "the answers are not an object by job name", type);
  }

  static void check_is_job(std::string_view name, const detail::OntologyData& ontology,
                           const LabelPath& place) {
    if (is_answered_without_asking(name) || ontology.find(name) != nullptr) return;
    throw JobNotExistingError({.job = std::string(name), .place = place.member(name).where().place},
                              "the interface has no such job");
  }

  static void keep_ignored(ParsedJobs& jobs, const std::string* frame, std::string_view name,
                           const Source& answer) {
    auto& ignored = Access::ignored(jobs);
    if (!ignored) ignored = std::make_unique<nlohmann::json>(nlohmann::json::object());
    auto& level = frame == nullptr ? *ignored : (*ignored)[*frame];
    level[std::string(name)] = answer.to_json();
  }

  // Videos -------------------------------------------------------------------------------------------------

  /// All names are numbers.
  [[nodiscard]] static bool are_frames(const Source& response) {
    bool numbers = true;
    response.for_each_member([&](std::string_view name, const Source&) {
      numbers = numbers && !name.empty() &&
                std::all_of(name.begin(), name.end(), [](char c) { return '0' <= c && c <= '9'; });
    });
    return numbers;
  }

  struct Frame {
    std::uint64_t number = 0;
    std::string_view name;
    Source answers;
  };

  static void read_frames(const Source& response, const detail::OntologyData& ontology,
                          std::span<const JobInterface* const> asked, const LabelPath& place,
                          ParsedJobs& jobs) {
    std::vector<Frame> frames;
    frames.reserve(response.size());
    response.for_each_member([&](std::string_view name, const Source& answers) {
      check_frame(name, answers, ontology, place);
      frames.push_back({frame_number(name, place), name, answers});
    });
    std::stable_sort(frames.begin(), frames.end(),
                     [](const Frame& left, const Frame& right) { return left.number < right.number; });
    auto numbers = std::make_shared<std::vector<std::uint64_t>>();
    for (const Frame& frame : frames) numbers->push_back(frame.number);
    Access::frame_numbers(jobs) = numbers;
    for (const JobInterface* job : asked) Access::jobs(jobs).push_back(make_frames(*job, numbers));
    for (std::size_t index = 0; index < frames.size(); ++index) {
      read_frame(frames[index], index, place.member(frames[index].name), jobs);
    }
  }

  [[nodiscard]] static ParsedJob make_frames(
      const JobInterface& job, const std::shared_ptr<const std::vector<std::uint64_t>>& numbers) {
    auto result = Access::make_job(job);
    auto data = std::make_unique<detail::JobData>(job);
    data->frames = std::make_unique<FrameList>(Access::make_frame_list(job, numbers));
    auto& items = Access::items(*data->frames);
    items.reserve(numbers->size());
    for (std::size_t i = 0; i < numbers->size(); ++i) items.push_back(Access::make_job(job));
    Access::data(result) = std::move(data);
    return result;
  }

  static void read_frame(const Frame& frame, std::size_t index, const LabelPath& place, ParsedJobs& jobs) {
    frame.answers.for_each_member([&](std::string_view name, const Source& answer) {
      if (ParsedJob* job = jobs.find(name)) {
        auto& items = Access::items(*Access::data(*job)->frames);
        items[index] = read_job(answer, job->interface(), place.answer(job->interface()));
      } else {
        const std::string number(frame.name);
        keep_ignored(jobs, &number, name, answer);
      }
    });
  }

  static void check_frame(std::string_view name, const Source& answers, const detail::OntologyData& ontology,
                          const LabelPath& place) {
    const LabelPath where = place.member(name);
    check_is_answers(answers, where);
    answers.for_each_member([&](std::string_view job, const Source&) { check_is_job(job, ontology, where); });
  }

  [[nodiscard]] static std::uint64_t frame_number(std::string_view digits, const LabelPath& place) {
    std::uint64_t number = 0;
    for (const char digit : digits) {
      if (number > 100'000'000'000'000'000)
        throw_malformed(place, "the number of a frame is too large", "ValueError");
      number = number * 10 + static_cast<std::uint64_t>(digit - '0');
    }
    return number;
  }
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
