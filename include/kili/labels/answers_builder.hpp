#pragma once

/// @file
/// Adds answers to a label that is being built.

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kili/export.hpp"
#include "kili/labels/geometry.hpp"
#include "kili/labels/mask.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/labels/point.hpp"

namespace kili {
inline namespace v0_1 {

class CategoryList;
class LabelBuilder;
class ParsedJob;
class ParsedJobs;

namespace detail {
struct AnnotationData;
struct LabelDraft;
}  // namespace detail

/// How sure a model is, as Kili has it: an integer from 0 to 100. Made from an integer, or from a probability
/// by from_probability(); a floating-point number is not converted, so that 0.97 does not become 0.
class KILI_EXPORT Confidence {
 public:
  /// @param percent 0 to 100. @throws ValidationError it is not.
  template <std::integral Integer>
  Confidence(Integer percent)  // NOLINT(google-explicit-constructor): the number is the confidence
      : percent_(checked(percent >= 0 && percent <= 100 ? static_cast<int>(percent) : -1)) {}
  /// @param probability 0 to 1, rounded to hundredths. @throws ValidationError it is not within them.
  [[nodiscard]] static Confidence from_probability(double probability);
  [[nodiscard]] int percent() const noexcept { return percent_; }

 private:
  static int checked(int percent);
  int percent_;
};

/// What coordinates are given in.
enum class CoordinateUnit : std::uint8_t {
  degrees,    ///< x is the longitude, y the latitude; in geographic projects.
  fractions,  ///< Of the width and height of the image, 0 to 1, as labels have them.
  pixels      ///< Of the image whose size LabelBuilder was given, from the top left corner.
};

/// What happens to coordinates outside of the image. Up to a millionth of a side they are moved onto the edge
/// in any case: boxes of models often end a rounding error behind it. NaN and infinities are always refused.
enum class OutsideImage : std::uint8_t {
  clamp,  ///< They are moved onto the edge. A box of which nothing is left is refused.
  refuse  ///< InvalidMutationError.
};

/// How a class is chosen.
struct CategoryOptions {
  std::optional<Confidence> confidence{};
  /// In videos: given at this frame, not carried over from an earlier one. True when not given.
  std::optional<bool> is_key_frame{};
};

/// How an object is added.
struct ObjectOptions {
  std::optional<Confidence> confidence{};  ///< Of the class.
  /// In videos: drawn at this frame, not interpolated. True when not given.
  std::optional<bool> is_key_frame{};
  std::string mid{};  ///< Identifier of the object in the label; generated when empty.
  OutsideImage outside = OutsideImage::refuse;
  std::optional<int> page{};          ///< In PDFs, where it is needed: the page, from 0.
  std::optional<Confidence> score{};  ///< Of the object ("score").
  CoordinateUnit unit = CoordinateUnit::pixels;
};

/// How an entity or a relation is added.
struct EntityOptions {
  std::optional<Confidence> confidence{};  ///< Of the class.
  /// Of an entity of a text: behind its last character. Not written when not given.
  std::optional<std::int64_t> end_offset{};
  std::string mid{};                             ///< Identifier in the label; generated when empty.
  OutsideImage outside = OutsideImage::refuse;   ///< Of the places of an entity in a PDF.
  CoordinateUnit unit = CoordinateUnit::pixels;  ///< The same.
};

/// A place of an entity in a PDF.
struct EntityPlace {
  PixelBox box{};  ///< In the unit of EntityOptions.
  int page = 0;    ///< From 0.
};

/// A point of a pose.
struct PoseVertex {
  std::string code{};  ///< As the interface has it, for example "LEFT_EYE".
  Point point{};
};

class AnswersBuilder;

/// A class that was chosen; a handle of its label.
class KILI_EXPORT CategoryBuilder {
 public:
  /// The answers to the jobs that the class opens.
  [[nodiscard]] AnswersBuilder children() const;

 private:
  friend class AnswersBuilder;
  CategoryBuilder(std::shared_ptr<detail::LabelDraft> draft, CategoryList& list, const JobInterface& job,
                  const CategoryInterface& definition, std::optional<std::uint64_t> frame) noexcept
      : draft_(std::move(draft)), list_(&list), job_(&job), definition_(&definition), frame_(frame) {}

  std::shared_ptr<detail::LabelDraft> draft_;
  CategoryList* list_;
  const JobInterface* job_;
  const CategoryInterface* definition_;
  std::optional<std::uint64_t> frame_;
};

/// An object, entity or relation that was added; a handle of its label.
class KILI_EXPORT AnnotationBuilder {
 public:
  /// Its identifier in the label, to relate it or to add it to further frames.
  [[nodiscard]] const std::string& mid() const noexcept;
  /// Chooses a further class. @throws InvalidMutationError the job does not have it, takes no more, or it is
  /// chosen already.
  const AnnotationBuilder& add_category(std::string_view category,
                                        std::optional<Confidence> confidence = std::nullopt) const;
  /// The answers to the jobs that its classes open. @throws AttributeNotCompatibleWithJobError annotations of
  /// that task or tool have none.
  [[nodiscard]] AnswersBuilder children() const;

 private:
  friend class AnswersBuilder;
  AnnotationBuilder(std::shared_ptr<detail::LabelDraft> draft, const JobInterface& job,
                    detail::AnnotationData& data, std::optional<std::uint64_t> frame) noexcept
      : draft_(std::move(draft)), job_(&job), data_(&data), frame_(frame) {}

  std::shared_ptr<detail::LabelDraft> draft_;
  const JobInterface* job_;
  detail::AnnotationData* data_;
  std::optional<std::uint64_t> frame_;
};

/// Adds answers at one level of a label that is being built: at the top, in a frame of a video, or below a
/// class or annotation. A handle of the label, cheap to copy, which keeps what it refers to alive. All
/// methods throw JobNotExistingError when the interface does not have the job or does not ask it at this
/// level, AttributeNotCompatibleWithJobError when the task of the job is another, and InvalidMutationError
/// when the job does not have the category (the message tells which was meant), does not have the tool, or
/// takes no further class. They change nothing then.
class KILI_EXPORT AnswersBuilder {
 public:
  /// Chooses a class of a classification; once more to choose several.
  CategoryBuilder add_category(std::string_view job, std::string_view category,
                               const CategoryOptions& options = {});
  /// Answers a transcription; replaces a text that is there. @param is_key_frame as in CategoryOptions.
  /// @throws InvalidMutationError the job requires a date (YYYY-MM-DD) or a number, and the text is neither.
  AnswersBuilder& set_text(std::string_view job, std::string_view text,
                           std::optional<bool> is_key_frame = std::nullopt);
  /// Answers a job of the task FILE with a file that append_labels() uploads; of the label as a whole.
  /// @param path of the file. @throws ValidationError it is empty.
  AnswersBuilder& set_file(std::string_view job, std::string_view path);

  // Objects. Coordinates are in pixels, in an image whose size LabelBuilder was given, unless options.unit
  // says otherwise. InvalidMutationError also when a coordinate is not finite or outside of the image, see
  // ObjectOptions::outside, and when a mid is there already, in this frame or for an object of another job.

  /// Adds a box (tool "rectangle") from its top left corner and size.
  /// @throws InvalidMutationError also when the box has no area.
  AnnotationBuilder add_box(std::string_view job, std::string_view category, const PixelBox& box,
                            const ObjectOptions& options = {});
  /// Adds a box from two opposite corners, in any order.
  AnnotationBuilder add_box(std::string_view job, std::string_view category, Point corner, Point opposite,
                            const ObjectOptions& options = {});
  /// Adds a polygon (tool "polygon"). @param ring its vertices in order; the first need not be repeated at
  /// the end. @throws InvalidMutationError also when it has less than 3 different vertices.
  AnnotationBuilder add_polygon(std::string_view job, std::string_view category, std::span<const Point> ring,
                                const ObjectOptions& options = {});
  /// The same with holes. @param holes rings in it, of which the same is true.
  AnnotationBuilder add_polygon(std::string_view job, std::string_view category, std::span<const Point> ring,
                                std::span<const std::vector<Point>> holes, const ObjectOptions& options = {});
  /// Adds a line (tool "polyline", or "vector" when the job has that one alone) of at least 2 vertices.
  AnnotationBuilder add_polyline(std::string_view job, std::string_view category,
                                 std::span<const Point> vertices, const ObjectOptions& options = {});
  /// Adds a point (tool "marker").
  AnnotationBuilder add_marker(std::string_view job, std::string_view category, Point point,
                               const ObjectOptions& options = {});
  /// Adds a pose (tool "pose"). @throws InvalidMutationError also when there are no points, when a code is
  /// there twice, or when the category lists its points and a code is not among them.
  AnnotationBuilder add_pose(std::string_view job, std::string_view category,
                             std::span<const PoseVertex> points, const ObjectOptions& options = {});
  /// Adds a mask (tool "semantic") from a binary image, which covers the image in any resolution; its
  /// outlines are exact, with holes (mask_outlines()). A mask of several parts is one object.
  /// @return nothing, and nothing is added, when no pixel is inside.
  /// @throws ValidationError what mask_outlines() throws.
  std::optional<AnnotationBuilder> add_mask(std::string_view job, std::string_view category,
                                            const BinaryMask& mask, const ObjectOptions& options = {});
  /// The same with an object for each part. `options.mid` must be empty.
  std::vector<AnnotationBuilder> add_mask_parts(std::string_view job, std::string_view category,
                                                const BinaryMask& mask, const ObjectOptions& options = {});
  /// Adds a mask (tool "semantic") from its outlines. @throws InvalidMutationError also when there are none,
  /// or a ring has less than 3 different vertices.
  AnnotationBuilder add_mask(std::string_view job, std::string_view category, std::span<const MaskPart> parts,
                             const ObjectOptions& options = {});

  // Entities and relations.

  /// Adds a named entity of a text. @param begin_offset of its first character, from 0. @param content the
  /// text of the entity. @throws InvalidMutationError also when an offset is negative or the content is
  /// empty.
  AnnotationBuilder add_entity(std::string_view job, std::string_view category, std::int64_t begin_offset,
                               std::string_view content, const EntityOptions& options = {});
  /// Adds a named entity of a PDF. @param content the text of the entity. @param places where it is, one or
  /// more.
  /// @throws InvalidMutationError also what adding a box throws.
  AnnotationBuilder add_entity(std::string_view job, std::string_view category, std::string_view content,
                               std::span<const EntityPlace> places, const EntityOptions& options = {});
  /// Relates entities or objects of this level. @param starts mids. @param ends mids. @throws
  /// InvalidMutationError also when a list is empty or a mid was not added before.
  AnnotationBuilder add_relation(std::string_view job, std::string_view category,
                                 std::span<const std::string> starts, std::span<const std::string> ends,
                                 const EntityOptions& options = {});

 private:
  friend class AnnotationBuilder;
  friend class CategoryBuilder;
  friend class LabelBuilder;
  /// Which jobs are asked: all of the level, or those of a class, or those of the classes of a list.
  struct Opened {
    const CategoryInterface* by = nullptr;
    const CategoryList* by_list = nullptr;
  };
  AnswersBuilder(std::shared_ptr<detail::LabelDraft> draft, ParsedJobs* level,
                 std::optional<std::uint64_t> frame, Opened opened) noexcept
      : draft_(std::move(draft)), level_(level), frame_(frame), opened_(opened) {}
  [[nodiscard]] ParsedJob& answer_to(std::string_view job) const;
  [[nodiscard]] ParsedJob& answer_to(std::string_view job, MlTask task, std::string_view what) const;
  AnnotationBuilder add(ParsedJob& answer, std::unique_ptr<detail::AnnotationData> data) const;
  [[nodiscard]] std::unique_ptr<detail::AnnotationData> new_object(const ParsedJob& answer,
                                                                   std::string_view category,
                                                                   AnnotationTool tool,
                                                                   const ObjectOptions& options) const;

  std::shared_ptr<detail::LabelDraft> draft_;
  ParsedJobs* level_;  // null at the top of a video
  std::optional<std::uint64_t> frame_;
  Opened opened_;
};

}  // namespace v0_1
}  // namespace kili
