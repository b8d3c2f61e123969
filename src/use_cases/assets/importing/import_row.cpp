#include "use_cases/assets/importing/import_row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "kili/errors.hpp"
#include "support/json_text.hpp"
#include "support/text.hpp"

namespace kili::use_cases {
namespace {

using nlohmann::json;

constexpr std::size_t shown_external_id = 100;

bool is_number_pair(const json& value) {
  return value.is_array() && std::all_of(value.begin(), value.end(), [](const json& pair) {
           return pair.is_array() && std::all_of(pair.begin(), pair.end(),
                                                 [](const json& number) { return number.is_number(); });
         });
}

/// What a layer may hold and how (contract/schema.graphql, MultiLayerContent; "path" stands for its url).
struct LayerKey {
  std::string_view name;
  bool (*fits)(const json& value);
  std::string_view form;
};
constexpr std::array layer_keys = std::to_array<LayerKey>({
    {"bounds", is_number_pair, "an array of pairs of numbers"},
    {"epsg", [](const json& value) { return value.is_string(); }, "a text"},
    {"initEpsg", [](const json& value) { return value.is_number_integer(); }, "a whole number"},
    {"isBaseLayer", [](const json& value) { return value.is_boolean(); }, "true or false"},
    {"maxZoom", [](const json& value) { return value.is_number_integer(); }, "a whole number"},
    {"minZoom", [](const json& value) { return value.is_number_integer(); }, "a whole number"},
    {"name", [](const json& value) { return value.is_string(); }, "a text"},
    {"path", [](const json& value) { return value.is_string(); }, "a text"},
    {"tileLayerUrl", [](const json& value) { return value.is_string(); }, "a text"},
    {"useClassicCoordinates", [](const json& value) { return value.is_boolean(); }, "true or false"},
});

/// That a value can be sent as JSON text.
void check_writable(const Json& value, std::string_view name, const ImportRow& row) {
  try {
    support::check_writable_json(value.get());
  } catch (const std::invalid_argument& error) {
    throw ValidationError(fmt::format("{}: its element of {}_array cannot be written as JSON: {}",
                                      describe(row), name, error.what()));
  }
}

void check_layer(const json& layer, const ImportRow& row) {
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
                      support::excerpt(name, shown_external_id)));
    }
    // A path is what the file system takes for one.
    if (name != "path") check_writable(Json(value), "multi_layer_content", row);
    if (!value.is_null() && !key->fits(value)) {
      throw ImportValidationError(
          fmt::format("{}: '{}' of a layer is not {}", describe(row), key->name, key->form));
    }
  }
}

void check_layers(const ImportRow& row) {
  const json& layers = row.asset.multi_layer_content.get();
  if (layers.is_null()) return;
  if (!layers.is_array()) {
    throw ImportValidationError(
        fmt::format("{}: multi_layer_content is not a JSON array of layers", describe(row)));
  }
  for (const json& layer : layers) check_layer(layer, row);
}

void check_metadata(const ImportRow& row) {
  const Json& metadata = row.asset.json_metadata;
  if (metadata.is_null()) return;
  if (!metadata.get().is_object()) {
    throw ValidationError(fmt::format(
        "{}: its element of json_metadata_array is not a JSON object; give keys and values", describe(row)));
  }
  check_writable(metadata, "json_metadata", row);
}

bool is_empty(const Json& value) {
  const json& given = value.get();
  return given.is_null() || (given.is_structured() && given.empty()) ||
         (given.is_string() && given.get_ref<const std::string&>().empty());
}

}  // namespace

std::string describe(std::size_t index, const std::string& external_id) {
  return fmt::format("asset {} (external id '{}')", index, support::excerpt(external_id, shown_external_id));
}

std::string describe(const ImportRow& row) {
  return row.asset.external_id ? describe(row.index, *row.asset.external_id)
                               : fmt::format("asset {}", row.index);
}

void check_row(const ImportRow& row) {
  const NewAsset& asset = row.asset;
  if (asset.external_id && (asset.external_id->empty() || !support::is_valid_utf8(*asset.external_id))) {
    throw ValidationError(fmt::format("external_id_array: element {} is {}; give each asset a name in UTF-8",
                                      row.index, asset.external_id->empty() ? "empty" : "not UTF-8"));
  }
  check_metadata(row);
  if (asset.content.empty() && is_empty(asset.json_content) && is_empty(asset.multi_layer_content)) {
    throw ImportValidationError(
        fmt::format("{}: Cannot import asset with empty content, empty multi_layer_content and empty "
                    "json_content; give it content",
                    describe(row)));
  }
  if (!asset.content.empty() && !is_empty(asset.multi_layer_content)) {
    throw ImportValidationError(
        fmt::format("{}: content and multi_layer_content are both given; give one of them", describe(row)));
  }
  if (asset.content.is_json()) check_writable(asset.content.json(), "content", row);
  if (support::is_url(asset.content.text()) && !support::is_valid_utf8(asset.content.text())) {
    throw ValidationError(fmt::format(
        "{}: its URL in content_array is not UTF-8; escape the bytes (%E9 and so on)", describe(row)));
  }
  if (!asset.json_content.is_null()) check_writable(asset.json_content, "json_content", row);
  check_layers(row);
}

support::TextHash fingerprint(const NewAsset& asset) {
  std::string text;
  // Lengths keep the fields apart.
  const auto add = [&text](std::string_view field) { text += fmt::format("{}:{}", field.size(), field); };
  add(asset.content.is_json() ? asset.content.json().dump() : asset.content.text());
  add(asset.content.is_json() ? "json" : "text");
  add(asset.external_id.value_or(std::string()));
  add(asset.is_honeypot ? "honeypot" : "");
  add(asset.json_content.dump());
  add(asset.json_metadata.dump());
  add(asset.multi_layer_content.dump());
  return support::hash_of(text);
}

}  // namespace kili::use_cases
