#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kili/labels/answers_builder.hpp"
#include "kili/labels/errors.hpp"
#include "parsed_labels/annotation_data.hpp"
#include "parsed_labels/annotation_rules.hpp"
#include "parsed_labels/label_draft.hpp"
#include "parsed_labels/pdf_places.hpp"
#include "parsed_labels/placed_points.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {

using detail::AnnotationData;

namespace {

/// A part of an entity or relation that has no elements.
[[noreturn]] void refuse_annotation(const JobInterface& job, std::string_view category,
                                    std::string_view what) {
  throw InvalidMutationError(labels::LabelPath(job).where(),
                             fmt::format("category '{}': {}", support::shown_text(category), what));
}

std::vector<std::string> texts_of(std::span<const std::string> texts) { return {texts.begin(), texts.end()}; }

std::optional<double> percent_of(std::optional<Confidence> confidence) {
  return confidence ? std::optional<double>(confidence->percent()) : std::nullopt;
}

}  // namespace

AnnotationBuilder AnswersBuilder::add_entity(std::string_view job_name, std::string_view category,
                                             std::int64_t begin_offset, std::string_view content,
                                             const EntityOptions& options) {
  ParsedJob& answer = answer_to(job_name, MlTask::named_entities_recognition, "entities");
  const JobInterface& job = answer.interface();
  auto data = std::make_unique<AnnotationData>(job);
  data->categories.add_category(category, percent_of(options.confidence));
  if (labels::has_places(job)) refuse_annotation(job, category, "an entity in a PDF has places, no offset");
  if (content.empty()) refuse_annotation(job, category, "the content of the entity is empty");
  if (begin_offset < 0) {
    refuse_annotation(job, category, fmt::format("the offset {} is negative", begin_offset));
  }
  if (options.end_offset && *options.end_offset <= begin_offset) {
    refuse_annotation(job, category,
                      fmt::format("the entity ends at {}, not behind its beginning at {}",
                                  *options.end_offset, begin_offset));
  }
  labels::check_is_utf8(content, "content", job);
  data->content = content;
  data->begin_offset = begin_offset;
  data->end_offset = options.end_offset;
  data->mid = draft_->new_mid(options.mid, job, frame_);
  return add(answer, std::move(data));
}

AnnotationBuilder AnswersBuilder::add_entity(std::string_view job_name, std::string_view category,
                                             std::string_view content, std::span<const EntityPlace> places,
                                             const EntityOptions& options) {
  ParsedJob& answer = answer_to(job_name, MlTask::named_entities_recognition, "entities");
  const JobInterface& job = answer.interface();
  auto data = std::make_unique<AnnotationData>(job);
  data->categories.add_category(category, percent_of(options.confidence));
  if (!labels::has_places(job)) {
    refuse_annotation(job, category,
                      "only entities in PDFs have places; give the offset of its first character");
  }
  if (options.end_offset) refuse_annotation(job, category, "an entity in a PDF has places, no offset");
  if (content.empty()) refuse_annotation(job, category, "the content of the entity is empty");
  labels::check_is_utf8(content, "content", job);
  if (places.empty()) refuse_annotation(job, category, "an entity in a PDF has at least one place");
  const labels::PointPlacer placer(job, category, options.unit, options.outside, draft_->image_size);
  for (const EntityPlace& place : places) {
    if (place.page < 0) placer.refuse(fmt::format("the page {} is negative; pages count from 0", place.page));
    const Point opposite{place.box.x + place.box.width, place.box.y + place.box.height};
    labels::add_place(*data, job, {{placer.rectangle({place.box.x, place.box.y}, opposite)}}, place.page);
  }
  data->content = content;
  data->mid = draft_->new_mid(options.mid, job, frame_);
  return add(answer, std::move(data));
}

AnnotationBuilder AnswersBuilder::add_relation(std::string_view job_name, std::string_view category,
                                               std::span<const std::string> starts,
                                               std::span<const std::string> ends,
                                               const EntityOptions& options) {
  ParsedJob& answer = answer_to(job_name);
  const JobInterface& job = answer.interface();
  const bool of_objects = job.ml_task() == MlTask::object_relation;
  if (!of_objects) static_cast<void>(answer_to(job_name, MlTask::named_entities_relation, "relations"));
  auto data = std::make_unique<AnnotationData>(job);
  data->categories.add_category(category, percent_of(options.confidence));
  if (options.end_offset) refuse_annotation(job, category, "a relation has no offset");
  const auto& known = draft_->mids_of(frame_);
  for (const auto& mids : {starts, ends}) {
    if (mids.empty()) refuse_annotation(job, category, "the relation lacks its starts or its ends");
    for (const std::string& mid : mids) {
      if (known.contains(mid)) continue;
      refuse_annotation(job, category,
                        fmt::format("there is no annotation with the mid '{}'; add what is related first",
                                    support::shown_text(mid)));
    }
  }
  auto& rare = data->rare_parts();
  (of_objects ? rare.start_objects : rare.start_entities) = texts_of(starts);
  (of_objects ? rare.end_objects : rare.end_entities) = texts_of(ends);
  data->mid = draft_->new_mid(options.mid, job, frame_);
  return add(answer, std::move(data));
}

}  // namespace v0_1
}  // namespace kili
