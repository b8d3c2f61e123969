#include "use_cases/assets/changing/property_arrays.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <utility>

#include "kili/errors.hpp"
#include "support/json_text.hpp"
#include "support/text.hpp"
#include "use_cases/assets/changing/argument_checks.hpp"
#include "api/assets/asset_data.hpp"

namespace kili::use_cases {
namespace {

using nlohmann::json;

/// A whole number without a fraction, as most clients write it.
json number(double value) {
  constexpr double exactly_held = 9'007'199'254'740'992.0;
  if (std::abs(value) < exactly_held && value == std::trunc(value)) return static_cast<std::int64_t>(value);
  return value;
}

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

json metadata_text(const Json& metadata) {
  if (metadata.is_null()) return nullptr;
  const json& value = metadata.get();
  return value.is_string() ? value : json(support::spaced_ascii_json(value));
}

void check_metadata(std::string_view argument, const List<Json>& metadata) {
  for (std::size_t i = 0; i < metadata.size(); ++i) {
    const json& value = (*metadata)[i].get();
    if (!value.is_null() && !value.is_structured() && !value.is_string()) {
      refuse_element(argument, i, fmt::format("is a {}; give a JSON object or its text", value.type_name()));
    }
    if (value.is_string() && !support::is_valid_utf8(value.get_ref<const std::string&>())) {
      refuse_element(argument, i, "is not UTF-8 text");
    }
    try {
      static_cast<void>(metadata_text((*metadata)[i]));
    } catch (const std::invalid_argument& error) {
      refuse_element(argument, i, fmt::format("cannot be written as JSON: {}", error.what()));
    }
  }
}

json page_resolutions(const List<PageResolution>& pages) {
  if (!pages) return nullptr;
  json list = json::array();
  for (const auto& page : *pages) {
    json each{
        {"height", number(page.height)}, {"pageNumber", page.page_number}, {"width", number(page.width)}};
    if (page.rotation) each["rotation"] = *page.rotation;
    list.push_back(std::move(each));
  }
  return list;
}

json resolution(const std::optional<Resolution>& size) {
  if (!size) return nullptr;
  return {{"height", number(size->height)}, {"width", number(size->width)}};
}

template <typename T>
json value_or_null(const std::optional<T>& value) {
  return value ? json(*value) : json();
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

/// Holes are sent as null, as the service is used to (contract/README.md, "Requests").
json PropertyArrays::data(std::size_t place) const {
  const auto& given = arguments_;
  json data = json::object();
  if (given.priorities) data["priority"] = value_or_null((*given.priorities)[place]);
  if (given.json_metadatas) data["jsonMetadata"] = metadata_text((*given.json_metadatas)[place]);
  const auto mark = [&](const char* property, const List<std::optional<double>>& marks) {
    if (!marks) return;
    data[property] = (*marks)[place] ? number(*(*marks)[place]) : json();
  };
  mark("consensusMark", given.consensus_marks);
  mark("honeypotMark", given.honeypot_marks);
  if (given.to_be_labeled_by_array) {
    const auto& people = (*given.to_be_labeled_by_array)[place];
    data["toBeLabeledBy"] = people ? json(*people) : json();
    data["shouldResetToBeLabeledBy"] = !people.has_elements();
  }
  if (given.contents) data["content"] = value_or_null((*given.contents)[place]);
  if (given.json_contents) data["jsonContent"] = value_or_null((*given.json_contents)[place]);
  if (given.is_used_for_consensus_array) {
    data["isUsedForConsensus"] = value_or_null((*given.is_used_for_consensus_array)[place]);
  }
  if (given.is_honeypot_array) data["isHoneypot"] = value_or_null((*given.is_honeypot_array)[place]);
  if (given.page_resolutions_array) {
    data["pageResolutions"] = page_resolutions((*given.page_resolutions_array)[place]);
  }
  if (given.resolution_array) data["resolution"] = resolution((*given.resolution_array)[place]);
  return data;
}

json PropertyArrays::data(std::span<const std::size_t> places) const {
  json merged = data(places.front());
  for (const std::size_t place : places.subspan(1)) merge_asset_data(merged, data(place));
  return merged;
}

}  // namespace kili::use_cases
