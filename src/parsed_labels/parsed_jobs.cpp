#include "kili/labels/parsed_jobs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "kili/labels/errors.hpp"
#include "support/immortal.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

const nlohmann::json& nothing_ignored() noexcept {
  static const auto& value = support::immortal(nlohmann::json());
  return value;
}

template <typename Jobs>
auto find_job(Jobs& jobs, std::string_view name) noexcept -> decltype(jobs.data()) {
  const auto found =
      std::find_if(jobs.begin(), jobs.end(), [name](const ParsedJob& job) { return job.name() == name; });
  return found == jobs.end() ? nullptr : &*found;
}

}  // namespace

ParsedJobs::ParsedJobs() noexcept = default;
ParsedJobs::ParsedJobs(const ParsedJobs&) = default;
ParsedJobs::ParsedJobs(ParsedJobs&&) noexcept = default;
ParsedJobs& ParsedJobs::operator=(const ParsedJobs&) = default;
ParsedJobs& ParsedJobs::operator=(ParsedJobs&&) noexcept = default;
ParsedJobs::~ParsedJobs() = default;

const ParsedJob* ParsedJobs::find(std::string_view job_name) const noexcept {
  return find_job(jobs_, job_name);
}
ParsedJob* ParsedJobs::find(std::string_view job_name) noexcept { return find_job(jobs_, job_name); }

void ParsedJobs::throw_not_existing(std::string_view job_name) const {
  const LabelPlace where{.job = std::string(job_name), .place = std::string(job_name)};
  if (unread_) throw MissingValueError(where, "there are no answers here");
  std::vector<std::string> names;
  names.reserve(jobs_.size());
  for (const ParsedJob& job : jobs_) names.push_back(job.name());
  throw JobNotExistingError(
      where, fmt::format("no such job is asked here; there are: {}", support::shown_list(names)));
}

const ParsedJob& ParsedJobs::operator[](std::string_view job_name) const {
  const ParsedJob* job = find(job_name);
  if (job == nullptr) throw_not_existing(job_name);
  return *job;
}
ParsedJob& ParsedJobs::operator[](std::string_view job_name) {
  ParsedJob* job = find(job_name);
  if (job == nullptr) throw_not_existing(job_name);
  return *job;
}

std::size_t ParsedJobs::frame_count() const noexcept { return frame_numbers_ ? frame_numbers_->size() : 0; }

std::uint64_t ParsedJobs::frame_number(std::size_t index) const {
  if (index >= frame_count()) {
    throw FrameIndexError({}, fmt::format("the label has {} frames, none at {}", frame_count(), index));
  }
  return (*frame_numbers_)[index];
}

nlohmann::json ParsedJobs::to_dict() const {
  if (unread_) {
    if (unread_->is_object()) return *unread_;
    throw MalformedLabelError({.job = {}, .place = "children"}, "the nested answers are not an object",
                              "AttributeError");
  }
  nlohmann::json result = nlohmann::json::object();
  if (!is_video()) {
    for (const ParsedJob& job : jobs_) {
      if (!job.empty()) result[job.name()] = job.to_dict();
    }
    return result;
  }
  for (std::size_t frame = 0; frame < frame_count(); ++frame) {
    auto& answers = result[std::to_string(frame)] = nlohmann::json::object();
    for (const ParsedJob& job : jobs_) {
      const ParsedJob& answer = job.frames()[frame];
      if (!answer.empty()) answers[job.name()] = answer.to_dict();
    }
  }
  return result;
}

const nlohmann::json& ParsedJobs::ignored_answers() const noexcept {
  return ignored_ ? *ignored_ : nothing_ignored();
}

}  // namespace v0_1
}  // namespace kili
