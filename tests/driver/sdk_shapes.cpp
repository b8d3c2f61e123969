#include "sdk_shapes.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace kili::driver {
namespace {

using nlohmann::json;

bool is_query(std::string_view method) {
  constexpr std::array<std::string_view, 6> queries{"assets",       "count_assets", "labels",
                                                    "count_labels", "predictions",  "inferences"};
  return std::find(queries.begin(), queries.end(), method) != queries.end();
}

/// Methods of the official client that never ask for the project, and pass on what the service says of it.
bool passes_refusals_on(std::string_view method) {
  static constexpr std::array<std::string_view, 16> methods{"append_to_roles",
                                                            "archive_project",
                                                            "count_issues",
                                                            "count_project_users",
                                                            "delete_from_roles",
                                                            "delete_project",
                                                            "issues",
                                                            "project_users",
                                                            "tag_project",
                                                            "tags",
                                                            "unarchive_project",
                                                            "untag_project",
                                                            "update_project_anonymization",
                                                            "update_properties_in_project",
                                                            "update_properties_in_project_user",
                                                            "update_properties_in_role"};
  return std::find(methods.begin(), methods.end(), method) != methods.end();
}

/// Whether a mutation may have been carried out without that the client could find out.
bool is_outcome_unknown(std::string_view method, const Error& error) {
  if (const auto* const mutation = dynamic_cast<const MutationError*>(&error)) {
    const auto& assets = mutation->assets();
    return std::any_of(assets.begin(), assets.end(),
                       [](const MutatedAsset& asset) { return asset.outcome == MutationOutcome::unknown; });
  }
  if (const auto* const import = dynamic_cast<const ImportError*>(&error)) {
    const auto& assets = import->assets();
    return std::any_of(assets.begin(), assets.end(),
                       [](const ImportedAsset& asset) { return asset.outcome == ImportOutcome::unknown; });
  }
  return !is_query(method) && error.context().outcome_unknown;
}

std::vector<std::string> external_ids_of_unknown(const ImportError& error) {
  std::vector<std::string> ids;
  for (const auto& asset : error.assets()) {
    if (asset.outcome == ImportOutcome::unknown) ids.push_back(asset.external_id);
  }
  return ids;
}

/// Whether a field, or one below it, was requested. Of the default fields only `content` is asked about.
bool requests(const List<std::string>& fields, std::string_view field) {
  if (!fields) return field == "content";
  return std::any_of(fields->begin(), fields->end(), [&](const std::string& each) {
    return each == field || each.starts_with(std::string(field) + ".");
  });
}

constexpr std::array<const char*, 3> label_fields{"labels", "latestLabel", "latestLabels"};

template <typename Do>
void for_each_label_under(const char* label_field, json& asset, const Do& act) {
  const auto labels = asset.find(label_field);
  if (labels == asset.end()) return;
  if (labels->is_object()) act(*labels);
  if (!labels->is_array()) return;
  for (auto& label : *labels) {
    if (label.is_object()) act(label);
  }
}

template <typename Do>
void for_each_label(json& asset, const Do& act) {
  for (const char* const label_field : label_fields) for_each_label_under(label_field, asset, act);
}

/// Drops the members of that name, wherever they stand.
void drop_members(json& document, const char* name) {
  if (document.is_object()) document.erase(name);
  if (!document.is_structured()) return;
  for (auto& element : document) drop_members(element, name);
}

}  // namespace

SdkVersion sdk_version(std::string_view text) {
  if (text.empty() || text.starts_with("26.2")) return SdkVersion::v26_2;
  if (text.starts_with("26.")) return SdkVersion::v26_1;
  if (text.starts_with("2.")) return SdkVersion::v2_164;
  throw ValidationError("sdk '" + std::string(text) + "' is not known; give 26.2.4, 26.1.5 or 2.164.0");
}

