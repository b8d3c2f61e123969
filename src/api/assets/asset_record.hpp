#pragma once

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/json_text.hpp"

namespace kili::api {

/// Decodes the JSON texts inside a record as the official client does (docs/service.md, "Listing"):
/// jsonMetadata, and jsonResponse of labels and latestLabel(s). Text that is not JSON becomes {}.
/// @param budget of the values that the texts become. @throws what JsonBudget::take() throws.
void decode_asset_record(nlohmann::json& record, support::JsonBudget& budget);

/// A document that a record refers to by URL.
struct LinkedDocument {
  /// Where there is none, an empty text is put.
  bool may_be_missing = false;
  /// Decodes the text of the document and puts it in its place in the record.
  std::function<void(const std::string& text, support::JsonBudget& budget)> put;
  std::string url;
};

/// What is to be fetched before a decoded record is complete: annotations given by jsonResponseUrl, and
/// ocrMetadata. They refer to `record` and touch different parts of it, so they may be put at the same time.
[[nodiscard]] std::vector<LinkedDocument> linked_documents(nlohmann::json& record);

/// The id of a record of a listing. @throws HttpError when it has none.
[[nodiscard]] const std::string& id_of_asset(const nlohmann::json& record);

}  // namespace kili::api
