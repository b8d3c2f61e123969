// Lists the boxes that reviewers have approved or drawn, in pixels, and writes them as a YOLO data set.
//
//   review_to_yolo PROJECT_ID FOLDER
#include <kili/kili.hpp>

#include <iostream>
#include <string>

namespace {

void print_boxes(const kili::ParsedLabel& label, std::string_view name, const kili::ImageSize& size) {
  for (const kili::ParsedJob& job : label.jobs()) {
    for (const kili::Annotation& annotation : job.annotations()) {
      const auto rectangle = annotation.get_if<kili::RectangleAnnotation>();
      if (!rectangle) continue;
      const kili::PixelBox box = kili::pixel_box(rectangle->bounding_poly()[0].normalized_vertices(), size);
      std::cout << name << ": " << rectangle->category()->name() << " at " << box.x << ", " << box.y << ", "
                << box.width << " x " << box.height << '\n';
    }
  }
}

void run(const std::string& project, const std::string& folder) {
  const kili::Client client;  // KILI_API_KEY, KILI_API_ENDPOINT
  const kili::AssetFilters reviewed{.status_in = {kili::AssetStatus::reviewed}};
  for (const kili::Asset& asset : client.assets(
           project, reviewed,
           {.fields = {"externalId", "resolution.height", "resolution.width", "latestLabel.jsonResponse"},
           .label_output_format = kili::LabelOutputFormat::parsed_label})) {
    if (const auto label = asset.parsed_latest_label()) {
      print_boxes(*label, asset.external_id(), asset.resolution());
    }
  }
  const kili::ExportReport report =
      client.export_labels({.asset_filter_kwargs = reviewed,
                            .container = kili::ExportContainer::folder,
                            .export_type = kili::ExportType::latest_from_last_step,
                            .filename = folder,
                            .fmt = kili::ExportFormat::yolo_v8,
                            .layout = kili::ExportLayout::merged,
                            .project_id = project});
  std::cout << report.labels << " labels in " << report.path.string() << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  try {
    run(argv[1], argv[2]);
  } catch (const kili::Error& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
