#include "kili/labels/label_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "kili/labels/errors.hpp"
#include "parsed_labels/annotation_data.hpp"
#include "parsed_labels/label_draft.hpp"
#include "parsed_labels/label_writer.hpp"
#include "parsed_labels/missing_answers.hpp"
#include "parsed_labels/ontology_data.hpp"
#include "support/json_text.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {

using detail::LabelAccess;

namespace {

/// Larger numbers are not read as frames.
constexpr std::uint64_t last_frame = 100'000'000'000'000'000;

std::shared_ptr<detail::LabelDraft> new_draft(const Ontology& ontology, std::optional<ImageSize> image_size) {
  return std::make_shared<detail::LabelDraft>(ontology, image_size);
}

void check_is_video(const Ontology& ontology, std::string_view what) {
  if (ontology.is_video()) return;
  throw InvalidMutationError({}, fmt::format("only labels of videos have {}; add to the label itself", what));
}

/// Leaves out what was opened below classes and not answered: it says nothing, and readers leave it out.
void drop_unanswered(ParsedJobs& level) {
  for (ParsedJob& answer : level) {
    auto& data = LabelAccess::data(answer);
    if (!data) continue;
    for (Category& category : data->categories) {
      auto& children = LabelAccess::children(category);
      if (!children) continue;
      drop_unanswered(*children);
      if (std::ranges::all_of(*children, &ParsedJob::empty)) children.reset();
    }
    for (Annotation& annotation : data->annotations) {
      auto& children = LabelAccess::data(annotation).children;
      if (children) drop_unanswered(*children);
    }
  }
}

std::unique_ptr<ParsedJobs> answered(const ParsedJobs& level) {
  auto copy = std::make_unique<ParsedJobs>(level);
  drop_unanswered(*copy);
  return copy;
}

nlohmann::json to_json(const ParsedJobs& level, const detail::LabelDraft& draft) {
  return draft.has_opened_categories ? answered(level)->to_dict() : level.to_dict();
}

}  // namespace

LabelBuilder::LabelBuilder(const Ontology& ontology, std::optional<ImageSize> image_size)
    : AnswersBuilder(new_draft(ontology, image_size), nullptr, std::nullopt, {}) {
  level_ = draft_->answers.get();
}
LabelBuilder::LabelBuilder(LabelBuilder&&) noexcept = default;
LabelBuilder& LabelBuilder::operator=(LabelBuilder&&) noexcept = default;
LabelBuilder::~LabelBuilder() = default;

AnswersBuilder LabelBuilder::frame(std::uint64_t number) {
  check_is_video(draft_->ontology, "frames");
  if (number > last_frame) throw FrameIndexError({}, fmt::format("there is no frame {}", number));
  auto& frame = draft_->frames[number];
  if (!frame.answers) frame.answers = labels::unanswered(draft_->ontology.root_jobs());
  return {draft_, frame.answers.get(), number, {}};
}

AnswersBuilder LabelBuilder::asset_level() {
  check_is_video(draft_->ontology, "answers for the whole video beside their frames");
  if (!draft_->asset_level) draft_->asset_level = labels::unanswered(draft_->ontology.root_jobs());
  return {draft_, draft_->asset_level.get(), std::nullopt, {}};
}

nlohmann::json LabelBuilder::json_response() const {
  nlohmann::json response = nlohmann::json::object();
  if (draft_->answers) response = to_json(*draft_->answers, *draft_);
  for (const auto& [number, frame] : draft_->frames)
    response[std::to_string(number)] = to_json(*frame.answers, *draft_);
  if (draft_->asset_level) response["assetLevel"] = to_json(*draft_->asset_level, *draft_);
  auto& with_files = draft_->asset_level ? response["assetLevel"] : response;
  for (const auto& [job, path] : draft_->files) with_files[job] = path;
  return response;
}

std::string LabelBuilder::json_text() const {
  if (draft_->answers && draft_->files.empty()) {
    std::string text;
    labels::append_answers(text, *draft_->answers);
    return text;
  }
  if (draft_->asset_level || !draft_->files.empty()) return support::compact_json(json_response());
  std::string text = "{";
  for (const auto& [number, frame] : draft_->frames) {
    if (text.size() > 1) text += ',';
    text += '"' + std::to_string(number) + "\":";
    labels::append_answers(text, *frame.answers);
  }
  return text + '}';
}

ParsedLabel LabelBuilder::label() const {
  if (draft_->answers) {
    return LabelAccess::make_label(draft_->ontology,
                                   std::make_unique<nlohmann::json>(nlohmann::json::object()),
                                   answered(*draft_->answers));
  }
  nlohmann::json response = json_response();
  response.erase("assetLevel");
  return {{{"jsonResponse", std::move(response)}}, draft_->ontology};
}

std::vector<std::string> LabelBuilder::missing_answers() const { return labels::missing_answers(*draft_); }

void LabelBuilder::check_complete() const {
  const auto missing = missing_answers();
  if (missing.empty()) return;
  throw MissingValueError(
      {}, fmt::format("the label lacks {} that the ontology requires: {}",
                      missing.size() == 1 ? "an answer" : "answers", support::shown_list(missing)));
}

}  // namespace v0_1
}  // namespace kili
