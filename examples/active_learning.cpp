// A loop of active learning with a real detector: predicts parts in pictures, has the least certain pictures
// labelled first, reads the corrections back, trains the detector with them and measures what it has learnt.
//
//   active_learning FOLDER TITLE
//
// Makes pictures in the folder and a project of that title. Key and endpoint come from KILI_API_KEY and
// KILI_API_ENDPOINT. What people do is done here by the program too: it draws the boxes that it knows, for
// the pictures that stand first in the queue.

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <kili/kili.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "spot_detector.hpp"

namespace {

namespace fs = std::filesystem;

constexpr unsigned picture_count = 36;
constexpr std::size_t labelled_by_people = 12;
constexpr const char* job = "PARTS";
constexpr const char* part = "PART";

using Boxes = std::vector<kili::PixelBox>;

struct Picture {
  std::string asset_id{};
  spots::GreyImage image{};
  std::string name{};
  Boxes parts{};  ///< Where they are; people see that.
};

kili::ImageSize size_of(const spots::GreyImage& image) {
  return {.width = double(image.width), .height = double(image.height)};
}

std::vector<Picture> make_pictures(const fs::path& folder) {
  std::vector<Picture> pictures;
  for (unsigned number = 0; number < picture_count; ++number) {
    auto [image, parts] = spots::picture_of_parts(number);
    const std::string name = fmt::format("tray_{:02}.bmp", number);
    spots::write_bmp(folder / name, image);
    pictures.push_back({.image = spots::read_bmp(folder / name), .name = name, .parts = std::move(parts)});
  }
  return pictures;
}

std::string make_project(const kili::Client& kili, const std::string& title) {
  kili::OntologyBuilder interface(kili::InputType::image);
  interface.add_object_detection({.categories = {{.key = part, .name = "Part"}},
                                  .key = job,
                                  .name = "Parts on the tray",
                                  .tools = {"rectangle"}});
  return kili.create_project(
      {.input_type = kili::InputType::image, .json_interface = interface.json(), .title = title});
}

void import_pictures(const kili::Client& kili, const std::string& project, const fs::path& folder,
                     std::vector<Picture>& pictures) {
  std::vector<std::string> files;
  std::vector<std::string> names;
  for (const Picture& picture : pictures) {
    files.push_back((folder / picture.name).string());
    names.push_back(picture.name);
  }
  const auto imported =
      kili.append_many_to_dataset(project, {.content_array = files, .external_id_array = names});
  for (std::size_t i = 0; i < pictures.size(); ++i) pictures[i].asset_id = imported.asset_ids.at(i);
}

/// How unsure the detector is of a picture: of the part that it is least sure of; 1 when it found nothing.
double uncertainty(const std::vector<spots::Detection>& detections) {
  double least = 1;
  for (const auto& detection : detections) least = std::min(least, detection.score);
  return detections.empty() ? 1 : 1 - least;
}

/// Sends what the detector finds; predictions of an earlier round are replaced.
void predict(const kili::Client& kili, const std::string& project, const kili::Ontology& ontology,
             const spots::Detector& detector, const std::vector<Picture>& pictures) {
  std::vector<kili::NewLabel> predictions;
  for (const Picture& picture : pictures) {
    kili::LabelBuilder label(ontology, size_of(picture.image));
    for (const auto& detection : detector.detect(picture.image)) {
      label.add_box(job, part, detection.box,
                    {.confidence = kili::Confidence::from_probability(detection.score)});
    }
    predictions.push_back({.asset_id = picture.asset_id, .json_response = label.json_text()});
  }
  const auto created =
      kili.create_predictions(project, predictions, {.model_name = "spots", .overwrite = true});
  fmt::print("predicted  {:3} pictures with threshold {}\n", created.count, detector.threshold());
}

/// Puts the pictures that the detector is least sure of first in the queue. @return their names, in that
/// order.
std::vector<std::string> put_unsure_ones_first(const kili::Client& kili, const spots::Detector& detector,
                                               const std::vector<Picture>& pictures) {
  std::vector<std::pair<double, const Picture*>> order;
  order.reserve(pictures.size());
  for (const Picture& picture : pictures)
    order.emplace_back(uncertainty(detector.detect(picture.image)), &picture);
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& left, const auto& right) { return left.first > right.first; });
  order.resize(std::min(order.size(), labelled_by_people));
  std::vector<std::string> ids;
  std::vector<std::string> names;
  for (const auto& [unsure, picture] : order) {
    ids.push_back(picture->asset_id);
    names.push_back(picture->name);
  }
  const auto outcome = kili.set_assets_priority({.asset_ids = ids, .priority = 1});
  fmt::print("queued     {:3} pictures first, the least certain with a score of {:.2f}\n",
             outcome.succeeded.size(), 1 - order.front().first);
  return names;
}

