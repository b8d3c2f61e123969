#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kili/labels/label_builder.hpp"
#include "kili/readers/geojson_reader.hpp"
#include "readers/area_adder.hpp"
#include "readers/class_finder.hpp"
#include "readers/file_losses.hpp"
#include "readers/geojson_shapes.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Adds features of GeoJSON files to labels.
class FeatureAdder {
 public:
  /// @throws ValidationError an option is not usable.
  FeatureAdder(const Ontology& ontology, const GeoJsonReaderOptions& options, FileLosses& losses);

  /// Begins a label. @param file place of its file.
  void begin(std::string file);
  /// @param place of the feature. @return why it is left out, or an empty text.
  [[nodiscard]] std::string add(LabelBuilder& label, const nlohmann::json& feature, const std::string& place);

 private:
  [[nodiscard]] std::string add_kili_feature(LabelBuilder& label, const nlohmann::json& feature,
                                             const nlohmann::json& said, const std::string& place);
  [[nodiscard]] std::string add_plain_feature(LabelBuilder& label, const nlohmann::json& feature,
                                              const std::string& place);
  /// @param objects what was added. @return why nothing was added, or an empty text.
  [[nodiscard]] std::string add_shape(LabelBuilder& label, const ClassTarget& target, GeoShape shape,
                                      std::optional<AnnotationTool> tool, std::string_view class_name,
                                      ObjectOptions options, const std::string& place,
                                      std::vector<AnnotationBuilder>& objects);
  /// Of several points or lines, each is an object.
  template <typename Shapes, typename AddOne>
  [[nodiscard]] std::string add_each(const Shapes& shapes, ObjectOptions options, const std::string& place,
                                     std::vector<AnnotationBuilder>& objects, AddOne add_one);
  void note_properties(const nlohmann::json& feature);

  Ontology ontology_;
  std::string class_property_;
  OutsideImage outside_;
  CoordinateUnit unit_;
  std::optional<ClassFinder> classes_;
  AreaAdder areas_;
  FileLosses* losses_;
  std::string file_;
  std::set<std::string> mids_;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
