#include "use_cases/assets/importing/read/import_row.hpp"

#include <fmt/format.h>

#include <string_view>

#include "support/shown_text.hpp"

namespace kili::use_cases {
namespace {

constexpr std::size_t shown_external_id = 100;

}  // namespace

std::string describe(std::size_t index, const std::string& external_id) {
  return fmt::format("asset {} (external id '{}')", index,
                     support::shown_text(external_id, shown_external_id));
}

std::string describe(const ImportRow& row) {
  return row.asset.external_id ? describe(row.index, *row.asset.external_id)
                               : fmt::format("asset {}", row.index);
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
