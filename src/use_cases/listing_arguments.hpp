#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "api/record_queries.hpp"
#include "kili/errors.hpp"
#include "kili/list.hpp"
#include "use_cases/record_listing.hpp"

namespace kili::use_cases {

inline constexpr std::size_t most_records_per_page = 1000;
inline constexpr std::size_t most_pages_ahead = 64;

/// The fields that are given, or else the default ones. @throws ValidationError naming a field.
[[nodiscard]] inline std::vector<std::string> fields_or(const List<std::string>& fields,
                                                        const std::vector<std::string>& default_fields) {
  if (!fields) return default_fields;
  api::check_fields(*fields);
  return *fields;
}

/// How a listing is asked for that has the arguments of all listings.
/// @param method of kili::Client, and @param noun what it lists: literals.
/// @throws ValidationError naming an argument that is not usable.
template <typename Arguments>
[[nodiscard]] ListingRequest listing_request(const Arguments& arguments, std::string_view method,
                                             std::string_view noun,
                                             const std::vector<std::string>& default_fields) {
  if (arguments.page_size == 0 || arguments.page_size > most_records_per_page) {
    throw ValidationError(
        fmt::format("page_size {} is not between 1 and {}", arguments.page_size, most_records_per_page));
  }
  if (arguments.prefetch > most_pages_ahead)
    throw ValidationError(fmt::format("prefetch {} is more than {}", arguments.prefetch, most_pages_ahead));
  return {.disable_tqdm = arguments.disable_tqdm,
          .fields = fields_or(arguments.fields, default_fields),
          .first = arguments.first,
          .method = method,
          .noun = noun,
          .page_size = arguments.page_size,
          .prefetch = arguments.prefetch,
          .skip = arguments.skip};
}

}  // namespace kili::use_cases
