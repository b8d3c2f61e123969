// Pascal VOC files become labels.

#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "kili/labels/label_builder.hpp"
#include "kili/readers/pascal_voc_reader.hpp"
#include "label_file_helpers.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

/// An object as Kili's export writes it.
std::string voc_object(const std::string& name, const std::string& box, const std::string& more = "") {
  return "<object>\n<name>" + name + "</name>\n<pose>Unspecified</pose><truncated>0</truncated>" +
         "<difficult>0</difficult><occluded>0</occluded>" + more + "<bndbox>" + box + "</bndbox></object>";
}

std::string voc_box(const std::string& left, const std::string& top, const std::string& right,
                    const std::string& bottom) {
  return "<xmin>" + left + "</xmin><xmax>" + right + "</xmax><ymin>" + top + "</ymin><ymax>" + bottom +
         "</ymax>";
}

std::string voc_file(const std::string& objects, const std::string& file_name = "a.jpg",
                     const std::string& width = "200", const std::string& height = "100") {
  return "<?xml version=\"1.0\" ?>\n<annotation>\n<folder/><filename>" + file_name +
         "</filename><path/><source><database>Kili Technology</database></source><size><width>" + width +
         "</width><height>" + height + "</height><depth>3</depth></size><segmented/>\n" + objects +
         "</annotation>\n\n";
}

struct VocRead {
  std::vector<NewLabel> labels;
  std::vector<std::string> skipped;
};

VocRead read_voc_folder(const TestFolder& folder, const PascalVocReaderOptions& options = {}) {
  PascalVocReader reader(folder.path(), label_file_ontology(), options);
  auto labels = all_labels(reader);
  return {std::move(labels), reader.skipped()};
}

VocRead read_voc_text(const std::string& xml, const PascalVocReaderOptions& options = {}) {
  const TestFolder folder;
  static_cast<void>(folder.file("a.xml", xml));
  return read_voc_folder(folder, options);
}

/// The loss of a file that cannot be read at all.
std::string voc_file_loss(const std::string& xml) {
  const auto read = read_voc_text(xml);
  CHECK(read.labels.empty());
  REQUIRE(read.skipped.size() == 1);
  CHECK(read.skipped[0].find("/a.xml': ") != std::string::npos);
  return read.skipped[0];
}

std::string voc_loss(const std::string& object) {
  const auto read = read_voc_text(voc_file(object));
  CHECK(read.labels.empty());
  REQUIRE(read.skipped.size() == 2);
  CHECK(read.skipped[0].find("/a.xml', object 1 (line 4): ") != std::string::npos);
  CHECK(read.skipped[1].find("nothing is left of its objects") != std::string::npos);
  return read.skipped[0];
}

const std::string good_voc_box = voc_box("20", "10", "50", "30.5");

}  // namespace

TEST_CASE("Pascal VOC objects are the boxes that they were written from") {
  const Ontology ontology = label_file_ontology();
  LabelBuilder label(ontology, ImageSize{200, 100});
  label.add_box("BOXES", "CAR", Point{20, 10}, Point{50, 30.5});
  label.add_box("BOXES", "BUS", Point{0, 0}, Point{200, 100});
  label.add_box("BOTH", "TREE", Point{1, 2}, Point{3, 4});
  const std::string objects = voc_object("CAR", good_voc_box, "<job_name>BOXES</job_name>") +
                              voc_object("Big bus", voc_box(" 0 ", "0", "2e2", "\n100.0\n")) +
                              voc_object("BOTH/TREE", voc_box("1", "2", "3", "4"));
  for (const std::string declaration : {"", "\xEF\xBB\xBF"}) {
    const auto read = read_voc_text(declaration + voc_file(objects));
    CHECK(read.skipped == std::vector<std::string>());
    REQUIRE(read.labels.size() == 1);
    CHECK(read.labels[0].external_id == "a.jpg");
    for (const std::string job : {"BOXES", "BOTH"})
      CHECK(are_close(objects_of(answers_of(read.labels[0]), job), objects_of(label.json_response(), job)));
  }
  // Of the challenges: the first pixel is (1, 1, 1, 1).
  const auto pixel =
      read_voc_text(voc_file(voc_object("CAR", voc_box("1", "1", "1", "1"))), {.one_based = true});
  REQUIRE(pixel.labels.size() == 1);
  CHECK(are_close(
      objects_of(answers_of(pixel.labels[0]), "BOXES")[0]["boundingPoly"][0]["normalizedVertices"],
      json::parse(
          R"([{"x": 0, "y": 0.01}, {"x": 0, "y": 0}, {"x": 0.005, "y": 0}, {"x": 0.005, "y": 0.01}])")));
}

