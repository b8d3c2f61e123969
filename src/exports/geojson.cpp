#include "kili/exports/geojson.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "exports/folder_sink.hpp"
#include "exports/geojson_files.hpp"

namespace kili {
inline namespace v0_1 {

GeoJson to_geojson(const ParsedLabel& label, const GeoJsonOptions& options) {
  labels::Losses losses;
  const labels::LossNotes notes(losses, {});
  nlohmann::json collection = labels::feature_collection(label, options, notes);
  return {.collection = Json(std::move(collection)), .skipped = std::move(losses).take_sentences()};
}

struct GeoJsonWriter::Data {
  labels::FolderSink sink;
  labels::Losses losses{};
  labels::GeoJsonFiles files;

  Data(std::filesystem::path folder, Ontology ontology, GeoJsonOptions options)
      : sink(std::move(folder)), files(std::move(ontology), std::move(options), sink, losses) {}
};

GeoJsonWriter::GeoJsonWriter(std::filesystem::path folder, Ontology ontology, GeoJsonOptions options)
    : data_(std::make_unique<Data>(std::move(folder), std::move(ontology), std::move(options))) {}
GeoJsonWriter::GeoJsonWriter(GeoJsonWriter&&) noexcept = default;
GeoJsonWriter& GeoJsonWriter::operator=(GeoJsonWriter&&) noexcept = default;
GeoJsonWriter::~GeoJsonWriter() = default;

void GeoJsonWriter::add(const ParsedLabel& label, std::string_view external_id, std::string_view asset_id) {
  nlohmann::json metadata{{"assetId", nullptr}};
  if (!asset_id.empty()) metadata["assetId"] = asset_id;
  data_->files.add(label, external_id, {}, std::move(metadata));
}

void GeoJsonWriter::add(const Asset& asset) { data_->files.add(asset); }

const std::vector<std::string>& GeoJsonWriter::skipped() const noexcept { return data_->losses.sentences(); }

}  // namespace v0_1
}  // namespace kili
