#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "rectangle_ontology.hpp"
#include "test_folder.hpp"

using namespace kili;
using kili::test::rectangle_ontology;
using kili::test::TestFolder;

TEST_CASE("exports name the files that the same listing puts on disk") {
  Sandbox sandbox;
  ClientOptions options;
  options.api_endpoint = sandbox.endpoint();
  options.api_key = sandbox.api_key();
  options.calls_per_minute = 0;
  const Client client(options);
  const auto project = sandbox.add_project({.input_type = "IMAGE"});

  const TestFolder folder;
  const std::vector<std::string> external_ids{"plain.png",
                                              "no extension",
                                              "IMG_1.PNG",
                                              "sub/folder/a",
                                              "sub/folder/b.png",
                                              "v1.25",
                                              "../up",
                                              "nul",
                                              "first",
                                              "first.png",
                                              "sub_a",
                                              "A",
                                              "a",
                                              "dot.",
                                              "line\nbreak"};
  std::vector<std::string> contents(external_ids.size(), folder.file("image.png", kili::test::png(40, 30)));
  static_cast<void>(
      client.append_many_to_dataset(project, {.content_array = contents, .external_id_array = external_ids}));

  CocoWriter coco(rectangle_ontology());
  YoloWriter yolo(folder.root() / "yolo", rectangle_ontology());
  PascalVocWriter voc(folder.root() / "voc", rectangle_ontology());
  const auto media = folder.root() / "media";
  for (const Asset& listed : client.assets(
           project, {},
           {.download_media = true, .fields = {"id", "externalId", "content"}, .local_media_dir = media})) {
    nlohmann::json record = listed.json();
    record["latestLabel"] = {{"jsonResponse", nlohmann::json::object()}};
    voc.add(Asset(record));  // reads the size from the file
    record["resolution"] = {{"width", 40}, {"height", 30}};
    coco.add(Asset(record));
    yolo.add(Asset(record));
  }
  CHECK(coco.skipped().empty());
  CHECK(yolo.skipped().empty());
  CHECK(voc.skipped().empty());

  std::set<std::string> named;
  const nlohmann::json written = coco.json();
  for (const auto& image : written["images"]) named.insert(image["file_name"].get<std::string>());
  std::set<std::string> on_disk;
  std::set<std::string> labels_sought;
  std::multiset<std::string> file_names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(media)) {
    if (!entry.is_regular_file()) continue;
    const auto path = entry.path().lexically_relative(media);
    on_disk.insert("data/" + path.string());
    file_names.insert(path.filename().string());
    labels_sought.insert((path.parent_path() / path.stem()).string() + ".txt");
  }
  CHECK(on_disk.size() == external_ids.size());
  CHECK(named == on_disk);
  std::set<std::string> labels;
  const auto label_folder = folder.root() / "yolo" / "labels";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(label_folder)) {
    if (entry.is_regular_file()) labels.insert(entry.path().lexically_relative(label_folder).string());
  }
  CHECK(labels == labels_sought);
  std::multiset<std::string> voc_names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.root() / "voc" / "labels")) {
    if (!entry.is_regular_file()) continue;
    const std::string text = kili::test::read_file(entry.path());
    CHECK(text.find("<width>40</width>\n      <height>30</height>") != std::string::npos);
    const auto begin = text.find("<filename>") + std::string_view("<filename>").size();
    voc_names.insert(text.substr(begin, text.find("</filename>") - begin));
  }
  CHECK(voc_names == file_names);
}
