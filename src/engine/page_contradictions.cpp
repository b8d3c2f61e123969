#include "engine/page_contradictions.hpp"

#include <fmt/format.h>

namespace kili::engine {

HttpError no_records_there(std::string_view method, std::size_t counted, std::size_t skip) {
  return HttpError(fmt::format(
      "{}: the service counts {} records, but gives none after the first {}; list them again later", method,
      counted, skip));
}

HttpError more_than_asked(std::string_view method, std::size_t given, std::size_t asked) {
  return HttpError(
      fmt::format("{}: the service gave {} records where {} were asked for", method, given, asked));
}

HttpError same_records_again(std::string_view method, std::size_t skip) {
  return HttpError(fmt::format(
      "{}: the service gave the same records once more in place of those after the first {}; list them again "
      "later",
      method, skip));
}

std::string more_than_counted(std::string_view method, std::size_t counted, std::size_t listed) {
  return fmt::format("{}: the service counts {} records and gave more; the listing ends after {}", method,
                     counted, listed);
}

}  // namespace kili::engine
