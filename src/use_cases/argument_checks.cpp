#include "use_cases/argument_checks.hpp"

#include <fmt/format.h>

#include "kili/errors.hpp"
#include "support/dates.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili::use_cases {

void refuse_element(std::string_view argument, std::size_t element, std::string_view what) {
  throw ValidationError(fmt::format("{}: element {} {}", argument, element, what));
}

void check_length(std::string_view argument, std::size_t length, std::size_t assets) {
  if (length == assets) return;
  throw ValidationError(
      fmt::format("{}: {} elements for {} assets; give one for each asset", argument, length, assets));
}

void check_texts(std::string_view argument, const List<std::string>& texts) {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (!support::is_valid_utf8((*texts)[i])) refuse_element(argument, i, "is not UTF-8 text");
  }
}

void check_people(std::string_view argument, const List<List<std::string>>& people, std::size_t assets) {
  if (!people) return;
  check_length(argument, people.size(), assets);
  for (std::size_t i = 0; i < people.size(); ++i) {
    const auto& list = (*people)[i];
    if (!list) continue;
    for (const auto& person : *list) {
      if (!support::is_valid_utf8(person)) refuse_element(argument, i, "has a text that is not UTF-8");
    }
  }
}

void check_given(std::string_view argument, std::string_view value) {
  if (value.empty()) throw MissingArgumentError(fmt::format("{} is not given or empty", argument));
  if (!support::is_valid_utf8(value)) throw ValidationError(fmt::format("{} is not UTF-8 text", argument));
}

void check_text(std::string_view argument, std::string_view value) {
  if (!support::is_valid_utf8(value)) throw ValidationError(fmt::format("{} is not UTF-8 text", argument));
}

void check_date(std::string_view argument, const std::optional<Date>& value) {
  if (!value || support::parse_iso_date(value->text())) return;
  throw ValidationError(
      fmt::format("{} '{}' is not a date; give \"YYYY-MM-DD\" or a full ISO 8601 date that exists in the "
                  "calendar",
                  argument, support::shown_text(value->text(), 60)));
}

}  // namespace kili::use_cases
