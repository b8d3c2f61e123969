#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

#include "parsed_labels/annotation_members.hpp"
#include "parsed_labels/annotation_rules.hpp"
#include "parsed_labels/check_shapes.hpp"
#include "parsed_labels/json_source.hpp"
#include "parsed_labels/label_findings.hpp"
#include "parsed_labels/label_path.hpp"
#include "parsed_labels/ontology_data.hpp"
#include "parsed_labels/read_values.hpp"
#include "support/json_text.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Looks through the answers of a label in place. Refuses what LabelReader refuses and goes on behind it.
template <typename Source>
class LabelChecker {
 public:
  LabelChecker(const detail::OntologyData& ontology, LabelFindings& findings) noexcept
      : ontology_(ontology), findings_(findings) {}

  void check(const Source& response) {
    const LabelPath label;
    if (!response.is_object()) {
      findings_.error(label, "the answers are not an object by job name");
      return;
    }
    if (ontology_.is_video() && has_frames(response)) {
      response.for_each_member([&](std::string_view name, const Source& answers) {
        check_level(answers, nullptr, label.member(name));
      });
      return;
    }
    check_level(response, nullptr, label);
  }

 private:
  /// All names are numbers, or that of the answers beside the frames.
  [[nodiscard]] static bool has_frames(const Source& response) {
    bool frames = true;
    response.for_each_member([&](std::string_view name, const Source&) {
      frames = frames && (name == "assetLevel" || is_frame(name));
    });
    return frames;
  }
  [[nodiscard]] static bool is_frame(std::string_view name) noexcept {
    return !name.empty() &&
           std::all_of(name.begin(), name.end(), [](char c) { return '0' <= c && c <= '9'; });
  }

  /// The answers of one level. @param above the job that asks them; null at the top.
  void check_level(const Source& answers, const JobInterface* above, const LabelPath& place) {
    if (!answers.is_object()) {
      findings_.error(place, "the answers are not an object by job name");
      return;
    }
    if (place.depth() > support::max_json_depth) {
      findings_.error(place, "the label is nested too deep");
      return;
    }
    answers.for_each_member([&](std::string_view name, const Source& answer) {
      if (findings_.is_full() || is_answered_without_asking(name)) return;
      const JobInterface* job = ontology_.find(name);
      if (job == nullptr) {
        findings_.warning(place.member(name), no_such_job(name, ontology_));
        return;
      }
      const LabelPath where = place.answer(*job);
      check_is_asked(*job, above, where);
      check_answer(answer, *job, where);
    });
  }

  void check_is_asked(const JobInterface& job, const JobInterface* above, const LabelPath& place) {
    if (above == nullptr) {
      if (job.is_child()) findings_.warning(place, "the job is asked below another one, not here");
      return;
    }
    const auto asked = above->child_jobs();
    if (std::find(asked.begin(), asked.end(), &job) == asked.end()) {
      findings_.warning(place, "the job is not asked below job '" + support::shown_text(above->name()) + "'");
    }
  }

  void check_answer(const Source& answer, const JobInterface& job, const LabelPath& place) {
    if (job.ml_task() == MlTask::file && answer.kind() == JsonKind::string) return;  // a path, to be uploaded
    if (!answer.is_object()) {
      findings_.error(place, "the answer is not an object");
      return;
    }
    bool is_chat = false;  // the classes of several items of a chat are one list
    std::optional<Source> categories;
    answer.for_each_member([&](std::string_view key, const Source& member) {
      if (key == "categories") {
        categories = member;
      } else if (key == "annotations") {
        check_annotations(member, job, place.member(key));
      } else if (key == "children") {
        if (is_truthy(member)) check_level(member, &job, place.member(key));
      } else if (key == "chatItems") {
        is_chat = true;
      } else if (key == "text" && member.kind() != JsonKind::string) {
        findings_.warning(place.member(key), "the \"text\" is not a text");
      }
    });
    if (categories) check_categories(*categories, job, place.member("categories"), is_chat);
  }

  void check_categories(const Source& value, const JobInterface& job, const LabelPath& place,
                        bool is_chat = false) {
    if (!value.is_array()) {
      if (!is_empty_container(value)) findings_.error(place, "the categories are not a list of objects");
      return;
    }
    if (value.size() == 0 || !job.has_categories()) return;
    std::size_t index = 0;
    value.for_each_element([&](const Source& category) {
      check_category(category, job, place.element(index));
      if (index > 0 && !is_chat) check_is_no_repetition(value, category, index, place);
      ++index;
    });
    if (index > 1 && !is_chat && job.has_input() && job.takes_one_category()) {
      findings_.error(place,
                      fmt::format("job '{}' of input \"{}\" takes one category, not {}",
                                  support::shown_text(job.name()), support::shown_text(job.input()), index));
    }
  }

