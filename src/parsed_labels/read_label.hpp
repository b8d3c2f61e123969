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
#include "parsed_labels/annotation_rules.hpp"
#include "parsed_labels/json_source.hpp"
#include "parsed_labels/label_path.hpp"
#include "parsed_labels/ontology_data.hpp"
#include "parsed_labels/read_annotations.hpp"
#include "parsed_labels/read_values.hpp"
#include "support/json_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Builds the objects of a label from JSON values. Checks what Python's SDK checks when it parses a label, in
/// the same order, so that both refuse the same labels for the same reason.
template <typename Source>
class LabelReader {
  using Access = detail::LabelAccess;
  using Annotations = AnnotationReader<Source, LabelReader>;

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
    return Annotations::read_list(value, job, place);
  }
  [[nodiscard]] static Annotation read_annotation(const Source& value, const JobInterface& job,
                                                  const LabelPath& place) {
    return Annotations::read_annotation(value, job, place);
  }

  /// Children that are false in Python are kept unchanged.
  [[nodiscard]] static std::unique_ptr<ParsedJobs> read_optional_children(const Source& value,
                                                                          const JobInterface& job,
                                                                          const LabelPath& place) {
    if (is_truthy(value)) return read_children(value, job, place);
    auto jobs = Access::make_jobs();
    Access::unread(*jobs) = std::make_unique<nlohmann::json>(value.to_json());
    return jobs;
  }

 private:
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

  // Answers ------------------------------------------------------------------------------------------------

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
