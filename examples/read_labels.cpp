// Lists what people have drawn, how well it agrees with the predictions, and writes a table of the labels.
#include <kili/kili.hpp>

#include <algorithm>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace {

/// The rectangles of one job, in fractions of the image.
std::vector<kili::PixelBox> boxes_of(const kili::ParsedLabel& label, const std::string& job) {
  std::vector<kili::PixelBox> boxes;
  for (const kili::Annotation& annotation : label.jobs()[job].annotations()) {
    if (const auto rectangle = annotation.get_if<kili::RectangleAnnotation>()) {
      boxes.push_back(kili::pixel_box(rectangle->bounding_poly()[0].normalized_vertices(), {1, 1}));
    }
  }
  return boxes;
}

/// Mean IoU of the boxes with the best box of the prediction each; 0 for no boxes.
double agreement(const std::vector<kili::PixelBox>& drawn, const std::vector<kili::PixelBox>& predicted) {
  double sum = 0;
  for (const auto& box : drawn) {
    double best = 0;
    for (const auto& other : predicted) best = std::max(best, kili::box_iou(box, other));
    sum += best;
  }
  return drawn.empty() ? 0 : sum / static_cast<double>(drawn.size());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;  // project id, name of a job with rectangles, file for the table
  const std::string project = argv[1];
  const std::string job = argv[2];
  try {
    const kili::Client client;  // KILI_API_KEY, KILI_API_ENDPOINT
    const kili::LabelFilters by_people{.type_in = {kili::LabelType::default_, kili::LabelType::review}};

    std::map<std::string, std::vector<kili::PixelBox>, std::less<>> predicted;
    for (const kili::Label& label :
         client.predictions(project, {},
                            {.fields = {"assetId", "jsonResponse"},
                            .output_format = kili::LabelOutputFormat::parsed_label})) {
      predicted[std::string(label.asset_id())] = boxes_of(label.parsed(), job);
    }

    std::cout << client.count_labels(project, by_people) << " labels of people\n";
    for (const kili::Label& label :
         client.labels(project, by_people, {.output_format = kili::LabelOutputFormat::parsed_label})) {
      const auto prediction = predicted.find(label.asset_id());
      if (prediction == predicted.end()) continue;
      std::cout << label.id() << " by " << label.author_email() << ": IoU "
                << agreement(boxes_of(label.parsed(), job), prediction->second) << '\n';
    }

    const kili::Table table = client
                                  .labels(project, by_people,
                                          {.fields = {"id", "labelOf.externalId", "labelType", "author.email",
                                                      "createdAt", "secondsToLabel"}})
                                  .to_table();
    table.write_csv(argv[3]);
  } catch (const kili::Error& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
