#include "kili/readers/geojson_reader.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "kili/errors.hpp"
#include "readers/geojson_features.hpp"
#include "readers/label_per_file_source.hpp"
#include "support/json_lookup.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

using nlohmann::json;

constexpr std::uint64_t largest_geojson_file = std::uint64_t{512} << 20U;

const Ontology& interface_with_places(const Ontology& ontology) {
  const InputType type = ontology.input_type();
  if (type == InputType::image || type == InputType::geospatial) return ontology;
  throw ValidationError(
      "GeoJSON files are read into projects of images and geographic projects; this interface is of a "
      "project "
      "of another type");
}

/// Why coordinates are not longitudes and latitudes, or an empty text.
std::string coordinate_system_problem(const json& root) {
  const json* system = support::find_member(root, "crs");
  const json* properties = system == nullptr ? nullptr : support::find_member(*system, "properties");
  const std::string name = properties == nullptr ? "" : support::text_or_empty(*properties, "name");
  const bool is_usual =
      name.empty() || name.ends_with("CRS84") || name.ends_with("EPSG::4326") || name.ends_with("EPSG:4326");
  if (is_usual) return {};
  return fmt::format("its coordinates are of the system '{}'; convert them to longitude and latitude (CRS84)",
                     support::shown_text(name, 100));
}

class GeoJsonSource final : public LabelPerFileSource {
 public:
  GeoJsonSource(const std::filesystem::path& path, const Ontology& ontology,
                const GeoJsonReaderOptions& options)
      : LabelPerFileSource(interface_with_places(ontology), options.external_id, options.external_ids),
        features_(this->ontology(), options, losses()) {
    set_files(files_to_read(folder_of_labels(path), ".geojson", losses()));
  }

 private:
  bool read(const LabelFile& file, NewLabel& label) override {
    const std::string place = place_of_file(file.path.string());
    std::string problem;
    auto external_id = external_ids().find(without_extension(file.name), problem);
    const auto content =
        external_id ? content_of_file(file.path, largest_geojson_file, problem) : std::nullopt;
    std::optional<json> root;
    if (content) {
      try {
        root = json::parse(*content);
      } catch (const json::exception& error) {
        problem = fmt::format("not JSON: {}", error.what());
      }
    }
    if (root && ontology().input_type() == InputType::geospatial) problem = coordinate_system_problem(*root);
    const json* features = root ? features_of(*root) : nullptr;
    if (root && features == nullptr) problem = "it is neither a \"FeatureCollection\" nor a \"Feature\"";
    if (!problem.empty()) {
      losses().add(place, problem);
      return false;
    }
    LabelBuilder builder(ontology());
    features_.begin(place);
    const bool is_list = features->is_array();
    bool has_answers = is_list && features->empty();
    for (std::size_t i = 0; i < (is_list ? features->size() : 1); ++i) {
      const std::string here = is_list ? fmt::format("{}, feature {}", place, i) : place;
      const std::string why = features_.add(builder, is_list ? (*features)[i] : *features, here);
      has_answers = has_answers || why.empty();
      if (!why.empty()) losses().add(here, why);
    }
    return complete(label, *std::move(external_id), builder, !has_answers, place, "features");
  }

  /// The list of features, or the only one; null when it is something else.
  static const json* features_of(const json& root) {
    const std::string type = support::text_or_empty(root, "type");
    if (type == "Feature") return &root;
    const json* features = type == "FeatureCollection" ? support::find_member(root, "features") : nullptr;
    return features != nullptr && features->is_array() ? features : nullptr;
  }

  FeatureAdder features_;
};

}  // namespace
}  // namespace labels

GeoJsonReader::GeoJsonReader(const std::filesystem::path& path, const Ontology& ontology,
                             const GeoJsonReaderOptions& options)
    : LabelReader(std::make_unique<labels::GeoJsonSource>(path, ontology, options)) {}

}  // namespace v0_1
}  // namespace kili
