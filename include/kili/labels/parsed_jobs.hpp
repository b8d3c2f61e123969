#pragma once

/// @file
/// The answers of a label by job.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kili/export.hpp"
#include "kili/labels/owned.hpp"
#include "kili/labels/parsed_job.hpp"

namespace kili {
inline namespace v0_1 {

/// The answers to the jobs that are asked at one level: those of the label, or those below a class or an
/// annotation. It has every job of the level, in the order of the interface, also jobs without an answer.
class KILI_EXPORT ParsedJobs {
 public:
  ParsedJobs(const ParsedJobs&);
  ParsedJobs(ParsedJobs&&) noexcept;
  ParsedJobs& operator=(const ParsedJobs&);
  ParsedJobs& operator=(ParsedJobs&&) noexcept;
  ~ParsedJobs();

  /// Number of jobs.
  [[nodiscard]] std::size_t size() const noexcept { return jobs_.size(); }
  [[nodiscard]] bool empty() const noexcept { return jobs_.empty(); }
  [[nodiscard]] auto begin() const noexcept { return jobs_.begin(); }
  [[nodiscard]] auto end() const noexcept { return jobs_.end(); }
  [[nodiscard]] auto begin() noexcept { return jobs_.begin(); }
  [[nodiscard]] auto end() noexcept { return jobs_.end(); }

  /// The answer to a job. @throws JobNotExistingError the job is not asked at this level.
  [[nodiscard]] const ParsedJob& operator[](std::string_view job_name) const;
  [[nodiscard]] ParsedJob& operator[](std::string_view job_name);
  /// The answer to a job, or a null pointer when it is not asked at this level.
  [[nodiscard]] const ParsedJob* find(std::string_view job_name) const noexcept;
  [[nodiscard]] ParsedJob* find(std::string_view job_name) noexcept;
  /// The label answers frame by frame.
  [[nodiscard]] bool is_video() const noexcept { return static_cast<bool>(frame_numbers_); }
  /// Number of frames of a video; 0 for other assets.
  [[nodiscard]] std::size_t frame_count() const noexcept;
  /// The number that the label gave a frame; see FrameList::number(). @throws FrameIndexError
  [[nodiscard]] std::uint64_t frame_number(std::size_t index) const;

  /// The answers as JSON, by job name; of videos, by frame from "0" on and job name. Jobs without an answer
  /// are left out.
  [[nodiscard]] nlohmann::json to_dict() const;
  /// Answers that the interface does not ask for at this level, by job name, for example "ROTATION_JOB"; of
  /// videos, by frame and job name. Null when there are none.
  [[nodiscard]] const nlohmann::json& ignored_answers() const noexcept;

 private:
  friend struct detail::LabelAccess;
  ParsedJobs() noexcept;
  [[noreturn]] void throw_not_existing(std::string_view job_name) const;

  std::vector<ParsedJob> jobs_;
  std::shared_ptr<const std::vector<std::uint64_t>> frame_numbers_;  // of a video
  detail::Owned<nlohmann::json> ignored_;
  detail::Owned<nlohmann::json> unread_;  // "children" without answers, as they are in the JSON: {} or null
};

}  // namespace v0_1
}  // namespace kili
