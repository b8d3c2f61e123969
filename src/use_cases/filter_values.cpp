#include "use_cases/filter_values.hpp"

#include <fmt/format.h>

#include <cmath>

#include "kili/errors.hpp"
#include "support/category_query.hpp"
#include "support/dates.hpp"
#include "support/shown_text.hpp"

namespace kili::use_cases {

void check_mark(std::string_view argument, const std::optional<double>& value) {
  if (value && !std::isfinite(*value)) {
    throw ValidationError(fmt::format("{} is not a finite number; give a mark between 0 and 1", argument));
  }
}

void check_date(std::string_view argument, const std::optional<Date>& value) {
  if (value && !support::parse_iso_date(value->text())) {
    throw ValidationError(
        fmt::format("{} '{}' is not a date; give \"YYYY-MM-DD\" or a full ISO 8601 date that exists in the "
                    "calendar",
                    argument, support::shown_text(value->text(), 60)));
  }
}

void check_category_search(std::string_view argument, const std::optional<std::string>& search) {
  if (!search || search->empty()) return;
  try {
    static_cast<void>(support::parse_category_query(*search));
  } catch (const support::CategoryQueryError& error) {
    throw ValidationError(fmt::format(
        "{}: Invalid category search query: {}: at position {} ('{}') expected {}; write for example "
        "JOB.CATEGORY.count > 0 AND JOB.OTHER.count == 1",
        argument, support::shown_text(*search, 200), error.position(),
        support::shown_text(std::string_view(*search).substr(error.position()), 20), error.expected()));
  }
}

}  // namespace kili::use_cases
