// What COCO files have and labels cannot take is told, and files that are no COCO files are refused.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "coco_file_helpers.hpp"
#include "kili/errors.hpp"
#include "kili/readers/coco_reader.hpp"
#include "label_file_helpers.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

TEST_CASE("each thing that a COCO file has and a label cannot take is told") {
  const std::string box = R"({"bbox": [10, 20, 30, 40]})";
  const auto with = [](const std::string& member, const std::string& value) {
    json changed = json::parse(R"({"bbox": [10, 20, 30, 40]})");
    changed[member] = json::parse(value);
    return changed.dump();
  };
  CHECK(coco_loss(with("iscrowd", "1")).find("annotation 40: it is a crowd") != std::string::npos);
  CHECK(coco_loss(box, "CRA").find("no job has the class 'CRA'; did you mean 'CAR'?") != std::string::npos);
  CHECK(coco_loss(box, "BOXES/CRA").find("did you mean 'BOXES/CAR'?") != std::string::npos);
  CHECK(coco_loss(with("category_id", "9")).find("no category has the id 9") != std::string::npos);
  CHECK(coco_loss(with("category_id", "null")).find("no category_id") != std::string::npos);
  CHECK(coco_loss(with("bbox", "[10, 20, -30, 40]")).find("sides are not negative") != std::string::npos);
  CHECK(coco_loss(with("bbox", "[10, 20, 0, 40]")).find("has no area") != std::string::npos);
  CHECK(coco_loss(with("bbox", "[10, 20, 300, 40]")).find("OutsideImage::clamp") != std::string::npos);
  CHECK(coco_loss(with("bbox", "[10, 20, 3]")).find("not four numbers") != std::string::npos);
  CHECK(coco_loss(with("bbox", "[10, 20, 3, 4, 5]")).find("not four numbers") != std::string::npos);
  CHECK(coco_loss("{}").find("neither a bbox nor a segmentation") != std::string::npos);
  CHECK(coco_loss(box, "ROAD").find("MASKS") != std::string::npos);
  const auto segmentation = [](const std::string& value) { return R"({"segmentation": )" + value + "}"; };
  for (const std::string wrong :
       {R"("text")", "[1, 2, 3, 4, 5, 6]", "[[[1, 2], [3, 4]]]", R"([["x"]])", R"({"size": [80, 100]})",
        R"({"counts": [8000]})", R"({"size": [80], "counts": [8000]})",
        R"({"size": [80, 100], "counts": [-1, 8001]})", R"({"size": [80, 100], "counts": [1.5]})",
        R"({"size": [80, 100], "counts": [[1]]})", R"({"size": [80, 100, 3], "counts": [8000]})",
        R"({"size": [80, 100], "counts": [4294967296]})", R"([{"size": [80, 100]}])"}) {
    INFO(wrong);
    CHECK(coco_loss(segmentation(wrong), "MASKS/SKY").find("annotation 40: its segmentation is neither") !=
          std::string::npos);
  }
  const auto runs = [&](const std::string& counts) {
    return segmentation(R"({"size": [80, 100], "counts": )" + counts + "}");
  };
  CHECK(coco_loss(runs("[8000]"), "SKY").find("no pixel is inside") != std::string::npos);
  CHECK(coco_loss(runs("[1, 2]"), "SKY").find("have 3 pixels, not 100 x 80") != std::string::npos);
  CHECK(coco_loss(runs("[0, 1000000000, 1000000000]"), "SKY").find("2000000000 pixels") != std::string::npos);
  CHECK(coco_loss(runs(R"("oooooooooooooo")"), "SKY").find("not a text of pycocotools") != std::string::npos);
  CHECK(coco_loss(runs(R"("\u0001")"), "SKY").find("not a text of pycocotools") != std::string::npos);
  CHECK(coco_loss(runs(R"("P")"), "SKY").find("not a text of pycocotools") != std::string::npos);
  CHECK(coco_loss(runs(R"("O")"), "SKY").find("a run length is -1") != std::string::npos);
  CHECK(coco_loss(segmentation(R"({"size": [4, 4], "counts": [8, 8]})"), "SKY").find("its image 100 x 80") !=
        std::string::npos);
  const auto ring =
      read_coco(coco_file("[" + segmentation("[[1, 2, 3], [1, 1, 20, 5, 7, 30]]") + "]", "SKY"));
  CHECK(ring.labels.size() == 1);
  CHECK(is_told(ring.skipped, {"annotation 40: its polygon 0 is left out: it has 3 numbers"}));
  const auto list = [](const std::string& annotation) { return "[" + annotation + "]"; };
  const auto read = read_coco(coco_file(list(with("keypoints", "[1, 2, 2]") + "," + with("score", "7"))));
  CHECK(read.labels.size() == 1);
  CHECK(is_told(read.skipped, {"\"keypoints\" has no place in labels"}));
  CHECK(is_told(read.skipped, {"annotation 41: its score 7 is left out"}));
  CHECK(read.skipped.size() == 2);
  const auto crowd = coco_answers(coco_file(list(with("iscrowd", "1"))), {.crowds = true});
  CHECK(objects_of(crowd, "BOXES").size() == 1);
  const auto moved =
      coco_answers(coco_file(list(with("bbox", "[90, 20, 300, 40]"))), {.outside = OutsideImage::clamp});
  CHECK(objects_of(moved, "BOXES").size() == 1);
}

