#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "built_labels.hpp"
#include "dice.hpp"
#include "kili/errors.hpp"
#include "kili/labels/label_builder.hpp"
#include "kili/labels/ontology_builder.hpp"

using namespace kili;
using namespace kili::test;

namespace {

/// Adds answers at random to a label of an interface that was built at random. What is refused is left out.
class RandomAnswers {
 public:
  explicit RandomAnswers(Dice& dice) : dice_(dice) {}

  void answer(AnswersBuilder level, std::span<const JobInterface* const> jobs, int depth) {
    for (const JobInterface* job : jobs) {
      for (std::size_t i = dice_.below(4); i > 0; --i) answer_once(level, *job, depth);
    }
  }
  [[nodiscard]] int added() const { return added_; }
  [[nodiscard]] int refused() const { return refused_; }

 private:
  void answer_once(AnswersBuilder& level, const JobInterface& job, int depth) {
    try {
      if (job.ml_task() == MlTask::transcription) {
        level.set_text(job.name(), dice_.one_in(2) ? "text \"quoted\" \xE2\x82\xAC\n" : "7");
      } else if (job.ml_task() == MlTask::classification) {
        CategoryOptions options;
        if (dice_.one_in(2)) options.confidence = dice_.below(101);
        const auto category = level.add_category(job.name(), category_of(job), options);
        if (depth < 3) answer(category.children(), job.child_jobs(), depth + 1);
      } else if (job.ml_task() == MlTask::object_detection) {
        add_object(level, job, depth);
      }
      ++added_;
    } catch (const kili::Error&) {
      ++refused_;
    }
  }

  void add_object(AnswersBuilder& level, const JobInterface& job, int depth) {
    ObjectOptions options;
    if (dice_.one_in(3)) options.confidence = dice_.below(101);
    if (dice_.one_in(3)) options.score = dice_.below(101);
    if (dice_.one_in(4)) options.outside = OutsideImage::clamp;
    if (dice_.one_in(5)) options.mid = "m" + std::to_string(dice_.below(5));
    if (job.input_type() == InputType::pdf) options.page = static_cast<int>(dice_.below(3));
    const auto object = shape(level, job, options);
    if (object && depth < 3) answer(object->children(), job.child_jobs(), depth + 1);
  }

  std::optional<AnnotationBuilder> shape(AnswersBuilder& level, const JobInterface& job,
                                         const ObjectOptions& options) {
    const std::string category = category_of(job);
    switch (dice_.below(6)) {
      case 0:
        return level.add_box(job.name(), category, point(), point(), options);
      case 1:
        return level.add_polygon(job.name(), category, points(), std::vector<std::vector<Point>>{points()},
                                 options);
      case 2:
        return level.add_polyline(job.name(), category, points(), options);
      case 3:
        return level.add_marker(job.name(), category, point(), options);
      case 4:
        return level.add_pose(job.name(), category,
                              std::vector<PoseVertex>{{.code = "NOSE", .point = point()}}, options);
      default: {
        std::vector<std::uint8_t> pixels(30);
        for (auto& pixel : pixels) pixel = static_cast<std::uint8_t>(dice_.below(2));
        return level.add_mask(job.name(), category, {.height = 5, .pixels = pixels, .width = 6}, options);
      }
    }
  }

  std::string category_of(const JobInterface& job) {
    const auto categories = job.categories();
    return dice_.one_in(20) ? "NONE" : categories[dice_.below(categories.size())].name;
  }
  Point point() {
    return {static_cast<double>(dice_.below(110)) - 4, static_cast<double>(dice_.below(1000)) / 7};
  }
  std::vector<Point> points() {
    std::vector<Point> points;
    for (std::size_t i = dice_.below(7); i > 0; --i) points.push_back(point());
    return points;
  }

  Dice& dice_;
  int added_ = 0;
  int refused_ = 0;
};

Ontology random_ontology(Dice& dice, InputType input_type) {
  OntologyBuilder builder(input_type);
  const auto categories = [&dice](const std::string& child) {
    std::vector<CategoryDefinition> some;
    for (std::size_t i = 0; i <= dice.below(4); ++i) {
      CategoryDefinition category{.name = "Class " + std::to_string(i)};
      if (!child.empty() && dice.one_in(2)) category.children.push_back(child);
      some.push_back(std::move(category));
    }
    return some;
  };
  const std::vector<std::string> tools =
      input_type == InputType::pdf
          ? std::vector<std::string>{"rectangle", "polygon", "semantic"}
          : std::vector<std::string>{"rectangle", "polygon", "semantic", "marker", "polyline"};
  builder.add_transcription(
      {.control = dice.one_in(3) ? JobControl::number : JobControl::text_field, .name = "Text"});
  builder.add_classification({.categories = categories("TEXT"),
                              .control = dice.one_in(2) ? JobControl::radio : JobControl::checkbox,
                              .name = "Deep"});
  builder.add_classification({.categories = categories("DEEP"), .name = "Top", .required = dice.one_in(2)});
  builder.add_object_detection({.categories = categories("DEEP"), .name = "Objects", .tools = tools});
  if (input_type != InputType::pdf) {
    builder.add_pose_estimation(
        {.categories = {{.children = {"TEXT"}, .name = "Face", .points = {{.code = "NOSE"}}}},
         .name = "Poses"});
  }
  return builder.ontology();
}

}  // namespace

TEST_CASE("random labels that were built fit, are read again, and are the same as text") {
  Dice dice(7);
  int added = 0;
  int refused = 0;
  for (int round = 0; round < 600; ++round) {
    const std::vector<InputType> types{InputType::image, InputType::pdf, InputType::video};
    const InputType input_type = dice.of(types);
    const Ontology ontology = random_ontology(dice, input_type);
    LabelBuilder label(ontology, ImageSize{100, 140});
    RandomAnswers answers(dice);
    if (ontology.is_video()) {
      for (std::size_t i = dice.below(4); i > 0; --i)
        answers.answer(label.frame(dice.below(20)), ontology.root_jobs(), 0);
    } else {
      answers.answer(label, ontology.root_jobs(), 0);
    }
    checked_label(label, ontology);
    static_cast<void>(label.missing_answers());
    added += answers.added();
    refused += answers.refused();
  }
  CHECK(added > 2000);
  CHECK(refused > 500);
}
