#include "use_cases/assets/importing/read/content_bytes.hpp"

#include <nlohmann/json.hpp>

#include "types/held_content.hpp"

namespace kili::use_cases {
namespace {

std::size_t memory_of(const nlohmann::json& value) {
  if (value.is_string()) return value.get_ref<const std::string&>().size();
  std::size_t size = sizeof value;
  if (value.is_structured()) {
    for (const auto& element : value) size += memory_of(element);
  }
  return size;
}

}  // namespace

std::size_t content_bytes(const NewAsset& asset) {
  const std::size_t texts = asset.external_id ? asset.external_id->size() : 0;
  const std::size_t content = asset.content.is_bytes()  ? asset.content.held()->bytes.size()
                              : asset.content.is_json() ? memory_of(asset.content.json().get())
                                                        : asset.content.text().size();
  return texts + content + memory_of(asset.json_content.get()) + memory_of(asset.json_metadata.get()) +
         memory_of(asset.multi_layer_content.get());
}

}  // namespace kili::use_cases