json SdkShapes::error(std::string_view method, const Error& error) const {
  json shaped{{"type", type_of(method, error)}, {"message", error.what()}};
  if (shaped["type"] != "MutationOutcomeUnknownError") return shaped;
  shaped["operation"] = error.context().operation;
  if (const auto* const import = dynamic_cast<const ImportError*>(&error)) {
    shaped["external_ids"] = external_ids_of_unknown(*import);
  }
  return shaped;
}

std::string SdkShapes::type_of(std::string_view method, const Error& error) const {
  if (version_ == SdkVersion::v26_2 && is_outcome_unknown(method, error))
    return "MutationOutcomeUnknownError";
  const std::string type(error.type());
  // Media do not come by GraphQL.
  if (method == "export_labels" && type == "HttpError" && error.context().operation == "download")
    return "HTTPError";
  // A key that is refused while a client works is an answer like another.
  if (type == "HttpError" || type == "AuthenticationFailed") return "TransportServerError";
  if (version_ < SdkVersion::v26_2 && type == "DeprecatedArgumentError") return "GraphQLError";
  // Before 26.2 the type of a file is looked at instead of its extension.
  const bool is_extension = std::string_view(error.what()).find("File extension") != std::string_view::npos;
  if (version_ < SdkVersion::v26_2 && type == "ImportValidationError" && is_extension) return "MimeTypeError";
  // What the official client sends without a look at the project ends as the service says.
  // These versions count before they ask for the project, and pass on what the service says of it.
  const bool counts_first =
      method == "count_assets" || (method == "assets" && version_ == SdkVersion::v2_164);
  if (type == "NotFound" && counts_first) return "GraphQLError";
  if (type == "NotFound" && passes_refusals_on(method)) return "GraphQLError";
  return type;
}

bool SdkShapes::warns(std::string_view text) const {
  // Which the first version to warn of something was.
  struct Since {
    std::string_view beginning;
    SdkVersion version;
  };
  static constexpr std::array<Since, 7> warnings{{
      {"export_type latest is deprecated", SdkVersion::v26_2},
      {"update_properties_in_role is deprecated", SdkVersion::v26_2},
      {"priorities is deprecated", SdkVersion::v26_2},
      {"to_be_labeled_by_array is going to be deprecated", SdkVersion::v26_1},
      {"Field ", SdkVersion::v26_1},
      {"Filter ", SdkVersion::v26_1},
      {"The following input assets have been ignored because of duplicated external_id", SdkVersion::v26_1},
  }};
  return std::none_of(warnings.begin(), warnings.end(), [&](const Since& since) {
    return version_ < since.version && text.starts_with(since.beginning);
  });
}

json SdkShapes::label(json label, const List<std::string>& fields) const {
  if (label.contains("jsonResponse")) drop_members(label["jsonResponse"], "chatItems");
  if (version_ < SdkVersion::v26_2 && !requests(fields, "jsonResponseUrl")) label.erase("jsonResponseUrl");
  return label;
}

json SdkShapes::record(json asset, const List<std::string>& fields) const {
  for_each_label(asset, [](json& label) {
    const auto response = label.find("jsonResponse");
    if (response != label.end()) drop_members(*response, "chatItems");
  });
  if (version_ == SdkVersion::v26_2) return asset;
  for (const char* const label_field : label_fields) {
    if (requests(fields, std::string(label_field) + ".jsonResponseUrl")) continue;
    for_each_label_under(label_field, asset, [](json& label) { label.erase("jsonResponseUrl"); });
  }
  for (const char* const field : {"content", "jsonContent", "resolution"}) {
    if (!requests(fields, field)) asset.erase(field);
  }
  // Of the resolution, only what was requested.
  const auto resolution = asset.find("resolution");
  if (resolution == asset.end() || !resolution->is_object()) return asset;
  for (const char* const member : {"height", "width"}) {
    if (!requests(fields, std::string("resolution.") + member)) resolution->erase(member);
  }
  return asset;
}

}  // namespace kili::driver