/// What people do in the labelling interface.
void label_as_people_do(const kili::Client& kili, const std::string& project, const kili::Ontology& ontology,
                        const std::vector<Picture>& pictures, const std::vector<std::string>& names) {
  std::vector<std::string> ids;
  std::vector<kili::LabelResponse> responses;
  for (const Picture& picture : pictures) {
    if (std::find(names.begin(), names.end(), picture.name) == names.end()) continue;
    kili::LabelBuilder label(ontology, size_of(picture.image));
    for (const auto& box : picture.parts) label.add_box(job, part, box);
    ids.push_back(picture.asset_id);
    responses.emplace_back(label.json_text());
  }
  static_cast<void>(
      kili.append_labels({.asset_id_array = ids, .json_response_array = responses, .project_id = project}));
}

/// The boxes of a label, in pixels of the picture.
Boxes boxes_of(const kili::ParsedLabel& label, kili::ImageSize size) {
  Boxes boxes;
  for (const kili::Annotation& annotation : label.jobs()[job].annotations()) {
    if (const auto rectangle = annotation.get_if<kili::RectangleAnnotation>())
      boxes.push_back(kili::pixel_box(rectangle->bounding_poly()[0].normalized_vertices(), size));
  }
  return boxes;
}

/// What people have drawn, by the id of the asset.
std::map<std::string, Boxes, std::less<>> corrections(const kili::Client& kili, const std::string& project,
                                                      kili::ImageSize size) {
  std::map<std::string, Boxes, std::less<>> drawn;
  for (const kili::Label& label : kili.labels(
           project, {.type_in = {kili::LabelType::default_, kili::LabelType::review}},
           {.fields = {"assetId", "jsonResponse"}, .output_format = kili::LabelOutputFormat::parsed_label})) {
    drawn[std::string(label.asset_id())] = boxes_of(label.parsed(), size);
  }
  return drawn;
}

/// Mean IoU of what the detector finds in the pictures that nobody has labelled, with what is there.
double mean_iou(const spots::Detector& detector, const std::vector<Picture>& pictures,
                const std::map<std::string, Boxes, std::less<>>& labelled) {
  double sum = 0;
  double count = 0;
  for (const Picture& picture : pictures) {
    if (labelled.contains(picture.asset_id)) continue;
    Boxes found;
    for (const auto& detection : detector.detect(picture.image)) found.push_back(detection.box);
    sum += spots::mean_overlap(found, picture.parts);
    ++count;
  }
  return count > 0 ? sum / count : 0;
}

void run(const fs::path& folder, const std::string& title) {
  const kili::Client kili;
  fs::create_directories(folder);
  std::vector<Picture> pictures = make_pictures(folder);
  const std::string project = make_project(kili, title);
  import_pictures(kili, project, folder, pictures);
  const kili::Project made = kili.find_project_by_title(title, {"id", "inputType", "jsonInterface"});
  const kili::Ontology& ontology = made.ontology();
  fmt::print("created    project {} with {} pictures\n", project, kili.count_assets(project));

  const spots::Detector untrained(200);
  predict(kili, project, ontology, untrained, pictures);
  const auto first = put_unsure_ones_first(kili, untrained, pictures);
  label_as_people_do(kili, project, ontology, pictures, first);

  const auto drawn = corrections(kili, project, size_of(pictures.front().image));
  fmt::print("corrected  {:3} pictures by people\n", drawn.size());
  std::vector<std::pair<spots::GreyImage, Boxes>> examples;
  for (const Picture& picture : pictures) {
    const auto found = drawn.find(picture.asset_id);
    if (found != drawn.end()) examples.emplace_back(picture.image, found->second);
  }
  const spots::Detector trained = spots::trained_on(examples);
  predict(kili, project, ontology, trained, pictures);
  fmt::print("mean IoU   {:.3f} before, {:.3f} after, on the {} pictures that nobody labelled\n",
             mean_iou(untrained, pictures, drawn), mean_iou(trained, pictures, drawn),
             pictures.size() - drawn.size());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: active_learning FOLDER TITLE\n");
    return 2;
  }
  try {
    run(argv[1], argv[2]);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
