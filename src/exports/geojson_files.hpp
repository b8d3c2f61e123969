#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

#include "exports/asset_files.hpp"
#include "exports/file_sink.hpp"
#include "exports/losses.hpp"
#include "kili/exports/geojson.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/labels/parsed_label.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The label as a FeatureCollection. @throws ValidationError the label is one of a video.
[[nodiscard]] nlohmann::json feature_collection(const ParsedLabel& label, const GeoJsonOptions& options,
                                                const LossNotes& notes);

/// The files of GeoJsonWriter.
class GeoJsonFiles final : public AssetFiles {
 public:
  /// @param sink and @param losses outlive this.
  GeoJsonFiles(Ontology ontology, GeoJsonOptions options, FileSink& sink, Losses& losses);

  void add(const Asset& asset) override;
  /// @param metadata of the asset, for the properties of the collection.
  void add(const ParsedLabel& label, std::string_view external_id, std::string_view suffix,
           nlohmann::json metadata);

 private:
  Ontology ontology_;
  GeoJsonOptions options_;
  WrittenFiles written_;
  Losses* losses_;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
