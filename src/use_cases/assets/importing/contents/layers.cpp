#include "use_cases/assets/importing/contents/layers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "kili/errors.hpp"
#include "support/shown_text.hpp"
#include "use_cases/assets/importing/contents/file.hpp"
#include "use_cases/assets/importing/contents/json_elements.hpp"
#include "use_cases/assets/importing/contents/lanes.hpp"
#include "use_cases/assets/importing/contents/planned_uploads.hpp"

namespace kili::use_cases {
namespace {

constexpr std::size_t shown_key = 100;

bool is_number_pairs(const nlohmann::json& value) {
  const auto is_number = [](const nlohmann::json& number) { return number.is_number(); };
  return value.is_array() && std::all_of(value.begin(), value.end(), [&](const nlohmann::json& pair) {
           return pair.is_array() && std::all_of(pair.begin(), pair.end(), is_number);
         });
}
bool is_text(const nlohmann::json& value) { return value.is_string(); }
bool is_whole_number(const nlohmann::json& value) { return value.is_number_integer(); }
bool is_true_or_false(const nlohmann::json& value) { return value.is_boolean(); }

/// What a layer may have and in which form (docs/service.md, "Importing"). The upload of the file at "path"
/// becomes its "url".
struct LayerKey {
  std::string_view name;
  bool (*fits)(const nlohmann::json& value);
  std::string_view form;
};
constexpr std::array layer_keys = std::to_array<LayerKey>({
    {"bounds", is_number_pairs, "an array of pairs of numbers"},
    {"epsg", is_text, "a text"},
    {"initEpsg", is_whole_number, "a whole number"},
    {"isBaseLayer", is_true_or_false, "true or false"},
    {"maxZoom", is_whole_number, "a whole number"},
    {"minZoom", is_whole_number, "a whole number"},
    {"name", is_text, "a text"},
    {"path", is_text, "a text"},
    {"tileLayerUrl", is_text, "a text"},
    {"useClassicCoordinates", is_true_or_false, "true or false"},
});

void check_layer(const nlohmann::json& layer, const ImportRow& row) {
  if (!layer.is_object()) {
    throw ImportValidationError(fmt::format(
        "{}: a layer in multi_layer_content is not a JSON object; give objects with a path", describe(row)));
  }
  const auto path = layer.find("path");
  if (path == layer.end() || !path->is_string() || path->get_ref<const std::string&>().empty()) {
    throw ImportValidationError(
        fmt::format("{}: Cannot import multi_layer_content with empty path. Please provide a path for each "
                    "multi_layer_content",
                    describe(row)));
  }
  for (const auto& [name, value] : layer.items()) {
    const auto key = std::find_if(layer_keys.begin(), layer_keys.end(),
                                  [&name = name](const LayerKey& each) { return each.name == name; });
    if (key == layer_keys.end()) {
      throw ImportValidationError(
          fmt::format("{}: a layer has the key '{}', which layers do not have; leave it out", describe(row),
                      support::shown_text(name, shown_key)));
    }
    // The path of a file need not be UTF-8, and is not sent.
    if (name != "path") check_writable(Json(value), "multi_layer_content", row);
    if (!value.is_null() && !key->fits(value)) {
      throw ImportValidationError(
          fmt::format("{}: '{}' of a layer is not {}", describe(row), key->name, key->form));
    }
  }
}

class LayersPlanner final : public ContentPlanner {
 public:
  explicit LayersPlanner(InputType input_type) : input_type_(input_type) {}

  std::vector<std::string> files_of(const ImportRow& row) const override {
    const nlohmann::json& layers = row.asset.multi_layer_content.get();
    std::vector<std::string> paths;
    paths.reserve(layers.size());
    for (const auto& layer : layers) paths.emplace_back(layer.at("path").get<std::string>());
    return paths;
  }
  CheckedContent check(const ImportRow& row) override {
    CheckedContent checked;
    for (const std::string& path : files_of(row)) {
      checked.files.push_back(check_file_of_type(row, path, input_type_));
    }
    return checked;
  }
  void plan(const ImportRow& row, const CheckedContent& checked, PlannedAsset& asset) const override {
    const char* const extension = input_type_ == InputType::geospatial ? ".tif" : "";
    asset.json_content = text_of(row.asset.json_content);
    asset.lane = lanes::asynchronous(lanes::tiles_of(input_type_), true);
    asset.layers = row.asset.multi_layer_content.get();
    auto paths = files_of(row);
    for (std::size_t number = 0; number < paths.size(); ++number) {
      asset.layers[number].erase("path");
      PlannedUpload upload = upload_of_file(std::move(paths[number]), checked.files[number],
                                            fmt::format("content/{}{}", number, extension));
      upload.number = number;
      upload.purpose = PlannedUpload::Purpose::layer;
      asset.uploads.push_back(std::move(upload));
    }
  }

 private:
  InputType input_type_;
};

class TileLayersPlanner final : public ContentPlanner {
 public:
  void plan(const ImportRow& row, const CheckedContent& /*checked*/, PlannedAsset& asset) const override {
    asset.json_content = text_of(row.asset.json_content);
  }
};

}  // namespace

void check_layers(const ImportRow& row) {
  const nlohmann::json& layers = row.asset.multi_layer_content.get();
  if (layers.is_null()) return;
  if (!layers.is_array()) {
    throw ImportValidationError(
        fmt::format("{}: multi_layer_content is not a JSON array of layers", describe(row)));
  }
  for (const auto& layer : layers) check_layer(layer, row);
}

ContentKind kind_of_image(const ImportRow& row, InputType input_type) {
  if (is_given(row.asset.multi_layer_content)) return ContentKind::layers;
  return row.asset.content.empty() ? ContentKind::tile_layers : file_or_url(row, input_type);
}

std::unique_ptr<ContentPlanner> make_layers_planner(InputType input_type) {
  return std::make_unique<LayersPlanner>(input_type);
}
std::unique_ptr<ContentPlanner> make_tile_layers_planner() { return std::make_unique<TileLayersPlanner>(); }

}  // namespace kili::use_cases