  void check_category(const Source& category, const JobInterface& job, const LabelPath& place) {
    if (!category.is_object()) {
      findings_.error(place, "the category is not an object");
      return;
    }
    const auto name = category.find("name");
    if (!name || name->kind() != JsonKind::string) {
      findings_.error(place, "the category has no \"name\" that is a text");
      return;
    }
    if (job.find_category(name->text()) == nullptr) {
      findings_.error(place, no_such_category(name->text(), job));
    }
    if (const auto confidence = category.find("confidence")) check_percent(*confidence, place, "confidence");
    const auto children = category.find("children");
    if (children && children->kind() != JsonKind::null) {
      check_level(*children, &job, place.member("children"));
    }
  }

  /// Lists of classes are short; nothing is stored to compare them.
  void check_is_no_repetition(const Source& categories, const Source& category, std::size_t index,
                              const LabelPath& place) {
    const auto name = category.is_object() ? category.find("name") : std::nullopt;
    if (!name || name->kind() != JsonKind::string) return;
    std::size_t other_index = 0;
    bool repeated = false;
    categories.for_each_element([&](const Source& other) {
      if (repeated || other_index++ >= index || !other.is_object()) return;
      const auto other_name = other.find("name");
      repeated = other_name && other_name->kind() == JsonKind::string && other_name->text() == name->text();
    });
    if (repeated) {
      findings_.error(place.element(index),
                      "the category '" + support::shown_text(name->text()) + "' is there already");
    }
  }

  /// Null stands for no value.
  void check_percent(const Source& value, const LabelPath& place, const char* key) {
    if (value.kind() == JsonKind::null) return;
    if (!is_number(value)) {
      findings_.error(place.member(key), fmt::format("the \"{}\" is not a number", key));
      return;
    }
    const double number = value.kind() == JsonKind::boolean ? (value.boolean() ? 1 : 0) : value.number();
    if (number >= 0 && number <= 100) return;
    findings_.warning(place.member(key), fmt::format("the \"{}\" is {}, not 0 to 100", key, number));
  }

  void check_annotations(const Source& value, const JobInterface& job, const LabelPath& place) {
    if (!value.is_array()) {
      if (!is_empty_container(value)) findings_.error(place, "the annotations are not a list of objects");
      return;
    }
    std::size_t index = 0;
    value.for_each_element([&](const Source& annotation) {
      const LabelPath where = place.element(index++);
      if (findings_.is_full()) return;
      if (annotation.is_object()) {
        check_annotation(annotation, job, where);
      } else {
        findings_.error(where, "the annotation is not an object");
      }
    });
  }

  void check_annotation(const Source& annotation, const JobInterface& job, const LabelPath& place) {
    ShapeMembers<Source> shapes;
    annotation.for_each_member([&](std::string_view key, const Source& member) {
      switch (annotation_member(key)) {
        case AnnotationMember::categories:
          if (member.is_array()) check_categories(member, job, place.member(key));
          break;
        case AnnotationMember::children:
          if (is_truthy(member)) check_level(member, &job, place.member(key));
          break;
        case AnnotationMember::score:
          if (is_number(member)) check_percent(member, place, "score");
          break;
        case AnnotationMember::annotations:
          if (has_places(job)) check_places(member, job, place.member(key));
          break;
        case AnnotationMember::points:
          if (member.is_array()) check_pose(member, job, place.member(key));
          break;
        default:
          shapes.keep(key, member);
      }
    });
    check_shapes(shapes, job, findings_, place);
  }

  /// The places of an annotation in a PDF, which are read only when they are asked for.
  void check_places(const Source& places, const JobInterface& job, const LabelPath& place) {
    if (!places.is_array() || place.depth() > support::max_json_depth) return;
    std::size_t index = 0;
    const bool was_lenient = findings_.set_lenient(true);
    places.for_each_element([&](const Source& element) {
      const LabelPath where = place.element(index++);
      if (element.is_object()) check_annotation(element, job, where);
    });
    findings_.set_lenient(was_lenient);
  }

  void check_pose(const Source& points, const JobInterface& job, const LabelPath& place) {
    std::size_t index = 0;
    points.for_each_element([&](const Source& point) {
      const LabelPath where = place.element(index++);
      if (!point.is_object()) {
        findings_.error(where, "the point is not an object");
        return;
      }
      if (const auto categories = point.find("categories"); categories && categories->is_array()) {
        check_categories(*categories, job, where.member("categories"));
      }
      if (const auto vertex = point.find("point")) {
        check_vertex(*vertex, job, findings_, where.member("point"));
      }
    });
  }

  const detail::OntologyData& ontology_;
  LabelFindings& findings_;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
