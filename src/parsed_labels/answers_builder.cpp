#include "kili/labels/answers_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kili/errors.hpp"
#include "kili/labels/errors.hpp"
#include "parsed_labels/annotation_data.hpp"
#include "parsed_labels/annotation_rules.hpp"
#include "parsed_labels/label_draft.hpp"
#include "parsed_labels/label_findings.hpp"
#include "parsed_labels/ontology_data.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {

using detail::AnnotationData;
using detail::JobData;
using detail::LabelAccess;

int Confidence::checked(int percent) {
  if (percent < 0) throw ValidationError("a confidence is an integer from 0 to 100");
  return percent;
}

Confidence Confidence::from_probability(double probability) {
  if (!(probability >= 0 && probability <= 1)) {
    throw ValidationError(fmt::format("the probability {} is not within 0 and 1", probability));
  }
  return {std::lround(probability * 100)};
}

namespace {

bool opens(const CategoryInterface& category, const std::string& job) {
  return std::find(category.child_jobs.begin(), category.child_jobs.end(), job) != category.child_jobs.end();
}

std::optional<double> number_of(std::optional<Confidence> confidence) {
  return confidence ? std::optional<double>(confidence->percent()) : std::nullopt;
}

void check_key_frame(const JobInterface& job, std::optional<bool> is_key_frame,
                     std::optional<std::uint64_t> frame) {
  if (!is_key_frame || frame) return;
  throw InvalidMutationError(labels::LabelPath(job).where(),
                             "only answers in frames of videos have key frames");
}

/// Removes an answer that was begun, when nothing comes of it.
class BegunAnswer {
 public:
  explicit BegunAnswer(ParsedJob& answer) : data_(LabelAccess::data(answer)), is_new_(!data_) {
    if (is_new_) data_ = std::make_unique<JobData>(answer.interface());
  }
  BegunAnswer(const BegunAnswer&) = delete;
  BegunAnswer& operator=(const BegunAnswer&) = delete;
  ~BegunAnswer() {
    if (is_new_) data_.reset();
  }
  [[nodiscard]] JobData& operator*() const noexcept { return *data_; }
  [[nodiscard]] JobData* operator->() const noexcept { return data_.get(); }
  void keep() noexcept { is_new_ = false; }

 private:
  detail::Owned<JobData>& data_;
  bool is_new_;
};

}  // namespace

// The answers to jobs -------------------------------------------------------------------------------------

ParsedJob& AnswersBuilder::answer_to(std::string_view name) const {
  const auto& ontology = LabelAccess::data(draft_->ontology);
  const JobInterface* job = ontology.find(name);
  if (job == nullptr) {
    throw JobNotExistingError({.job = std::string(name), .place = std::string(name)},
                              labels::no_such_job(name, ontology));
  }
  const LabelPlace where{.job = job->name(), .place = job->name()};
  if (level_ == nullptr) {
    throw InvalidMutationError(
        where,
        "labels of videos answer frame by frame; add to frame(number) of the label, or to "
        "asset_level() what concerns the whole video");
  }
  ParsedJob* answer = level_->find(name);
  if (answer == nullptr) {
    throw JobNotExistingError(
        where, job->is_child()
                   ? "the job is asked below others; add to children() of the class or annotation "
                     "that opens it"
                   : "the job is asked at the top of the label, not below another one");
  }
  if (opened_.by != nullptr && !opens(*opened_.by, job->name())) {
    throw JobNotExistingError(where, fmt::format("the category '{}' does not open this job",
                                                 support::shown_text(opened_.by->name)));
  }
  if (opened_.by_list != nullptr &&
      std::none_of(opened_.by_list->begin(), opened_.by_list->end(), [&](const Category& category) {
        return opens(LabelAccess::definition(category), job->name());
      })) {
    throw JobNotExistingError(where, "no category of the annotation opens this job");
  }
  return *answer;
}