TEST_CASE("the job of a Pascal VOC object is the one that the file or the caller names") {
  const auto ontology = Ontology::parse(
      R"({"jobs": {"A": {"mlTask": "OBJECT_DETECTION", "required": 0, "isChild": false, "instruction": "",)"
      R"("tools": ["rectangle"], "content": {"input": "radio", "categories": {"X": {"children": [], "name": "X"}}}},)"
      R"("B": {"mlTask": "OBJECT_DETECTION", "required": 0, "isChild": false, "instruction": "",)"
      R"("tools": ["rectangle"], "content": {"input": "radio", "categories": {"X": {"children": [], "name": "X"}}}}}})",
      InputType::image);
  const TestFolder folder;
  const std::string path = folder.file(
      "a.xml",
      voc_file(voc_object("X", good_voc_box, "<job_name>B</job_name>") + voc_object("X", good_voc_box)));
  PascalVocReader reader(path, ontology);
  const auto labels = all_labels(reader);
  REQUIRE(labels.size() == 1);
  CHECK(objects_of(answers_of(labels[0]), "B").size() == 1);
  CHECK(objects_of(answers_of(labels[0]), "A").empty());
  CHECK(is_told(reader.skipped(), {"object 2 (line 6)", "the jobs A, B have the class 'X'", "set job"}));
  PascalVocReader chosen(path, ontology, {.job = "A"});
  CHECK(objects_of(answers_of(all_labels(chosen).at(0)), "A").size() == 2);
}

TEST_CASE("Pascal VOC files mean the assets of their images, or those that have their own names") {
  const TestFolder folder;
  std::filesystem::create_directory(folder.path("sub"));
  static_cast<void>(folder.file("a.xml", voc_file("", "image_a.jpg")));
  static_cast<void>(folder.file("b.XML", voc_file("", "")));
  static_cast<void>(folder.file("sub/c.xml", voc_file("", "x.png")));
  static_cast<void>(folder.file("no.txt", "x"));
  const auto names = [](const VocRead& read) {
    std::vector<std::string> result;
    for (const auto& label : read.labels) {
      CHECK(answers_of(label) == json::object());
      result.push_back(label.external_id);
    }
    return result;
  };
  CHECK(names(read_voc_folder(folder)) == std::vector<std::string>{"image_a.jpg", "b", "x.png"});
  const auto known = read_voc_folder(folder, {.external_ids = {"image_a", "sub/c"}});
  CHECK(names(known) == std::vector<std::string>{"image_a", "sub/c"});
  CHECK(known.skipped.size() == 1);
  CHECK(is_told(known.skipped, {"b.XML'", "the project has no asset 'b'"}));
  const auto ruled = read_voc_folder(
      folder, {.external_id = [](std::string_view name) { return "id-" + std::string(name); }});
  CHECK(names(ruled) == std::vector<std::string>{"id-image_a.jpg", "id-b", "id-x.png"});
}

TEST_CASE("what a Pascal VOC object has beside its box is told, when it says something") {
  const auto read = read_voc_text(voc_file(
      voc_object("CAR", good_voc_box,
                 "<difficult>1</difficult><part><name>wheel</name><bndbox><xmin>1</xmin></bndbox></part>") +
      voc_object("CAR", good_voc_box, "<part/><pose>Frontal</pose><attributes><attribute/></attributes>")));
  REQUIRE(read.labels.size() == 1);
  CHECK(objects_of(answers_of(read.labels[0]), "BOXES").size() == 2);
  CHECK(read.skipped.size() == 2);
  CHECK(is_told(read.skipped, {"object 1 (line 4): its box is kept without difficult, part"}));
  CHECK(is_told(read.skipped, {"object 2 (line 6): its box is kept without pose"}));
}

