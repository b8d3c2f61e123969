#include "parsed_labels/label_draft.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "kili/errors.hpp"
#include "kili/labels/errors.hpp"
#include "parsed_labels/label_path.hpp"
#include "parsed_labels/ontology_data.hpp"
#include "support/immortal.hpp"
#include "support/random.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

/// Tells the labels of a process, and of many, apart.
std::string random_prefix() {
  // Seeding costs more than a label.
  static const auto& random = support::immortal(std::make_unique<support::RandomSource>());
  return fmt::format("{:016x}", random->next());
}

}  // namespace

std::unique_ptr<ParsedJobs> labels::unanswered(std::span<const JobInterface* const> jobs) {
  auto level = detail::LabelAccess::make_jobs();
  auto& answers = detail::LabelAccess::jobs(*level);
  answers.reserve(jobs.size());
  for (const JobInterface* job : jobs) answers.push_back(detail::LabelAccess::make_job(*job));
  return level;
}

void labels::check_is_utf8(std::string_view text, std::string_view what, const JobInterface& job) {
  if (support::is_valid_utf8(text)) return;
  throw InvalidMutationError(LabelPath(job).where(),
                             fmt::format("the {} '{}' is not UTF-8", what, support::shown_text(text)));
}

detail::LabelDraft::LabelDraft(Ontology label_ontology, std::optional<ImageSize> size)
    : ontology(std::move(label_ontology)), image_size(size) {
  if (size &&
      !(size->width > 0 && size->height > 0 && std::isfinite(size->width) && std::isfinite(size->height))) {
    throw ValidationError(fmt::format("the size of the image is {} x {}; both sides must be more than 0",
                                      size->width, size->height));
  }
  if (!ontology.is_video()) answers = labels::unanswered(ontology.root_jobs());
}

std::unordered_set<std::string>& detail::LabelDraft::mids_of(std::optional<std::uint64_t> frame) {
  return frame ? frames.at(*frame).mids : mids_;
}

std::string detail::LabelDraft::new_mid(const std::string& given, const JobInterface& job,
                                        std::optional<std::uint64_t> frame) {
  if (given.empty()) {
    if (mid_prefix_.empty()) mid_prefix_ = random_prefix();
    return fmt::format("{}-{}", mid_prefix_, ++mid_count_);
  }
  labels::check_is_utf8(given, "mid", job);
  const auto other = jobs_of_mids_.find(given);
  if (other != jobs_of_mids_.end() && other->second != &job) {
    throw InvalidMutationError(
        labels::LabelPath(job).where(),
        fmt::format("the mid '{}' is that of an annotation of job '{}'; each annotation "
                    "has its own, and keeps it in all frames",
                    support::shown_text(given), support::shown_text(other->second->name())));
  }
  if (mids_of(frame).contains(given)) {
    throw InvalidMutationError(labels::LabelPath(job).where(),
                               fmt::format("the mid '{}' is there already{}", support::shown_text(given),
                                           frame ? fmt::format(" in frame {}", *frame) : std::string()));
  }
  return given;
}

void detail::LabelDraft::keep_mid(const std::string& mid, const JobInterface& job,
                                  std::optional<std::uint64_t> frame) {
  mids_of(frame).insert(mid);
  jobs_of_mids_.try_emplace(mid, &job);
}

}  // namespace v0_1
}  // namespace kili
