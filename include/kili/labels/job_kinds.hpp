#pragma once

/// @file
/// Views of answers by kind: each has the accessors of its kind and no other.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "kili/labels/overloaded.hpp"
#include "kili/labels/parsed_job.hpp"

namespace kili {
inline namespace v0_1 {

namespace detail {

/// A view of an answer: one pointer, valid as long as the answer.
class JobView {
 public:
  explicit JobView(const ParsedJob& job) noexcept : job_(&job) {}
  [[nodiscard]] const ParsedJob& job() const noexcept { return *job_; }
  [[nodiscard]] const std::string& name() const noexcept { return job_->name(); }
  [[nodiscard]] const JobInterface& interface() const noexcept { return job_->interface(); }

 private:
  const ParsedJob* job_;
};

/// A view of an answer that consists of annotations.
class AnnotatedView : public JobView {
 public:
  using JobView::JobView;
  [[nodiscard]] const AnnotationList& annotations() const { return job().annotations(); }
};

}  // namespace detail

/// Classes are chosen.
class ClassificationJob : public detail::JobView {
 public:
  using JobView::JobView;
  [[nodiscard]] const CategoryList& categories() const { return job().categories(); }
  [[nodiscard]] const Category* category() const { return job().category(); }
  [[nodiscard]] bool is_key_frame() const { return job().is_key_frame(); }
};
/// A text is written.
class TranscriptionJob : public detail::JobView {
 public:
  using JobView::JobView;
  [[nodiscard]] std::string_view text() const { return job().text(); }
};
/// Objects are drawn.
class ObjectDetectionJob : public detail::AnnotatedView {
 public:
  using AnnotatedView::AnnotatedView;
};
/// Named entities are marked.
class EntityRecognitionJob : public detail::AnnotatedView {
 public:
  using AnnotatedView::AnnotatedView;
};
/// Entities are related.
class EntityRelationJob : public detail::AnnotatedView {
 public:
  using AnnotatedView::AnnotatedView;
};
/// Objects are related.
class ObjectRelationJob : public detail::AnnotatedView {
 public:
  using AnnotatedView::AnnotatedView;
};
/// A video is answered frame by frame; `interface()` gives the task.
class VideoJob : public detail::JobView {
 public:
  using JobView::JobView;
  [[nodiscard]] const FrameList& frames() const { return job().frames(); }
};
/// Any other task. Of the task FILE, `job()` tells the file.
class OtherJob : public detail::JobView {
 public:
  using JobView::JobView;
};

template <typename Visitor>
decltype(auto) ParsedJob::visit(Visitor&& visitor) const {
  return std::visit(std::forward<Visitor>(visitor), variant());
}

template <typename Kind>
bool ParsedJob::is() const noexcept {
  return std::holds_alternative<Kind>(variant());
}

template <typename Kind>
std::optional<Kind> ParsedJob::get_if() const noexcept {
  const JobVariant kinds = variant();
  const auto* found = std::get_if<Kind>(&kinds);
  return found ? std::optional<Kind>(*found) : std::nullopt;
}

}  // namespace v0_1
}  // namespace kili