TEST_CASE("a COCO mask that is larger than the memory for it is told") {
  json content =
      coco_file(R"([{"segmentation": {"size": [65535, 65535], "counts": [0, 4294836225]}}])", "SKY");
  content["images"][0]["width"] = 65535;
  content["images"][0]["height"] = 65535;
  CHECK(is_told(read_coco(content).skipped, {"65535 x 65535 pixels is larger than 268435456"}));
}

TEST_CASE("COCO images and annotations that do not belong together are told") {
  json content = coco_file(R"([{"bbox": [1, 1, 5, 5]}, {"bbox": [1, 1, 5, 5], "image_id": 8},)"
                           R"({"bbox": [1, 1, 5, 5], "image_id": null, "id": "x"}])");
  content["images"].push_back(json::parse(R"({"file_name": "no_id.jpg", "width": 1, "height": 1})"));
  content["images"].push_back(json::parse(R"({"id": 7, "file_name": "again.jpg", "width": 1, "height": 1})"));
  content["categories"].push_back(json::parse(R"({"id": 1, "name": "BUS"})"));
  content["categories"].push_back(json::parse(R"({"name": "ROOF"})"));
  const auto read = read_coco(content);
  CHECK(read.labels.size() == 1);
  CHECK(read.skipped.size() == 6);
  CHECK(is_told(read.skipped, {"category 'BUS': it has no id, or that of a category before"}));
  CHECK(is_told(read.skipped, {"category 'ROOF': it has no id"}));
  CHECK(is_told(read.skipped, {"annotation 41: no image has the id 8"}));
  CHECK(is_told(read.skipped, {"annotations[2]: it has no image_id"}));
  CHECK(is_told(read.skipped, {"image 'no_id.jpg': it has no id"}));
  CHECK(is_told(read.skipped, {"image 'again.jpg': another image has its id"}));
  for (const json& width : {json(0), json(-5), json("wide"), json()}) {
    json without = coco_file(R"([{"bbox": [1, 1, 5, 5]}])");
    without["images"][0]["width"] = width;
    const auto lost = read_coco(without);
    CHECK(lost.labels.empty());
    CHECK(is_told(lost.skipped, {"image 'data/a.jpg': its size is ", "its 1 annotations are left out"}));
  }
}

TEST_CASE("files that are not COCO are refused, with what is wrong") {
  const std::string whole = coco_file(a_coco_box).dump();
  CHECK(coco_error(whole.substr(0, whole.size() / 2)).find("not JSON") != std::string::npos);
  CHECK(coco_error("").find("not JSON") != std::string::npos);
  CHECK(coco_error("[]").find("no \"images\"") != std::string::npos);
  CHECK(coco_error("{\"images\": 3}").find("no \"images\"") != std::string::npos);
  CHECK(coco_error(R"({"images": [], "annotations": [{"bbox": [NaN, 1, 1, 1]}]})").find("not JSON") !=
        std::string::npos);
  CHECK(coco_error(R"({"images": [], "annotations": [{"bbox": [1e400, 1, 1, 1]}]})").find("1e400") !=
        std::string::npos);
  CHECK(coco_error("{\"images\": [{\"file_name\": \"\xff\xfe\"}]}").find("UTF-8") != std::string::npos);
  // A hundred thousand levels end somewhere else than on the stack.
  CHECK(coco_error(std::string(100'000, '[')).find("not JSON") != std::string::npos);
  CHECK(coco_error(std::string(100'000, '[') + std::string(100'000, ']')).find("no \"images\"") !=
        std::string::npos);
  std::string deep = whole;
  deep.insert(deep.find("\"bbox\""),
              "\"segmentation\":" + std::string(5000, '[') + std::string(5000, ']') + ",");
  CHECK(is_told(read_coco(deep).skipped, {"its segmentation is neither"}));
  // The numbers of a malformed outline are no part of the next one.
  const auto after = read_coco(coco_file(
      R"([{"segmentation": [[3, 4, 5, "x", 6]]}, {"segmentation": [[1, 1, 20, 5, 7, 30]]}])", "SKY"));
  REQUIRE(after.labels.size() == 1);
  CHECK(vertices_of(objects_of(answers_of(after.labels[0]), "MASKS").at(0)).size() == 3);

  const TestFolder folder;
  const auto construct = [&](const std::string& path, InputType type, const CocoReaderOptions& options) {
    return [=] { CocoReader(path, label_file_ontology(type), options); };
  };
  const std::string good = folder.file("good.json", whole);
  CHECK(message_of_error<FileError>(construct(folder.path("none.json"), InputType::image, {}))
            .find("none.json") != std::string::npos);
  CHECK(message_of_error<FileError>(construct(folder.path(), InputType::image, {})) != "no error");
  CHECK(message_of_error<ValidationError>(construct(good, InputType::video, {})).find("images") !=
        std::string::npos);
  CHECK(message_of_error<ValidationError>(construct(good, InputType::image, {.job = "BOXE"}))
            .find("did you mean 'BOXES'?") != std::string::npos);
  CHECK(message_of_error<ValidationError>(construct(good, InputType::image, {.job = "WEATHER"}))
            .find("detects objects") != std::string::npos);
  CHECK(message_of_error<ValidationError>(construct(good, InputType::image, {.tool = AnnotationTool::marker}))
            .find("tool") != std::string::npos);
}
