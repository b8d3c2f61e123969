#include <algorithm>
#include <ranges>
#include <string>

#include "asset_filters.hpp"
#include "methods.hpp"

namespace kili::driver {
namespace {

/// The record as the Python SDK gives it: parsed labels as the dictionaries that they stand for.
nlohmann::json record_of(const Asset& asset, LabelOutputFormat format) {
  nlohmann::json record = asset.json();
  if (format == LabelOutputFormat::dict) return record;
  if (record.contains("labels")) {
    nlohmann::json labels = nlohmann::json::array();
    for (const ParsedLabel& label : parse_labels(record["labels"], asset.ontology()))
      labels.push_back(label.to_dict());
    record["labels"] = std::move(labels);
  }
  const auto latest = record.find("latestLabel");
  if (latest != record.end() && latest->is_object() && latest->contains("jsonResponse")) {
    *latest = asset.parsed_latest_label()->to_dict();
  }
  return record;
}

nlohmann::json assets(const Client& client, Arguments& arguments, const SdkShapes& shapes) {
  const std::string project_id = arguments.required_text("project_id");
  const AssetFilters filters = filters_of(arguments);
  AssetsArguments how;
  how.disable_tqdm = arguments.flag("disable_tqdm");
  how.download_media = arguments.flag("download_media").value_or(false);
  how.fields = arguments.texts("fields");
  if (auto directory = arguments.text("local_media_dir")) how.local_media_dir = *std::move(directory);
  how.first = arguments.count("first");
  how.label_output_format =
      arguments.word<LabelOutputFormat>("label_output_format").value_or(LabelOutputFormat::dict);
  how.skip = arguments.count("skip").value_or(0);
  const bool as_generator = arguments.flag("as_generator").value_or(false);
  const bool as_table = arguments.text("format") == "pandas";
  if (as_table && as_generator) {
    throw ValidationError("Argument values as_generator==True and format==\"pandas\" are not compatible.");
  }
  arguments.check_all_known();
  auto range = client.assets(project_id, filters, how);
  nlohmann::json result = nlohmann::json::array();
  const auto add = [&](nlohmann::json record) {
    result.push_back(shapes.record(std::move(record), how.fields));
  };
  if (as_table) {
    const Table table = range.to_table();
    for (std::size_t row = 0; row < table.row_count(); ++row) add(table.record(row).get());
  } else if (as_generator) {
    for (const Asset& asset : range) add(record_of(asset, how.label_output_format));
  } else {
    for (const Asset& asset : range.to_vector()) add(record_of(asset, how.label_output_format));
  }
  return result;
}

nlohmann::json count_assets(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  const std::string project_id = arguments.required_text("project_id");
  const AssetFilters filters = filters_of(arguments);
  arguments.check_all_known();
  return client.count_assets(project_id, filters);
}

/// The SDK has no result for it.
void throw_as_the_sdk_where_all_exist(const AppendResult& result) {
  if (!result.asset_ids.empty() || !result.accepted.empty()) return;
  const bool any_exists =
      std::any_of(result.skipped.begin(), result.skipped.end(), [](const ImportedAsset& asset) {
        return asset.reason.find("already in the project") != std::string::npos;
      });
  if (!any_exists) return;
  throw ImportValidationError("No assets to import, all given external_ids already exist in the project");
}

nlohmann::json append_many_to_dataset(const Client& client, Arguments& arguments,
                                      const SdkShapes& /*shapes*/) {
  const std::string project_id = arguments.required_text("project_id");
  AppendManyToDataset what;
  what.content_array = arguments.contents("content_array");
  what.csv_separator = arguments.text("csv_separator").value_or(",");
  what.disable_tqdm = arguments.flag("disable_tqdm");
  what.external_id_array = arguments.texts("external_id_array");
  what.from_csv = arguments.text("from_csv");
  what.id_array = arguments.texts("id_array");
  what.is_honeypot_array = arguments.flags("is_honeypot_array");
  what.journal = arguments.text("journal");
  what.json_content_array = arguments.values("json_content_array");
  what.json_metadata_array = arguments.values("json_metadata_array");
  what.multi_layer_content_array = arguments.values("multi_layer_content_array");
  what.status_array = arguments.texts("status_array");
  what.wait_until_availability = arguments.flag("wait_until_availability").value_or(true);
  arguments.check_all_known();
  const AppendResult result = client.append_many_to_dataset(project_id, what);
  throw_as_the_sdk_where_all_exist(result);
  return {{"id", result.id}, {"asset_ids", result.asset_ids}};
}

}  // namespace

void asset_methods(Methods& methods) {
  methods["assets"] = assets;
  methods["count_assets"] = count_assets;
  methods["append_many_to_dataset"] = append_many_to_dataset;
  asset_mutation_methods(methods);
}

}  // namespace kili::driver
