#include "exports/losses.hpp"

#include <fmt/format.h>

#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

constexpr std::size_t longest_shown_name = 200;
constexpr std::size_t longest_reason = 500;

void append_to_place(std::string& text, const std::string& part) {
  if (!text.empty()) text += ", ";
  text += part;
}

std::string quoted_name(std::string_view name) {
  return fmt::format("'{}'", support::shown_text(name, longest_shown_name));
}

}  // namespace

void Losses::add(const LossPlace& place, std::string_view why) {
  std::string text;
  if (!place.external_id.empty()) append_to_place(text, "asset " + quoted_name(place.external_id));
  if (place.frame) append_to_place(text, fmt::format("frame {}", *place.frame));
  if (!place.job.empty()) append_to_place(text, "job " + quoted_name(place.job));
  if (place.annotation != nullptr) {
    const bool has_mid = place.annotation->has(Attribute::mid);
    append_to_place(text, "annotation " + (has_mid ? quoted_name(place.annotation->mid())
                                                   : std::to_string(place.annotation_index + 1)));
  }
  if (!text.empty()) text += ": ";
  sentences_.push_back(text + support::shown_text(why, longest_reason));
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