TEST_CASE("each Pascal VOC object that is left out is told") {
  CHECK(voc_loss(voc_object("CRA", good_voc_box)).find("did you mean 'CAR'?") != std::string::npos);
  CHECK(voc_loss(voc_object("", good_voc_box)).find("its class has no name") != std::string::npos);
  CHECK(voc_loss(voc_object("ROOF", good_voc_box)).find("SHAPES") != std::string::npos);
  CHECK(voc_loss(voc_object("CAR", "<xmin>1</xmin><ymin>1</ymin><xmax>2</xmax>"))
            .find("its bndbox has no ymax") != std::string::npos);
  CHECK(voc_loss("<object><name>CAR</name></object>").find("its bndbox has no xmin") != std::string::npos);
  for (const std::string number : {"x", "", "nan", "inf", "1e400", "1,5", "0x10", "1 2"}) {
    INFO(number);
    CHECK(voc_loss(voc_object("CAR", voc_box("1", "1", number, "4")))
              .find("its xmax '" + number + "' is not a number") != std::string::npos);
  }
  CHECK(voc_loss(voc_object("CAR", voc_box("5", "1", "3", "4"))).find("before it begins") !=
        std::string::npos);
  CHECK(voc_loss(voc_object("CAR", voc_box("5", "1", "5", "4"))).find("has no area") != std::string::npos);
  CHECK(voc_loss(voc_object("CAR", voc_box("5", "1", "201", "4"))).find("OutsideImage::clamp") !=
        std::string::npos);
  const auto clamped = read_voc_text(voc_file(voc_object("CAR", voc_box("5", "1", "201", "4"))),
                                     {.outside = OutsideImage::clamp});
  CHECK(clamped.labels.size() == 1);
  for (const auto& [width, height] :
       {std::pair<std::string, std::string>{"0", "100"}, {"200", "-1"}, {"", "100"}, {"1e999", "1"}}) {
    const auto read = read_voc_text(voc_file(voc_object("CAR", good_voc_box), "a.jpg", width, height));
    CHECK(read.labels.empty());
    CHECK(is_told(read.skipped,
                  {"its size is '" + width + "' x '" + height + "'; its 1 objects are left out"}));
  }
}

TEST_CASE("Pascal VOC files that are broken or hostile cost themselves alone") {
  const std::string whole = voc_file(voc_object("CAR", good_voc_box));
  CHECK(voc_file_loss(whole.substr(0, whole.size() / 2)).find("not XML at line") != std::string::npos);
  CHECK(voc_file_loss("").find("not XML at line 1") != std::string::npos);
  CHECK(voc_file_loss("<annotation>\xff</annotation>").find("not XML at line 1") != std::string::npos);
  CHECK(voc_file_loss("<annotation>&x;</annotation>").find("not XML") != std::string::npos);
  CHECK(voc_file_loss("<svg/>").find("its root is 'svg', not 'annotation'") != std::string::npos);
  const std::string laughs =
      "<?xml version=\"1.0\"?><!DOCTYPE annotation [<!ENTITY a \"aaaaaaaaaa\">"
      "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><annotation><filename>&b;</filename></annotation>";
  CHECK(voc_file_loss(laughs).find("it has a document type") != std::string::npos);
  CHECK(voc_file_loss("<!DOCTYPE annotation SYSTEM \"file:///etc/passwd\"><annotation/>")
            .find("document type") != std::string::npos);
  std::string deep = "<annotation>";
  for (int i = 0; i < 100'000; ++i) deep += "<object>";
  CHECK(voc_file_loss(deep).find("nested deeper than 32 levels") != std::string::npos);
  std::string name(100'000, 'x');
  const auto longest = read_voc_text(voc_file(voc_object(name, good_voc_box)));
  CHECK(longest.skipped.at(0).size() < 1500);

  const TestFolder folder;
  static_cast<void>(folder.file("broken.xml", "<annotation>"));
  static_cast<void>(folder.file("good.xml", whole));
  const auto read = read_voc_folder(folder);
  CHECK(read.labels.size() == 1);
  CHECK(read.skipped.size() == 1);
  // Other encodings that XML names are read.
  const auto latin = read_voc_text(
      "<?xml version=\"1.0\" "
      "encoding=\"ISO-8859-1\"?><annotation><filename>\xe9.jpg</filename></annotation>");
  REQUIRE(latin.labels.size() == 1);
  CHECK(latin.labels[0].external_id == "\xc3\xa9.jpg");

  CHECK(message_of_error<FileError>([&] {
          PascalVocReader(folder.path("none"), label_file_ontology());
        }).find("no such file or folder") != std::string::npos);
  CHECK(message_of_error<ValidationError>([&] {
          PascalVocReader(folder.path(), label_file_ontology(InputType::text));
        }).find("images") != std::string::npos);
}
