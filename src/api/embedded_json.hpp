#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "support/json_text.hpp"

namespace kili::api {

/// The record that a JSON text stands in, for messages.
struct RecordInAnswer {
  std::string_view kind;  ///< Such as "asset": a literal.
  const nlohmann::json& record;
};

/// The value of a JSON text that a member of a record holds. Text that is not JSON, or too deep to be read,
/// becomes {}. Numbers of metadata stay as they are, all others are to compute with.
/// @param name of the member.
/// @throws HttpError for JSON that cannot be represented; what JsonBudget::take() throws.
[[nodiscard]] nlohmann::json decoded_text(const std::string& text, std::string_view name,
                                          const RecordInAnswer& owner, support::JsonBudget& budget);
/// Decodes a member of an object inside the record, when it is there: null becomes {}.
/// @throws what decoded_text() throws.
void decode_member(const RecordInAnswer& owner, nlohmann::json& object, const char* name,
                   support::JsonBudget& budget);
/// The URL that a member holds, or an empty text.
[[nodiscard]] std::string url_member(const nlohmann::json& object, const char* name);

}  // namespace kili::api
