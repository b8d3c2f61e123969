#include <ranges>

#include "methods.hpp"

namespace kili::driver {
namespace {

/// Pairs of a step and a status, each a list of two texts.
template <typename Pair>
List<Pair> pairs(Arguments& arguments, const char* name) {
  const auto lists = arguments.nested_list<std::string>(
      name, [](const nlohmann::ordered_json& element) { return element.get<std::string>(); });
  if (!lists) return {};
  std::vector<Pair> result;
  for (const auto& each : *lists) {
    if (!each || each->size() != 2) {
      throw ValidationError(std::string(name) + " has an element that is not a pair of a step and a status");
    }
    result.push_back({(*each)[0], from_string<StatusInStep>((*each)[1])});
  }
  return result;
}

AssetFilters filters_of(Arguments& arguments) {
  AssetFilters filters;
  filters.asset_id = arguments.text("asset_id");
  filters.asset_id_in = arguments.texts("asset_id_in");
  filters.asset_id_not_in = arguments.texts("asset_id_not_in");
  filters.assignee_in = arguments.texts("assignee_in");
  filters.assignee_not_in = arguments.texts("assignee_not_in");
  filters.consensus_mark_gt = arguments.number("consensus_mark_gt");
  filters.consensus_mark_gte = arguments.number("consensus_mark_gte");
  filters.consensus_mark_lt = arguments.number("consensus_mark_lt");
  filters.consensus_mark_lte = arguments.number("consensus_mark_lte");
  filters.created_at_gte = arguments.text("created_at_gte");
  filters.created_at_lte = arguments.text("created_at_lte");
  filters.external_id_contains = arguments.texts("external_id_contains");
  filters.external_id_in = arguments.texts("external_id_in");
  filters.external_id_strictly_in = arguments.texts("external_id_strictly_in");
  filters.group_name_in = arguments.texts("group_name_in");
  filters.group_name_not_in = arguments.texts("group_name_not_in");
  filters.honeypot_mark_gt = arguments.number("honeypot_mark_gt");
  filters.honeypot_mark_gte = arguments.number("honeypot_mark_gte");
  filters.honeypot_mark_lt = arguments.number("honeypot_mark_lt");
  filters.honeypot_mark_lte = arguments.number("honeypot_mark_lte");
  filters.inference_mark_gte = arguments.number("inference_mark_gte");
  filters.inference_mark_lte = arguments.number("inference_mark_lte");
  filters.issue_status = arguments.word<IssueStatus>("issue_status");
  filters.issue_type = arguments.word<IssueType>("issue_type");
  filters.label_author_in = arguments.texts("label_author_in");
  filters.label_category_search = arguments.text("label_category_search");
  filters.label_consensus_mark_gt = arguments.number("label_consensus_mark_gt");
  filters.label_consensus_mark_gte = arguments.number("label_consensus_mark_gte");
  filters.label_consensus_mark_lt = arguments.number("label_consensus_mark_lt");
  filters.label_consensus_mark_lte = arguments.number("label_consensus_mark_lte");
  filters.label_created_at = arguments.text("label_created_at");
  filters.label_created_at_gt = arguments.text("label_created_at_gt");
  filters.label_created_at_gte = arguments.text("label_created_at_gte");
  filters.label_created_at_lt = arguments.text("label_created_at_lt");
  filters.label_created_at_lte = arguments.text("label_created_at_lte");
  filters.label_honeypot_mark_gt = arguments.number("label_honeypot_mark_gt");
  filters.label_honeypot_mark_gte = arguments.number("label_honeypot_mark_gte");
  filters.label_honeypot_mark_lt = arguments.number("label_honeypot_mark_lt");
  filters.label_honeypot_mark_lte = arguments.number("label_honeypot_mark_lte");
  filters.label_labeler_in = arguments.texts("label_labeler_in");
  filters.label_labeler_not_in = arguments.texts("label_labeler_not_in");
  filters.label_reviewer_in = arguments.texts("label_reviewer_in");
  filters.label_reviewer_not_in = arguments.texts("label_reviewer_not_in");
  filters.label_type_in = arguments.words<LabelType>("label_type_in");
  filters.metadata_where = arguments.value("metadata_where");
  filters.skipped = arguments.flag("skipped");
  filters.status_in = arguments.words<AssetStatus>("status_in");
  filters.step_id_and_status_in = pairs<StepIdAndStatus>(arguments, "step_id_and_status_in");
  filters.step_id_and_status_not_in = pairs<StepIdAndStatus>(arguments, "step_id_and_status_not_in");
  filters.step_id_in = arguments.texts("step_id_in");
  filters.step_id_not_in = arguments.texts("step_id_not_in");
  filters.step_name_and_status_in = pairs<StepNameAndStatus>(arguments, "step_name_and_status_in");
  filters.step_name_and_status_not_in = pairs<StepNameAndStatus>(arguments, "step_name_and_status_not_in");
  filters.step_name_in = arguments.texts("step_name_in");
  filters.step_name_not_in = arguments.texts("step_name_not_in");
  filters.step_status_in = arguments.words<StatusInStep>("step_status_in");
  filters.step_status_not_in = arguments.words<StatusInStep>("step_status_not_in");
  filters.updated_at_gte = arguments.text("updated_at_gte");
  filters.updated_at_lte = arguments.text("updated_at_lte");
  return filters;
}

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
