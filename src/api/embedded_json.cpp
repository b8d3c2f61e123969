#include "api/embedded_json.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <stdexcept>

#include "kili/errors.hpp"
#include "support/json_lookup.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili::api {
namespace {

std::string id_shown(const nlohmann::json& record) {
  const auto* const id = support::find_text(record, "id");
  return id != nullptr ? support::shown_text(*id) : "without id";
}

}  // namespace

nlohmann::json decoded_text(const std::string& text, std::string_view name, const RecordInAnswer& owner,
                            support::JsonBudget& budget) {
  // Annotations are numbers to compute with; metadata may go back as they came.
  const auto wide_integers =
      name == "jsonMetadata" ? support::WideIntegers::digits : support::WideIntegers::doubles;
  try {
    return support::parse_json(text, wide_integers, &budget);
  } catch (const support::HalfSurrogatePair& error) {
    throw HttpError(fmt::format("{} of {} {} cannot be read: {}; correct it in Kili", name, owner.kind,
                                id_shown(owner.record), error.what()));
  } catch (const std::invalid_argument&) {
    return nlohmann::json::object();
  }
}

void decode_member(const RecordInAnswer& owner, nlohmann::json& object, const char* name,
                   support::JsonBudget& budget) {
  const auto found = object.find(name);
  if (found == object.end()) return;
  if (found->is_null()) *found = nlohmann::json::object();
  const auto* const text = found->get_ptr<const std::string*>();
  if (text == nullptr) return;
  const std::size_t released = text->size();
  *found = decoded_text(*text, name, owner, budget);
  budget.give_back(released);
}

std::string url_member(const nlohmann::json& object, const char* name) {
  const auto* const text = support::find_text(object, name);
  return text != nullptr && support::is_url(*text) ? *text : std::string();
}

}  // namespace kili::api
