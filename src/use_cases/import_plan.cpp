#include "use_cases/import_plan.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>
#include <unordered_set>
#include <utility>

#include "kili/errors.hpp"
#include "support/json_text.hpp"
#include "support/mime_types.hpp"
#include "support/text.hpp"

namespace kili::use_cases {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t shown_content = 200;
constexpr std::uint64_t large_image_bytes = std::uint64_t{30} << 20U;  // contract/README.md, "Numbers"

void check_length(std::string_view name, std::size_t length, std::size_t expected) {
  if (length == expected) return;
  throw ValidationError(fmt::format("{} has {} elements and content_array has {}; give one element per asset",
                                    name, length, expected));
}

std::string metadata_text(const Json& metadata, const std::string& asset) {
  if (metadata.is_null()) return "{}";
  if (!metadata.get().is_object()) {
    throw ValidationError(
        fmt::format("{}: its element of json_metadata_array is not a JSON object; give keys and "
                    "values",
                    asset));
  }
  try {
    return support::spaced_ascii_json(metadata.get());
  } catch (const std::invalid_argument& error) {
    throw ValidationError(fmt::format("{}: its element of json_metadata_array cannot be written as JSON: {}",
                                      asset, error.what()));
  }
}

/// A text longer than any path, or with a line break or NUL, is not looked up as a path.
bool may_be_path(std::string_view text) noexcept {
  constexpr std::size_t longest_path = 4096;
  return !text.empty() && text.size() < longest_path &&
         text.find_first_of(std::string_view("\0\n", 2)) == text.npos;
}

bool exists(const std::string& path) {
  std::error_code error;
  return may_be_path(path) && fs::exists(path, error);
}

void check_file(PlannedAsset& asset) {
  const std::string shown = support::excerpt(asset.content, shown_content);
  std::error_code error;
  const auto status = fs::status(asset.content, error);
  if (!may_be_path(asset.content) || !fs::exists(status)) {
    throw FileError(
        fmt::format("{}: file {} does not exist; give the path of a readable file or an http(s) URL",
                    describe(asset), shown));
  }
  if (fs::is_directory(status)) {
    throw FileError(fmt::format("{}: {} is a directory; give the path of a file", describe(asset), shown));
  }
  if (!fs::is_regular_file(status)) {
    throw FileError(
        fmt::format("{}: {} is not a regular file; give the path of a file", describe(asset), shown));
  }
  const bool readable =
      access(asset.content.c_str(), R_OK) == 0 && std::ifstream(asset.content, std::ios::binary).is_open();
  if (!readable) {
    throw FileError(
        fmt::format("{}: file {} cannot be read; give it a permission to be read", describe(asset), shown));
  }
  asset.file_size = fs::file_size(asset.content, error);
  if (error || asset.file_size == 0) {
    throw FileError(fmt::format("{}: file {} is empty; an asset needs content", describe(asset), shown));
  }
}

void check_mime_type(PlannedAsset& asset, InputType input_type) {
  const auto accepted = support::accepted_mime_types(input_type);
  const auto mime_type = support::mime_type_of(asset.content);
  if (std::find(accepted.begin(), accepted.end(), mime_type) == accepted.end()) {
    throw MimeTypeError(
        fmt::format("{}: the type of file {} is {} and does not fit a project of type {}; give one of {}",
                    describe(asset), support::excerpt(asset.content, shown_content),
                    mime_type.empty() ? "unknown by its name" : mime_type, to_string(input_type),
                    fmt::join(accepted, ", ")));
  }
  asset.mime_type = mime_type;
}

void check_is_synchronous(const PlannedAsset& asset, InputType input_type) {
  if (input_type != InputType::image) return;
  const bool tiled = asset.mime_type == "image/tiff" || asset.mime_type == "image/jp2" ||
                     asset.mime_type == "application/vnd.nitf";
  if (tiled || asset.file_size >= large_image_bytes) {
    throw ImportValidationError(
        fmt::format("{}: {} is imported asynchronously by the service (30 MiB or more, TIFF, "
                    "JPEG 2000 or NITF), which this version of the library does not do; import "
                    "it by URL",
                    describe(asset), support::excerpt(asset.content, shown_content)));
  }
}

void check_text(PlannedAsset& asset) {
  if (!support::is_valid_utf8(asset.content)) {
    throw ImportValidationError(
        fmt::format("{}: its text is not UTF-8; convert it before the import", describe(asset)));
  }
  asset.mime_type = "text/plain";
}

void check_input_type(InputType input_type) {
  switch (input_type) {
    case InputType::image:
    case InputType::pdf:
    case InputType::text:
      return;
    default:
      throw ImportValidationError(
          fmt::format("project_id: import into projects of type {} is not supported by this "
                      "version of the library; use a project of type IMAGE, PDF or TEXT",
                      to_string(input_type)));
  }
}

}  // namespace

