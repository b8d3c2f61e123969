#include "use_cases/exports/geotiff.hpp"

#include <stdexcept>
#include <string>

#include "support/json_text.hpp"

namespace kili::use_cases {

namespace {

using nlohmann::json;

bool has_geographic_layer(const json& layers) {
  if (!layers.is_array() || layers.empty() || !layers.front().is_object()) return false;
  const json& layer = layers.front();
  const auto epsg = layer.find("epsg");
  return layer.value("useClassicCoordinates", json()) == false && epsg != layer.end() &&
         *epsg != "TiledImage";
}

}  // namespace

bool is_geotiff(const json& record, const Resources& resources, const support::CallContext& context) {
  const auto content = record.find("jsonContent");
  if (content == record.end()) return false;
  if (!content->is_string()) return has_geographic_layer(*content);
  const auto& url = content->get_ref<const std::string&>();
  if (!url.starts_with("http")) return false;
  bool found = false;
  resources.api->storage.read_document(
      url, context, [&](const std::string& text, support::JsonBudget& budget) {
        try {
          found = has_geographic_layer(support::parse_json(text, support::WideIntegers::doubles, &budget));
        } catch (const std::invalid_argument&) {
          found = false;
        }
      });
  return found;
}

}  // namespace kili::use_cases
