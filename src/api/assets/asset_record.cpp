#include "api/assets/asset_record.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "api/assets/asset_fields.hpp"
#include "kili/errors.hpp"
#include "support/json_lookup.hpp"
#include "support/json_text.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili::api {
namespace {

using nlohmann::json;

constexpr const char* metadata_name = "jsonMetadata";

std::string id_in(const json& record) {
  const auto* const id = support::find_text(record, "id");
  return id != nullptr ? support::shown_text(*id) : "without id";
}

/// Text that is not JSON, or too deep to be read, becomes {}.
/// @param record of the asset that has the text. @param name of the member.
/// @throws HttpError for JSON that cannot be represented.
json decoded(const std::string& text, const json& record, std::string_view name,
             support::JsonBudget& budget) {
  // Annotations are numbers to compute with; metadata may go back as they came.
  const auto wide_integers =
      name == metadata_name ? support::WideIntegers::digits : support::WideIntegers::doubles;
  try {
    return support::parse_json(text, wide_integers, &budget);
  } catch (const support::HalfSurrogatePair& error) {
    throw HttpError(fmt::format("{} of asset {} cannot be read: {}; correct it in Kili", name, id_in(record),
                                error.what()));
  } catch (const std::invalid_argument&) {
    return json::object();
  }
}

void decode_member(const json& record, json& object, const char* name, support::JsonBudget& budget) {
  const auto found = object.find(name);
  if (found == object.end()) return;
  if (found->is_null()) *found = json::object();
  const auto* const text = found->get_ptr<const std::string*>();
  if (text == nullptr) return;
  const std::size_t released = text->size();
  *found = decoded(*text, record, name, budget);
  budget.give_back(released);
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
  const auto* const text = support::find_text(object, name);
  return text != nullptr && support::is_url(*text) ? *text : std::string();
}

}  // namespace

void decode_asset_record(json& record, support::JsonBudget& budget) {
  decode_member(record, record, metadata_name, budget);
  for_each_label(record, [&](json& label) {
    if (url_in(label, "jsonResponseUrl").empty()) decode_member(record, label, "jsonResponse", budget);
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
                             [&record, &label](const std::string& text, support::JsonBudget& budget) {
                               label["jsonResponse"] = decoded(text, record, "jsonResponse", budget);
                               label.erase("jsonResponseUrl");
                             },
                         .url = std::move(url)});
  });
  if (std::string url = url_in(record, "ocrMetadata"); !url.empty()) {
    documents.push_back({.may_be_missing = false,
                         .put =
                             [&record](const std::string& text, support::JsonBudget& budget) {
                               record["ocrMetadata"] = decoded(text, record, "ocrMetadata", budget);
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
