#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "kili/labels/geometry.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/labels/parsed_jobs.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {

/// A label that is being built, shared by the handles of its parts. Parts do not move in memory once they are
/// added.
struct LabelDraft {
  LabelDraft(Ontology label_ontology, std::optional<ImageSize> size);

  struct Frame {
    std::unique_ptr<ParsedJobs> answers;
    std::unordered_set<std::string> mids;
  };

  /// The identifiers of a level: of a frame, or of what is not in a frame.
  [[nodiscard]] std::unordered_set<std::string>& mids_of(std::optional<std::uint64_t> frame);
  /// The identifier for a new annotation of the job.
  /// @throws InvalidMutationError the given one is there already, in the frame or in an answer to another
  /// job.
  [[nodiscard]] std::string new_mid(const std::string& given, const JobInterface& job,
                                    std::optional<std::uint64_t> frame);
  /// The identifier is in use from here on.
  void keep_mid(const std::string& mid, const JobInterface& job, std::optional<std::uint64_t> frame);

  Ontology ontology;
  std::optional<ImageSize> image_size;
  std::unique_ptr<ParsedJobs> answers;  ///< Null for videos.
  std::map<std::uint64_t, Frame> frames;
  std::unique_ptr<ParsedJobs> asset_level;                ///< Of videos; null when there is none.
  std::map<std::string, std::string, std::less<>> files;  ///< Paths of files to upload by job.
  bool has_opened_categories = false;  ///< Answers below a class were asked for, perhaps none was given.

 private:
  std::unordered_set<std::string> mids_;
  std::unordered_map<std::string, const JobInterface*> jobs_of_mids_;
  std::string mid_prefix_;
  std::uint64_t mid_count_ = 0;
};

}  // namespace detail

namespace labels {

/// @param what the text is, for the message. @throws InvalidMutationError it is not UTF-8, which JSON is.
void check_is_utf8(std::string_view text, std::string_view what, const JobInterface& job);
/// Answers to jobs, none given yet.
[[nodiscard]] std::unique_ptr<ParsedJobs> unanswered(std::span<const JobInterface* const> jobs);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
