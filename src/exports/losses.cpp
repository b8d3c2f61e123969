#include "exports/losses.hpp"

#include <fmt/format.h>

#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

constexpr std::size_t longest_shown_name = 200;
constexpr std::size_t longest_reason = 500;

std::string shown_name(std::string_view name) { return support::shown_text(name, longest_shown_name); }

void append_to_place(std::string& text, const std::string& part) {
  if (!text.empty()) text += ", ";
  text += part;
}

std::string sentence_of(const ExportLoss& loss) {
  std::string text;
  if (!loss.external_id.empty())
    append_to_place(text, fmt::format("asset '{}'", shown_name(loss.external_id)));
  if (loss.frame) append_to_place(text, fmt::format("frame {}", *loss.frame));
  if (!loss.job.empty()) append_to_place(text, fmt::format("job '{}'", shown_name(loss.job)));
  if (!loss.annotation.empty()) append_to_place(text, "annotation " + loss.annotation);
  if (!text.empty()) text += ": ";
  return text + loss.reason;
}

}  // namespace

void Losses::add(const LossPlace& place, std::string_view why) {
  ++count_;
  ExportLoss loss{.external_id = std::string(place.external_id),
                  .frame = place.frame,
                  .job = std::string(place.job),
                  .reason = support::shown_text(why, longest_reason)};
  if (place.annotation != nullptr) {
    loss.annotation = place.annotation->has(Attribute::mid)
                          ? fmt::format("'{}'", shown_name(place.annotation->mid()))
                          : std::to_string(place.annotation_index + 1);
  }
  loss.sentence = sentence_of(loss);
  if (take_) {
    take_(std::move(loss));
  } else {
    sentences_.push_back(std::move(loss.sentence));
  }
}

LossNotes LossNotes::at(std::uint64_t frame) const {
  LossNotes notes = *this;
  notes.place_.frame = frame;
  return notes;
}

LossNotes LossNotes::at(const JobInterface& job) const {
  LossNotes notes = *this;
  notes.place_.job = job.name();
  return notes;
}

LossNotes LossNotes::at(const Annotation& annotation, std::size_t index) const {
  LossNotes notes = *this;
  notes.place_.annotation = &annotation;
  notes.place_.annotation_index = index;
  return notes;
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
