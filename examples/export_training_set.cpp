// Exports the labels of a project as a training set, and shows what it could not hold.
//
//   export_training_set PROJECT_ID FORMAT FOLDER
//
// FORMAT is a word of the Python SDK: coco, yolo_v8, pascal_voc, geojson, kili ...

#include <iostream>
#include <string>

#include "kili/kili.hpp"

namespace {

void export_to(const std::string& folder, const std::string& project, const std::string& format) {
  const kili::Client client;  // KILI_API_KEY, KILI_API_ENDPOINT
  const kili::ExportReport report = client.export_labels(
      {.container = kili::ExportContainer::folder,
       .export_type = kili::ExportType::latest_from_last_step,
       .filename = folder,
       .fmt = kili::from_string<kili::ExportFormat>(format),
       .layout = kili::ExportLayout::merged,
       .project_id = project,
       .training_split = kili::TrainingSplit{.test = 0.1, .train = 0.8, .validation = 0.1}});
  std::cout << report.labels << " labels of " << report.assets << " assets, " << report.media_files
            << " files of media\n";
  for (const kili::ExportLoss& loss : report.losses) std::cerr << "left out: " << loss.sentence << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: export_training_set PROJECT_ID FORMAT FOLDER\n";
    return 2;
  }
  try {
    export_to(argv[3], argv[1], argv[2]);
    return 0;
  } catch (const kili::Error& error) {
    std::cerr << error.what() << '\n';
  }
  return 1;
}
