#include "use_cases/assets/changing/property_arrays.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

#include "kili/errors.hpp"
#include "support/json_text.hpp"
#include "support/text.hpp"
#include "use_cases/argument_checks.hpp"

namespace kili::use_cases {
namespace {

using nlohmann::json;

void check_marks(std::string_view argument, const List<std::optional<double>>& marks) {
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const auto& mark = (*marks)[i];
    if (mark && !(*mark >= 0 && *mark <= 1)) {
      refuse_element(argument, i, fmt::format("is {}; give a mark between 0 and 1", *mark));
    }
  }
}

void check_optional_texts(std::string_view argument, const List<std::optional<std::string>>& texts) {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto& text = (*texts)[i];
    if (text && !support::is_valid_utf8(*text)) refuse_element(argument, i, "is not UTF-8 text");
  }
}

void check_sizes(std::string_view argument, std::size_t element, double height, double width) {
  if (std::isfinite(height) && std::isfinite(width) && height >= 0 && width >= 0) return;
  refuse_element(argument, element,
                 fmt::format("has height {} and width {}; give the size in pixels", height, width));
}

/// @param metadata not null.
std::string metadata_text(const Json& metadata) {
  const json& value = metadata.get();
  const auto* const text = value.get_ptr<const std::string*>();
  return text != nullptr ? *text : support::spaced_ascii_json(metadata);
}

void check_metadata(std::string_view argument, const List<Json>& metadata) {
  for (std::size_t i = 0; i < metadata.size(); ++i) {
    const json& value = (*metadata)[i].get();
    if (!value.is_null() && !value.is_structured() && !value.is_string()) {
      refuse_element(argument, i, fmt::format("is a {}; give a JSON object or its text", value.type_name()));
    }
    const auto* const text = value.get_ptr<const std::string*>();
    if (text != nullptr && !support::is_valid_utf8(*text)) {
      refuse_element(argument, i, "is not UTF-8 text");
    }
    if (value.is_null()) continue;
    try {
      static_cast<void>(metadata_text((*metadata)[i]));
    } catch (const std::invalid_argument& error) {
      refuse_element(argument, i, fmt::format("cannot be written as JSON: {}", error.what()));
    }
  }
}

}  // namespace

PropertyArrays::PropertyArrays(const UpdatePropertiesInAssets& arguments, std::size_t assets)
    : arguments_(arguments) {
  const auto check = [assets](std::string_view argument, const auto& list) {
    if (list) check_length(argument, list.size(), assets);
  };
  check("priorities", arguments.priorities);
  check("json_metadatas", arguments.json_metadatas);
  check("consensus_marks", arguments.consensus_marks);
  check("honeypot_marks", arguments.honeypot_marks);
  check("contents", arguments.contents);
  check("json_contents", arguments.json_contents);
  check("is_used_for_consensus_array", arguments.is_used_for_consensus_array);
  check("is_honeypot_array", arguments.is_honeypot_array);
  check("resolution_array", arguments.resolution_array);
  check("page_resolutions_array", arguments.page_resolutions_array);
  check_people("to_be_labeled_by_array", arguments.to_be_labeled_by_array, assets);
  check_metadata("json_metadatas", arguments.json_metadatas);
  check_marks("consensus_marks", arguments.consensus_marks);
  check_marks("honeypot_marks", arguments.honeypot_marks);
  check_optional_texts("contents", arguments.contents);
  check_optional_texts("json_contents", arguments.json_contents);
  for (std::size_t i = 0; i < arguments.resolution_array.size(); ++i) {
    const auto& size = (*arguments.resolution_array)[i];
    if (size) check_sizes("resolution_array", i, size->height, size->width);
  }
  for (std::size_t i = 0; i < arguments.page_resolutions_array.size(); ++i) {
    const auto& pages = (*arguments.page_resolutions_array)[i];
    if (!pages) continue;
    for (const auto& page : *pages) check_sizes("page_resolutions_array", i, page.height, page.width);
  }
}

bool PropertyArrays::empty() const {
  const auto& given = arguments_;
  return !given.priorities && !given.json_metadatas && !given.consensus_marks && !given.honeypot_marks &&
         !given.to_be_labeled_by_array && !given.contents && !given.json_contents &&
         !given.is_used_for_consensus_array && !given.is_honeypot_array && !given.resolution_array &&
         !given.page_resolutions_array;
}

api::AssetChange PropertyArrays::change(std::size_t mention) const {
  const auto& given = arguments_;
  api::AssetChange change;
  const auto take = [mention](auto& property, const auto& list) {
    if (list) property = (*list)[mention];
  };
  take(change.consensus_mark, given.consensus_marks);
  take(change.content, given.contents);
  take(change.honeypot_mark, given.honeypot_marks);
  take(change.is_honeypot, given.is_honeypot_array);
  take(change.is_used_for_consensus, given.is_used_for_consensus_array);
  take(change.json_content, given.json_contents);
  take(change.priority, given.priorities);
  take(change.resolution, given.resolution_array);
  const auto take_list = [mention](auto& property, const auto& lists) {
    if (!lists) return;
    property.emplace();
    if ((*lists)[mention]) property->emplace(*(*lists)[mention]);
  };
  take_list(change.page_resolutions, given.page_resolutions_array);
  take_list(change.to_be_labeled_by, given.to_be_labeled_by_array);
  if (given.json_metadatas) {
    change.json_metadata.emplace();
    const Json& metadata = (*given.json_metadatas)[mention];
    if (!metadata.is_null()) change.json_metadata->emplace(metadata_text(metadata));
  }
  return change;
}

api::AssetChange PropertyArrays::change(std::span<const std::size_t> mentions) const {
  api::AssetChange all = change(mentions.front());
  for (const std::size_t mention : mentions.subspan(1)) all = api::merged(std::move(all), change(mention));
  return all;
}

}  // namespace kili::use_cases
