#include "api/assets/asset_record.hpp"

#include <string_view>
#include <utility>

#include "api/assets/asset_fields.hpp"
#include "kili/errors.hpp"
#include "support/json_text.hpp"
#include "support/text.hpp"

namespace kili::api {
namespace {

using nlohmann::json;

/// Text that is not JSON, or too deep to be read, becomes {}.
json decoded(const std::string& text) {
  try {
    return support::parse_json(text);
  } catch (const std::exception&) {
    return json::object();
  }
}

void decode_member(json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return;
  if (found->is_null()) *found = json::object();
  if (found->is_string()) *found = decoded(found->get_ref<const std::string&>());
}

/// Calls `visit` with every label of the record.
template <typename Visit>
void for_each_label(json& record, const Visit& visit) {
  for (const auto field : label_fields) {
    const auto found = record.find(field);
    if (found == record.end()) continue;
    if (found->is_object()) visit(*found);
    if (!found->is_array()) continue;
    for (auto& label : *found) {
      if (label.is_object()) visit(label);
    }
  }
}

/// The URL that a member holds, or an empty text.
std::string url_in(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_string()) return {};
  const auto& text = found->get_ref<const std::string&>();
  return support::is_url(text) ? text : std::string();
}

}  // namespace

void decode_asset_record(json& record) {
  decode_member(record, "jsonMetadata");
  for_each_label(record, [](json& label) {
    if (url_in(label, "jsonResponseUrl").empty()) decode_member(label, "jsonResponse");
  });
  // A link, or nothing that could be read (docs/service.md, "Listing").
  const auto ocr = record.find("ocrMetadata");
  if (ocr != record.end() && ocr->is_string() && url_in(record, "ocrMetadata").empty()) *ocr = json::object();
}

std::vector<LinkedDocument> linked_documents(json& record) {
  std::vector<LinkedDocument> documents;
  for_each_label(record, [&](json& label) {
    std::string url = url_in(label, "jsonResponseUrl");
    if (url.empty() || !label.contains("jsonResponse")) return;
    documents.push_back({.may_be_missing = true,
                         .put =
                             [&label](const std::string& text) {
                               label["jsonResponse"] = decoded(text);
                               label.erase("jsonResponseUrl");
                             },
                         .url = std::move(url)});
  });
  if (std::string url = url_in(record, "ocrMetadata"); !url.empty()) {
    documents.push_back({.may_be_missing = false,
                         .put = [&record](const std::string& text) { record["ocrMetadata"] = decoded(text); },
                         .url = std::move(url)});
  }
  return documents;
}

const std::string& id_of_asset(const json& record) {
  const auto id = record.find("id");
  if (id == record.end() || !id->is_string()) {
    throw HttpError("assets: the service returned an asset without id");
  }
  return id->get_ref<const std::string&>();
}

}  // namespace kili::api