std::string describe(const PlannedAsset& asset) {
  return fmt::format("asset {} (external id '{}')", asset.index, support::excerpt(asset.external_id, 100));
}

ImportPlan::ImportPlan(const AppendManyToDataset& arguments, const support::IdGenerator& ids)
    : has_given_external_ids_(arguments.external_id_array.has_value()) {
  if (!arguments.content_array) {
    throw ValidationError(
        "Variables content_array, multi_layer_content_array and json_content_array cannot be both "
        "None; give content_array");
  }
  const std::size_t count = arguments.content_array.size();
  if (arguments.external_id_array)
    check_length("external_id_array", arguments.external_id_array.size(), count);
  if (arguments.is_honeypot_array)
    check_length("is_honeypot_array", arguments.is_honeypot_array.size(), count);
  if (arguments.json_metadata_array)
    check_length("json_metadata_array", arguments.json_metadata_array.size(), count);
  assets_.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    PlannedAsset asset;
    asset.index = i;
    asset.asset_id = ids.cuid();
    asset.content = (*arguments.content_array)[i];
    asset.external_id = has_given_external_ids_ ? (*arguments.external_id_array)[i] : ids.uuid_hex();
    if (asset.external_id.empty() || !support::is_valid_utf8(asset.external_id)) {
      throw ValidationError(
          fmt::format("external_id_array: element {} is {}; give each asset a name in UTF-8", i,
                      asset.external_id.empty() ? "empty" : "not UTF-8"));
    }
    asset.is_honeypot = arguments.is_honeypot_array && (*arguments.is_honeypot_array)[i];
    asset.json_metadata = arguments.json_metadata_array
                              ? metadata_text((*arguments.json_metadata_array)[i], describe(asset))
                              : "{}";
    if (asset.content.empty()) {
      throw ImportValidationError(
          fmt::format("{}: Cannot import asset with empty content, empty multi_layer_content "
                      "and empty json_content; give it content",
                      describe(asset)));
    }
    asset.source = support::is_url(asset.content) ? ContentSource::hosted : ContentSource::file;
    assets_.push_back(std::move(asset));
  }
}

bool ImportPlan::needs_upload() const noexcept {
  return std::any_of(assets_.begin(), assets_.end(),
                     [](const PlannedAsset& asset) { return asset.source != ContentSource::hosted; });
}

void ImportPlan::resolve_contents(InputType input_type) {
  check_input_type(input_type);
  const bool any_hosted = std::any_of(assets_.begin(), assets_.end(), [](const PlannedAsset& asset) {
    return asset.source == ContentSource::hosted;
  });
  const bool any_local = std::any_of(assets_.begin(), assets_.end(), [](const PlannedAsset& asset) {
    return asset.source != ContentSource::hosted;
  });
  if (any_hosted && any_local) {
    throw ImportValidationError(
        "content_array: Cannot upload hosted data and local files at the same time. Please "
        "separate the assets into 2 calls.");
  }
  for (auto& asset : assets_) {
    if (asset.source == ContentSource::hosted) continue;
    if (input_type == InputType::text && !exists(asset.content)) {
      asset.source = ContentSource::text;
      check_text(asset);
      continue;
    }
    check_file(asset);
    check_mime_type(asset, input_type);
    check_is_synchronous(asset, input_type);
  }
}

std::vector<PlannedAsset> ImportPlan::take_repeated_external_ids() {
  std::vector<PlannedAsset> repeated;
  if (!has_given_external_ids_) return repeated;
  std::unordered_set<std::string> seen;
  seen.reserve(assets_.size());
  std::vector<PlannedAsset> kept;
  kept.reserve(assets_.size());
  for (auto& asset : assets_) {
    (seen.insert(asset.external_id).second ? kept : repeated).push_back(std::move(asset));
  }
  assets_ = std::move(kept);
  return repeated;
}

}  // namespace kili::use_cases