ParsedJob& AnswersBuilder::answer_to(std::string_view name, MlTask task, std::string_view what) const {
  ParsedJob& answer = answer_to(name);
  const JobInterface& job = answer.interface();
  if (job.ml_task() != task) {
    throw AttributeNotCompatibleWithJobError(labels::LabelPath(job).where(),
                                             fmt::format("the task of the job is {}, which does not take {}",
                                                         support::shown_text(job.ml_task_word()), what));
  }
  return answer;
}

CategoryBuilder AnswersBuilder::add_category(std::string_view job_name, std::string_view category,
                                             const CategoryOptions& options) {
  ParsedJob& answer = answer_to(job_name, MlTask::classification, "a category of its own");
  const JobInterface& job = answer.interface();
  check_key_frame(job, options.is_key_frame, frame_);
  BegunAnswer data(answer);
  data->categories.add_category(category, number_of(options.confidence));
  if (frame_) data->is_key_frame = options.is_key_frame.value_or(true);
  data.keep();
  return {draft_, data->categories, job, *job.find_category(category), frame_};
}

AnswersBuilder& AnswersBuilder::set_text(std::string_view job_name, std::string_view text,
                                         std::optional<bool> is_key_frame) {
  ParsedJob& answer = answer_to(job_name, MlTask::transcription, "a text");
  labels::check_is_utf8(text, "text", answer.interface());
  check_key_frame(answer.interface(), is_key_frame, frame_);
  BegunAnswer data(answer);
  answer.set_text(text);
  if (frame_) data->is_key_frame = is_key_frame.value_or(true);
  data.keep();
  return *this;
}

AnswersBuilder& AnswersBuilder::set_file(std::string_view job_name, std::string_view path) {
  const ParsedJob& answer = answer_to(job_name, MlTask::file, "a file");
  const LabelPlace where{.job = answer.name(), .place = answer.name()};
  if (path.empty())
    throw ValidationError(fmt::format("job '{}': the path of the file is empty", answer.name()));
  if (level_ != draft_->answers.get() && level_ != draft_->asset_level.get()) {
    throw InvalidMutationError(where, "a file answers for the whole asset, not for a frame or below a class");
  }
  labels::check_is_utf8(path, "path", answer.interface());
  draft_->files.insert_or_assign(answer.name(), std::string(path));
  return *this;
}

// Annotations ---------------------------------------------------------------------------------------------

AnnotationBuilder AnswersBuilder::add(ParsedJob& answer, std::unique_ptr<AnnotationData> data) const {
  const JobInterface& job = answer.interface();
  BegunAnswer begun(answer);
  auto& list = begun->annotations;
  AnnotationData& added = *data;
  LabelAccess::items(list).push_back(LabelAccess::make_annotation(job, std::move(data)));
  LabelAccess::set_present(list);
  begun.keep();
  draft_->keep_mid(*added.mid, job, frame_);
  return {draft_, job, added, frame_};
}

// Handles -------------------------------------------------------------------------------------------------

AnswersBuilder CategoryBuilder::children() const {
  auto& categories = LabelAccess::items(*list_);
  const auto found = std::find_if(categories.begin(), categories.end(), [this](const Category& category) {
    return category.name() == definition_->name;
  });
  auto& children = LabelAccess::children(*found);
  draft_->has_opened_categories = true;
  if (!children) children = labels::unanswered(job_->child_jobs());
  return {draft_, children.get(), frame_, {.by = definition_, .by_list = nullptr}};
}

const std::string& AnnotationBuilder::mid() const noexcept { return *data_->mid; }

const AnnotationBuilder& AnnotationBuilder::add_category(std::string_view category,
                                                         std::optional<Confidence> confidence) const {
  data_->categories.add_category(category, number_of(confidence));
  return *this;
}

AnswersBuilder AnnotationBuilder::children() const {
  labels::check_may_have_children(*data_, *job_, labels::LabelPath(*job_));
  if (!data_->children) data_->children = labels::unanswered(job_->child_jobs());
  // Points of a pose open jobs too.
  const bool is_pose = data_->tool == AnnotationTool::pose;
  return {draft_,
          data_->children.get(),
          frame_,
          {.by = nullptr, .by_list = is_pose ? nullptr : &data_->categories}};
}

}  // namespace v0_1
}  // namespace kili
