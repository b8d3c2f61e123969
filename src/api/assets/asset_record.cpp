#include "api/assets/asset_record.hpp"

#include <utility>

#include "api/embedded_json.hpp"
#include "api/label_fields.hpp"
#include "kili/errors.hpp"
#include "support/json_lookup.hpp"

namespace kili::api {
namespace {

using nlohmann::json;

RecordInAnswer asset(const json& record) { return {.kind = "asset", .record = record}; }

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

}  // namespace

void decode_asset_record(json& record, support::JsonBudget& budget) {
  decode_member(asset(record), record, "jsonMetadata", budget);
  for_each_label(record, [&](json& label) {
    if (url_member(label, "jsonResponseUrl").empty())
      decode_member(asset(record), label, "jsonResponse", budget);
  });
  // A link, or nothing that could be read (docs/service.md, "Listing").
  const auto ocr = record.find("ocrMetadata");
  if (ocr != record.end() && ocr->is_string() && url_member(record, "ocrMetadata").empty())
    *ocr = json::object();
}

std::vector<LinkedDocument> linked_documents(json& record) {
  std::vector<LinkedDocument> documents;
  for_each_label(record, [&](json& label) {
    std::string url = url_member(label, "jsonResponseUrl");
    if (url.empty() || !label.contains("jsonResponse")) return;
    documents.push_back({.may_be_missing = true,
                         .put =
                             [&record, &label](const std::string& text, support::JsonBudget& budget) {
                               label["jsonResponse"] =
                                   decoded_text(text, "jsonResponse", asset(record), budget);
                               label.erase("jsonResponseUrl");
                             },
                         .url = std::move(url)});
  });
  if (std::string url = url_member(record, "ocrMetadata"); !url.empty()) {
    documents.push_back({.may_be_missing = false,
                         .put =
                             [&record](const std::string& text, support::JsonBudget& budget) {
                               record["ocrMetadata"] =
                                   decoded_text(text, "ocrMetadata", asset(record), budget);
                             },
                         .url = std::move(url)});
  }
  return documents;
}

const std::string& id_of_asset(const json& record) {
  const auto* const id = support::find_text(record, "id");
  if (id == nullptr) throw HttpError("assets: the service returned an asset without id");
  return *id;
}

}  // namespace kili::api
