#include "exports/labels_to_export.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "kili/errors.hpp"
#include "kili/labels/errors.hpp"
#include "parsed_labels/label_path.hpp"
#include "parsed_labels/reading.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

namespace {

std::vector<const nlohmann::json*> label_records(const nlohmann::json& record) {
  std::vector<const nlohmann::json*> labels;
  const auto latest = record.find("latestLabel");
  if (latest != record.end() && latest->is_object()) labels.push_back(&*latest);
  for (const char* field : {"latestLabels", "labels"}) {
    const auto found = record.find(field);
    if (!labels.empty() || found == record.end() || !found->is_array()) continue;
    for (const auto& label : *found) {
      if (label.is_object()) labels.push_back(&label);
    }
  }
  if (labels.empty() && latest == record.end() && !record.contains("latestLabels") &&
      !record.contains("labels")) {
    throw FieldError("no label was requested; add \"latestLabel.jsonResponse\" to AssetsArguments::fields");
  }
  return labels;
}

/// Removes from the answers of one level what cannot be read, and notes it.
class UnreadableAnswers {
 public:
  UnreadableAnswers(const Ontology& ontology, const LossNotes& notes) : ontology_(ontology), notes_(notes) {}

  void remove_from(nlohmann::json& answers, const std::string* frame) {
    if (!answers.is_object()) return;
    for (auto answer = answers.begin(); answer != answers.end();) {
      const JobInterface* job = ontology_.find(answer.key());
      if (job != nullptr) remove_annotations(*answer, *job);
      answer = can_be_read(answer.key(), *answer, frame, job) ? std::next(answer) : answers.erase(answer);
    }
  }

 private:
  void remove_annotations(nlohmann::json& answer, const JobInterface& job) {
    if (!answer.is_object() || !answer.contains("annotations") || !answer["annotations"].is_array()) return;
    const LabelPath top;
    const LabelPath answer_place = top.answer(job);
    const LabelPath list_place = answer_place.member("annotations");
    nlohmann::json kept = nlohmann::json::array();
    std::size_t index = 0;
    for (auto& annotation : answer["annotations"]) {
      try {
        static_cast<void>(read_annotation(annotation, job, list_place.element(index++)));
        kept.push_back(std::move(annotation));
      } catch (const LabelError& error) {
        notes_.add(error.what());
      }
    }
    answer["annotations"] = std::move(kept);
  }

  bool can_be_read(const std::string& name, const nlohmann::json& answer, const std::string* frame,
                   const JobInterface* job) {
    nlohmann::json answers{{name, answer}};
    if (frame != nullptr) answers = {{*frame, std::move(answers)}};
    try {
      static_cast<void>(ParsedLabel({{"jsonResponse", std::move(answers)}}, ontology_));
      return true;
    } catch (const LabelError& error) {
      (job == nullptr ? notes_ : notes_.at(*job)).add(error.what());
      return false;
    }
  }

  const Ontology& ontology_;
  const LossNotes& notes_;
};

bool is_name_of_frame(const std::string& name) { return support::has_only_digits(name); }

/// The label without what cannot be read in it, or nothing when the whole cannot be read.
std::optional<ParsedLabel> readable_label(const nlohmann::json& record, const Ontology& ontology,
                                          const LossNotes& notes) {
  try {
    return ParsedLabel(record, ontology);
  } catch (const LabelError&) {  // below, it is found out what is wrong
  }
  nlohmann::json readable = record;
  nlohmann::json& response = readable["jsonResponse"];
  UnreadableAnswers unreadable(ontology, notes);
  if (ontology.is_video() && response.is_object()) {
    nlohmann::json of_film = nlohmann::json::object();  // beside those of the frames
    for (auto frame = response.begin(); frame != response.end(); ++frame) {
      if (is_name_of_frame(frame.key())) {
        unreadable.remove_from(*frame, &frame.key());
      } else {
        of_film[frame.key()] = *frame;
      }
    }
    for (const auto& [name, answer] : of_film.items()) response.erase(name);
    unreadable.remove_from(of_film, nullptr);
    if (response.empty()) {
      response = std::move(of_film);
    } else {
      for (const auto& [name, answer] : of_film.items()) {
        notes.add(fmt::format("job '{}': an answer for the whole film beside those of its frames is left out",
                              support::shown_text(name)));
      }
    }
  } else {
    unreadable.remove_from(response, nullptr);
  }
  try {
    return ParsedLabel(readable, ontology);
  } catch (const LabelError& error) {
    notes.add(fmt::format("the label cannot be read: {}", error.what()));
    return std::nullopt;
  }
}

}  // namespace

std::vector<LabelToExport> labels_to_export(const Asset& asset, const Ontology& ontology,
                                            const LossNotes& notes) {
  const auto records = label_records(asset.json());
  std::vector<LabelToExport> labels;
  labels.reserve(records.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (!records[i]->contains("jsonResponse")) {
      throw FieldError(
          "the answers of a label were not requested; add \"latestLabel.jsonResponse\" to "
          "AssetsArguments::fields");
    }
    auto label = readable_label(*records[i], ontology, notes);
    if (!label) continue;
    labels.push_back(
        {records.size() > 1 ? fmt::format("_label{}", i + 1) : std::string(), *std::move(label)});
  }
  return labels;
}

namespace {

std::string_view url_in(const nlohmann::json& value) {
  if (!value.is_string()) return {};
  const std::string_view text = value.get_ref<const std::string&>();
  return text.starts_with("http://") || text.starts_with("https://") ? text : std::string_view();
}

}  // namespace

std::string_view content_url(const Asset& asset) {
  const auto content = asset.json().find("content");
  return content == asset.json().end() ? std::string_view() : url_in(*content);
}

std::string_view frame_url(const Asset& asset, std::uint64_t number) {
  const auto frames = asset.json().find("jsonContent");
  if (frames != asset.json().end()) {
    if (frames->is_array() && number < frames->size())
      return url_in((*frames)[static_cast<std::size_t>(number)]);
    if (frames->is_object()) {
      const auto frame = frames->find(std::to_string(number));
      if (frame != frames->end()) return url_in(*frame);
    }
  }
  return content_url(asset);
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
