#include "literals.hpp"
#include "methods.hpp"

namespace kili::driver {
namespace {

LabelFilters label_filters(Arguments& arguments) {
  LabelFilters filters;
  filters.asset_external_id_in = arguments.texts("asset_external_id_in");
  filters.asset_external_id_strictly_in = arguments.texts("asset_external_id_strictly_in");
  filters.asset_group_name_in = arguments.texts("asset_group_name_in");
  filters.asset_group_name_not_in = arguments.texts("asset_group_name_not_in");
  filters.asset_id = arguments.text("asset_id");
  filters.asset_status_in = literals<AssetStatus>(arguments, "asset_status_in");
  filters.asset_step_id_in = arguments.texts("asset_step_id_in");
  filters.asset_step_name_in = arguments.texts("asset_step_name_in");
  filters.asset_step_status_in = literals<StatusInStep>(arguments, "asset_step_status_in");
  filters.author_in = arguments.texts("author_in");
  filters.category_search = arguments.text("category_search");
  filters.created_at = arguments.text("created_at");
  filters.created_at_gte = arguments.text("created_at_gte");
  filters.created_at_lte = arguments.text("created_at_lte");
  filters.honeypot_mark_gte = arguments.number("honeypot_mark_gte");
  filters.honeypot_mark_lte = arguments.number("honeypot_mark_lte");
  filters.id_contains = arguments.texts("id_contains");
  filters.label_id = arguments.text("label_id");
  filters.user_id = arguments.text("user_id");
  return filters;
}

using ListLabelsMethod = LabelRange (Client::*)(std::string_view, const LabelFilters&, const LabelsArguments&,
                                                const CallOptions&) const;

nlohmann::json listed(const Client& client, ListLabelsMethod method, Arguments& arguments,
                      const LabelFilters& filters, const SdkShapes& shapes) {
  const std::string project_id = arguments.required_text("project_id");
  LabelsArguments how;
  how.disable_tqdm = arguments.flag("disable_tqdm");
  how.fields = arguments.texts("fields");
  how.first = arguments.count("first");
  how.output_format =
      literal<LabelOutputFormat>(arguments, "output_format").value_or(LabelOutputFormat::dict);
  how.skip = arguments.count("skip").value_or(0);
  const bool as_generator = arguments.flag("as_generator").value_or(false);
  arguments.check_all_known();
  auto range = (client.*method)(project_id, filters, how, {});
  nlohmann::json result = nlohmann::json::array();
  const auto add = [&](const Label& label) {
    const bool is_parsed = how.output_format == LabelOutputFormat::parsed_label;
    result.push_back(shapes.label(is_parsed ? label.parsed().to_dict() : label.json(), how.fields));
  };
  if (as_generator) {
    for (const Label& label : range) add(label);
  } else {
    for (const Label& label : range.to_vector()) add(label);
  }
  return result;
}

nlohmann::json labels(const Client& client, Arguments& arguments, const SdkShapes& shapes) {
  LabelFilters filters = label_filters(arguments);
  filters.type_in = literals<LabelType>(arguments, "type_in");
  return listed(client, &Client::labels, arguments, filters, shapes);
}

nlohmann::json count_labels(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  const std::string project_id = arguments.required_text("project_id");
  LabelFilters filters = label_filters(arguments);
  filters.type_in = literals<LabelType>(arguments, "type_in");
  arguments.check_all_known();
  return client.count_labels(project_id, filters);
}

nlohmann::json predictions(const Client& client, Arguments& arguments, const SdkShapes& shapes) {
  return listed(client, &Client::predictions, arguments, label_filters(arguments), shapes);
}

nlohmann::json inferences(const Client& client, Arguments& arguments, const SdkShapes& shapes) {
  return listed(client, &Client::inferences, arguments, label_filters(arguments), shapes);
}

}  // namespace

void label_methods(Methods& methods) {
  methods["labels"] = labels;
  methods["count_labels"] = count_labels;
  methods["predictions"] = predictions;
  methods["inferences"] = inferences;
}

}  // namespace kili::driver
