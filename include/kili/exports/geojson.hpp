#pragma once

/// @file
/// GeoJSON from parsed labels, as Kili's own export writes it.

#include <filesystem>
#include <memory>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kili/export.hpp"
#include "kili/json.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/labels/parsed_label.hpp"

namespace kili {
inline namespace v0_1 {

class Asset;

/// How features describe their annotation.
struct GeoJsonOptions {
  /// ISO 8601 date for the files that GeoJsonWriter writes. Empty: now.
  std::string export_date{};
  /// Also writes classes and nested answers as separate properties beside "kili", which map programs read.
  bool flatten_properties = true;
};

/// A label as GeoJSON.
struct GeoJson {
  Json collection{};                   ///< A FeatureCollection.
  std::vector<std::string> skipped{};  ///< What GeoJSON cannot express, one sentence each.
};

/// The label as a collection of features: rectangles, polygons and masks are polygons, markers are points,
/// polylines are lines; classifications and transcriptions are features without geometry. Masks that share a
/// mid, and the parts of one mask, are one multi-polygon. Coordinates are those of the label: longitude and
/// latitude in geographic projects, where shapes are cut at the antimeridian. Rings are closed; outer ones go
/// counter-clockwise, holes clockwise (RFC 7946, 3.1.6 and 3.1.9). What GeoJSON cannot express is left out
/// and named; the rest goes on (docs/labels.md, "Files").
/// @throws ValidationError the label is one of a video.
[[nodiscard]] KILI_EXPORT GeoJson to_geojson(const ParsedLabel& label, const GeoJsonOptions& options = {});

/// Writes a file for each label: "labels/", the external id, ".geojson". An external id that cannot be the
/// name of a file is changed as the names of downloaded media are. Not thread-safe.
class KILI_EXPORT GeoJsonWriter {
 public:
  /// @param folder is created if it does not exist.
  GeoJsonWriter(std::filesystem::path folder, Ontology ontology, GeoJsonOptions options = {});
  GeoJsonWriter(GeoJsonWriter&&) noexcept;
  GeoJsonWriter& operator=(GeoJsonWriter&&) noexcept;
  GeoJsonWriter(const GeoJsonWriter&) = delete;
  GeoJsonWriter& operator=(const GeoJsonWriter&) = delete;
  ~GeoJsonWriter();

  /// @param asset_id for the properties of the collection; the author there is the label's, when requested.
  /// @throws ValidationError the label is one of a video; FileWriteError.
  void add(const ParsedLabel& label, std::string_view external_id, std::string_view asset_id = {});
  /// The same for a listed asset with its fields "externalId", "id" (when requested) and
  /// "latestLabel.jsonResponse", "latestLabels.jsonResponse" or "labels.jsonResponse"; of several labels each
  /// is written, with "_label1" and so on after the external id.
  /// @throws FieldError a field was not requested; otherwise as above.
  void add(const Asset& asset);
  /// Writes every asset of a range, for example of `Client::assets()`.
  template <std::ranges::input_range Assets>
  void add_all(Assets&& assets) {
    for (const auto& asset : assets) add(asset);
  }

  /// What was left out, one sentence each: place and reason.
  [[nodiscard]] const std::vector<std::string>& skipped() const noexcept;

 private:
  struct Data;
  std::unique_ptr<Data> data_;
};

}  // namespace v0_1
}  // namespace kili
