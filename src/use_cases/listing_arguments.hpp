#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "api/record_queries.hpp"
#include "kili/errors.hpp"
#include "kili/list.hpp"
#include "kili/listing_arguments.hpp"
#include "support/listing_cursor.hpp"
#include "use_cases/record_listing.hpp"

namespace kili::use_cases {

inline constexpr std::size_t most_records_per_page = 1000;
inline constexpr std::size_t most_pages_ahead = 64;

/// @throws ValidationError naming an argument that is not usable.
inline void check_paging(const std::optional<std::size_t>& page_size, std::size_t prefetch) {
  if (page_size && (*page_size == 0 || *page_size > most_records_per_page)) {
    throw ValidationError(
        fmt::format("page_size {} is not between 1 and {}", *page_size, most_records_per_page));
  }
  if (prefetch > most_pages_ahead)
    throw ValidationError(fmt::format("prefetch {} is more than {}", prefetch, most_pages_ahead));
}

/// The fields that are given, or else the default ones. @throws ValidationError naming a field.
[[nodiscard]] inline std::vector<std::string> fields_or(const List<std::string>& fields,
                                                        const std::vector<std::string>& default_fields) {
  if (!fields) return default_fields;
  api::check_fields(*fields);
  return *fields;
}

/// How many records are before the first one that a listing delivers.
/// @throws ValidationError naming `cursor` when it is not one of this listing, or given together with `skip`.
[[nodiscard]] inline std::size_t first_place(const std::optional<std::string>& cursor, std::size_t skip,
                                             std::string_view method, std::uint64_t fingerprint) {
  if (!cursor) return skip;
  if (skip > 0) {
    throw IncompatibleArgumentsError(
        "cursor and skip are both given; leave skip out: a cursor counts what was skipped before");
  }
  return support::place_of_cursor(*cursor, {.method = method, .fingerprint = fingerprint});
}

/// How a listing is asked for that has the arguments of all listings.
/// @param method of kili::Client, and @param noun what it lists: literals.
/// @param fingerprint of the filters.
/// @throws ValidationError naming an argument that is not usable.
[[nodiscard]] inline ListingRequest listing_request(const ListingArguments& arguments,
                                                    std::string_view method, std::string_view noun,
                                                    const std::vector<std::string>& default_fields,
                                                    std::uint64_t fingerprint) {
  check_paging(arguments.page_size, arguments.prefetch);
  return {.disable_tqdm = arguments.disable_tqdm,
          .fields = fields_or(arguments.fields, default_fields),
          .fingerprint = fingerprint,
          .first = arguments.first,
          .method = method,
          .noun = noun,
          .page_size = arguments.page_size,
          .prefetch = arguments.prefetch,
          .skip = first_place(arguments.cursor, arguments.skip, method, fingerprint)};
}

}  // namespace kili::use_cases
