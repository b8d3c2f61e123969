#pragma once

/// @file
/// Builds the answers of a label from what a program knows, for example the results of a model.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kili/export.hpp"
#include "kili/labels/answers_builder.hpp"
#include "kili/labels/geometry.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/labels/parsed_label.hpp"

namespace kili {
inline namespace v0_1 {

/// Builds the answers of one label, by the methods of AnswersBuilder: classes, texts, objects, entities and
/// relations. Every value is checked against the interface of the project when it is added; a refused value
/// changes nothing. A moved-from builder may only be assigned to or destroyed. Labels of videos answer frame
/// by frame: frame().
///
/// @code
/// kili::LabelBuilder label(ontology, kili::ImageSize{1920, 1080});
/// label.add_category("WEATHER", "SUNNY", {.confidence = 93});
/// label.add_box("OBJECTS", "CAR", {.x = 10, .y = 20, .width = 300, .height = 150}, {.confidence = 87})
///     .children()
///     .set_text("PLATE", "AB-123-CD");
/// send(label.json_response());
/// @endcode
class KILI_EXPORT LabelBuilder : public AnswersBuilder {
 public:
  /// @param ontology the interface of the project and the type of its assets.
  /// @param image_size of the image, frame or page in pixels; needed to add coordinates in pixels.
  /// @throws ValidationError a side of the image is not more than 0.
  explicit LabelBuilder(const Ontology& ontology, std::optional<ImageSize> image_size = std::nullopt);
  LabelBuilder(LabelBuilder&&) noexcept;
  LabelBuilder& operator=(LabelBuilder&&) noexcept;
  LabelBuilder(const LabelBuilder&) = delete;
  LabelBuilder& operator=(const LabelBuilder&) = delete;
  ~LabelBuilder();

  /// The answers of a frame of a video. An object that is seen in several frames has the same mid in all of
  /// them. The label has the frames that were asked for here, no others: the builder does not compute what
  /// stands between two key frames.
  /// @param number of the frame, from 0.
  /// @throws InvalidMutationError the project is not of videos; FrameIndexError the number is too large.
  [[nodiscard]] AnswersBuilder frame(std::uint64_t number);
  /// The answers of a video as a whole, beside its frames ("assetLevel"): classes, texts and files.
  /// @throws InvalidMutationError the project is not of videos.
  [[nodiscard]] AnswersBuilder asset_level();

  /// The answers as JSON, an object, as append_labels() takes it.
  [[nodiscard]] nlohmann::json json_response() const;
  /// The same as JSON text.
  [[nodiscard]] std::string json_text() const;
  /// The answers as a label, without record fields; without those that ParsedLabel does not know:
  /// asset_level() and files that are to be uploaded.
  [[nodiscard]] ParsedLabel label() const;

  /// What a complete label has and this one lacks: answers to required jobs, also those below chosen classes,
  /// for example "CLASS" or "CLASS.DAY.REASON", and mandatory points of poses, "POSES[0].NOSE". Of a video, a
  /// job is answered when a frame or asset_level() answers it.
  [[nodiscard]] std::vector<std::string> missing_answers() const;
  /// @throws MissingValueError there are missing_answers(); the message names them.
  void check_complete() const;
};

}  // namespace v0_1
}  // namespace kili
