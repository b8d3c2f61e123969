#include "use_cases/assets/importing/check/row_checks.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kili/errors.hpp"
#include "support/text.hpp"
#include "use_cases/assets/importing/check/byte_checks.hpp"
#include "use_cases/assets/importing/contents/json_elements.hpp"
#include "use_cases/assets/importing/contents/layers.hpp"
#include "use_cases/assets/importing/contents/url.hpp"

namespace kili::use_cases {
namespace {

void check_metadata(const ImportRow& row) {
  const Json& metadata = row.asset.json_metadata;
  if (metadata.is_null()) return;
  if (!metadata.get().is_object()) {
    throw ValidationError(fmt::format(
        "{}: its element of json_metadata_array is not a JSON object; give keys and values", describe(row)));
  }
  check_writable(metadata, "json_metadata", row);
}

}  // namespace

void check_row(const ImportRow& row) {
  const NewAsset& asset = row.asset;
  if (asset.external_id && (asset.external_id->empty() || !support::is_valid_utf8(*asset.external_id))) {
    throw ValidationError(fmt::format("external_id_array: element {} is {}; give each asset a name in UTF-8",
                                      row.index, asset.external_id->empty() ? "empty" : "not UTF-8"));
  }
  check_metadata(row);
  if (asset.content.empty() && !is_given(asset.json_content) && !is_given(asset.multi_layer_content)) {
    throw ImportValidationError(
        fmt::format("{}: Cannot import asset with empty content, empty multi_layer_content and empty "
                    "json_content; give it content",
                    describe(row)));
  }
  if (!asset.content.empty() && is_given(asset.multi_layer_content)) {
    throw ImportValidationError(
        fmt::format("{}: content and multi_layer_content are both given; give one of them", describe(row)));
  }
  check_held_content(row);
  check_is_no_binary(row);
  if (asset.content.is_json()) check_writable(asset.content.json(), "content", row);
  check_url(row);
  if (!asset.json_content.is_null()) check_writable(asset.json_content, "json_content", row);
  check_layers(row);
}

}  // namespace kili::use_cases
