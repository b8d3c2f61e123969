#pragma once

#include <catch2/catch.hpp>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "kili/errors.hpp"
#include "kili/readers/coco_reader.hpp"
#include "label_file_helpers.hpp"
#include "test_folder.hpp"

namespace kili::test {

/// A file with one image of 100 x 80 pixels and these annotations, of the category given.
/// @param annotations JSON text of a list; ids are added where they are missing.
[[nodiscard]] inline nlohmann::json coco_file(const std::string& annotations,
                                              const std::string& category = "BOXES/CAR") {
  nlohmann::json content = nlohmann::json::parse(
      R"({"images": [{"id": 7, "file_name": "data/a.jpg", "width": 100, "height": 80}],)"
      R"("categories": [{"id": 1}]})");
  content["categories"][0]["name"] = category;
  content["annotations"] = nlohmann::json::parse(annotations);
  std::size_t id = 40;
  for (nlohmann::json& annotation : content["annotations"]) {
    annotation.emplace("image_id", 7);
    annotation.emplace("category_id", 1);
    annotation.emplace("id", id++);
  }
  return content;
}

inline constexpr const char* a_coco_box = R"([{"bbox": [10, 20, 30, 40]}])";

struct CocoRead {
  std::vector<NewLabel> labels;
  std::vector<std::string> skipped;
};

[[nodiscard]] inline CocoRead read_coco(const std::string& content, const CocoReaderOptions& options = {}) {
  const TestFolder folder;
  CocoReader reader(folder.file("labels.json", content), label_file_ontology(), options);
  auto labels = all_labels(reader);
  return {std::move(labels), reader.skipped()};
}

[[nodiscard]] inline CocoRead read_coco(const nlohmann::json& content,
                                        const CocoReaderOptions& options = {}) {
  return read_coco(content.dump(), options);
}

/// The answers of the one label of a file.
[[nodiscard]] inline nlohmann::json coco_answers(const nlohmann::json& content,
                                                 const CocoReaderOptions& options = {}) {
  const auto read = read_coco(content, options);
  CHECK(read.skipped == std::vector<std::string>());
  REQUIRE(read.labels.size() == 1);
  return answers_of(read.labels[0]);
}

[[nodiscard]] inline std::string coco_error(const std::string& content) {
  return message_of_error<ValidationError>([&] { static_cast<void>(read_coco(content)); });
}

/// The one thing that is left out.
[[nodiscard]] inline std::string coco_loss(const std::string& annotation,
                                           const std::string& category = "BOXES/CAR",
                                           const CocoReaderOptions& options = {}) {
  const auto read = read_coco(coco_file("[" + annotation + "]", category), options);
  CHECK(read.labels.empty());
  REQUIRE(read.skipped.size() == 2);
  CHECK(read.skipped[1].find("image 'data/a.jpg': nothing is left of its annotations") != std::string::npos);
  return read.skipped[0];
}

}  // namespace kili::test
