// The methods that write labels, in the shapes of the official client.

#include <cstdint>
#include <utility>

#include "literals.hpp"
#include "methods.hpp"

namespace kili::driver {
namespace {

using nlohmann::json;

List<LabelResponse> responses(Arguments& arguments) {
  const List<Json> values = arguments.values("json_response_array");
  if (!values) return {};
  std::vector<LabelResponse> result;
  for (const Json& value : *values) {
    if (!value.get().is_object()) throw TypeCheckError("an element of json_response_array is not a dict");
    result.emplace_back(value);
  }
  return result;
}

List<std::int64_t> seconds(Arguments& arguments) {
  const List<Json> values = arguments.values("seconds_to_label_array");
  if (!values) return {};
  std::vector<std::int64_t> result;
  for (const Json& value : *values) {
    if (!value.get().is_number_integer()) {
      throw TypeCheckError("an element of seconds_to_label_array is not an int");
    }
    result.push_back(value.get().get<std::int64_t>());
  }
  return result;
}

LabelType label_type(Arguments& arguments) {
  return literal<LabelType>(arguments, "label_type").value_or(LabelType::default_);
}

json append_labels(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  AppendLabels what;
  what.asset_external_id_array = arguments.texts("asset_external_id_array");
  what.asset_id_array = arguments.texts("asset_id_array");
  what.author_id_array = arguments.texts("author_id_array");
  what.disable_tqdm = arguments.flag("disable_tqdm");
  what.group_name = arguments.text("group_name");
  what.json_response_array = responses(arguments);
  what.label_type = label_type(arguments);
  what.model_name = arguments.text("model_name");
  what.overwrite = arguments.flag("overwrite").value_or(false);
  what.project_id = arguments.text("project_id");
  what.reviewed_label_id_array = arguments.texts("reviewed_label_id_array");
  what.seconds_to_label_array = seconds(arguments);
  what.step_id = arguments.text("step_id");
  what.step_name = arguments.text("step_name");
  arguments.check_all_known();
  return list_of_ids(client.append_labels(what));
}

json create_predictions(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  CreatePredictions what;
  what.asset_id_array = arguments.texts("asset_id_array");
  what.disable_tqdm = arguments.flag("disable_tqdm");
  what.external_id_array = arguments.texts("external_id_array");
  what.json_response_array = responses(arguments);
  what.model_name = arguments.text("model_name");
  what.model_name_array = arguments.texts("model_name_array");
  what.overwrite = arguments.flag("overwrite").value_or(false);
  const std::string project_id = arguments.required_text("project_id");
  arguments.check_all_known();
  return {{"id", client.create_predictions(project_id, what).id}};
}

json append_to_labels(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  AppendToLabels what;
  what.author_id = arguments.text("author_id");
  what.json_response = arguments.value("json_response");
  what.label_asset_external_id = arguments.text("label_asset_external_id");
  what.label_asset_id = arguments.text("label_asset_id");
  what.label_type = label_type(arguments);
  what.project_id = arguments.text("project_id");
  what.seconds_to_label = arguments.integer("seconds_to_label").value_or(0);
  arguments.check_all_known();
  return {{"id", client.append_to_labels(what)}};
}

json create_honeypot(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  CreateHoneypot what;
  what.asset_external_id = arguments.text("asset_external_id");
  what.asset_id = arguments.text("asset_id");
  what.json_response = arguments.value("json_response");
  what.project_id = arguments.text("project_id");
  arguments.check_all_known();
  return {{"id", client.create_honeypot(what)}};
}

json delete_labels(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  DeleteLabels what;
  what.disable_tqdm = arguments.flag("disable_tqdm");
  what.ids = arguments.texts("ids");
  arguments.check_all_known();
  return client.delete_labels(what);
}

json update_properties_in_label(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  UpdatePropertiesInLabel what;
  const Json response = arguments.value("json_response");
  if (!response.is_null()) what.json_response = response;
  what.label_id = arguments.required_text("label_id");
  what.model_name = arguments.text("model_name");
  what.seconds_to_label = arguments.integer("seconds_to_label");
  arguments.check_all_known();
  return {{"id", client.update_properties_in_label(what)}};
}

}  // namespace

void label_change_methods(Methods& methods) {
  methods["append_labels"] = append_labels;
  methods["append_to_labels"] = append_to_labels;
  methods["create_honeypot"] = create_honeypot;
  methods["create_predictions"] = create_predictions;
  methods["delete_labels"] = delete_labels;
  methods["update_properties_in_label"] = update_properties_in_label;
}

}  // namespace kili::driver
