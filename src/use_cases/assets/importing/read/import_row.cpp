#include "use_cases/assets/importing/read/import_row.hpp"

#include <fmt/format.h>

#include <string_view>

#include "support/shown_text.hpp"
#include "types/held_content.hpp"

namespace kili::use_cases {
namespace {

constexpr std::size_t shown_external_id = 100;

std::string hash_text(std::span<const std::byte> bytes) {
  const auto hash =
      support::hash_of({reinterpret_cast<const char*>(  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
                            bytes.data()),
                        bytes.size()});
  return fmt::format("{:016x}{:016x}", hash.high, hash.low);
}

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
  if (asset.content.is_bytes()) {
    const detail::HeldContent& held = *asset.content.held();
    add(held.reader ? fmt::format("{}", held.size.value_or(0)) : hash_text(held.bytes));
    add(fmt::format("{} {}", held.reader ? "reader" : "bytes", held.format));
  } else {
    add(asset.content.is_json() ? asset.content.json().dump() : asset.content.text());
    add(asset.content.is_json() ? "json" : "text");
  }
  add(asset.external_id.value_or(std::string()));
  add(asset.is_honeypot ? "honeypot" : "");
  add(asset.json_content.dump());
  add(asset.json_metadata.dump());
  add(asset.multi_layer_content.dump());
  return support::hash_of(text);
}

}  // namespace kili::use_cases
